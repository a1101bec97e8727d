/** Every page of a running attempt: the queue and the clock; on a question page also the rest. */

import { Clock } from "./clock.js";
import { Finish } from "./finish.js";
import { Marks } from "./marks.js";
import { Queue } from "./queue.js";
import { start as startQuestions } from "./questions.js";
import { byId, counted, notice } from "./say.js";
import * as status from "./status.js";
import { Store } from "./store.js";
import { keepHiddenClock } from "./tools.js";
import * as walk from "./walk.js";

const { attempt = "", api = "", remainingMs = "0" } = document.body.dataset;
const form = /** @type {HTMLFormElement | null} */ (byId("exam-form"));
const clock = new Clock(Number(remainingMs));
const hideTime = keepHiddenClock();
const store = await Store.open();
const queue = new Queue({ attempt, api, store, remainingMs: Number(remainingMs) });
const marks = new Marks({ attempt, api, store, expires: queue.expires });

status.show(queue);
queue.addEventListener("saved", (event) => clock.set(/** @type {CustomEvent} */ (event).detail.remaining_ms));
const finish = new Finish(queue, clock);
addEventListener("beforeunload", (event) => {
  if (!store.isDurable && queue.pending) event.preventDefault();
});

/** @param {number} minutes @param {number} unanswered */
function warn(minutes, unanswered) {
  if (minutes !== 5) return;
  const verb = unanswered === 1 ? "has" : "have";
  const rest = form && unanswered ? ` ${counted(unanswered, "question")} ${verb} no answer.` : "";
  notice(`5 minutes left.${rest}${hideTime.checked ? " The time stays hidden until you show it." : ""}`);
}

if (form) {
  const questions = await startQuestions({ form, queue, marks, clock, hideTime });
  clock.addEventListener("warning", (event) => warn(/** @type {CustomEvent} */ (event).detail.minutes, questions.navigator.unanswered));
} else {
  clock.addEventListener("warning", (event) => warn(/** @type {CustomEvent} */ (event).detail.minutes, 0));
  if (document.querySelector('[data-page="review"]')) walk.offer(attempt);
  const hadPending = (await queue.resume()).size > 0;
  await marks.resume();
  // What this page shows was drawn before the rest of the answers arrived.
  if (hadPending && (await queue.flush(10_000)) && document.querySelector("[data-page='review'], [data-page='submission']")) location.reload();
}
void finish;
