/** The last resort when the network stays away: what is not sent, as a file for another device. */

import { make } from "./say.js";

/** The attempt's page takes it: /attempts/<id>/answer-file/ @param {Queue} queue */
export function download(queue) {
  const text = JSON.stringify({ attempt: queue.attempt, answers: queue.unsent }, null, 2);
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href, download: `answers-${queue.attempt}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
