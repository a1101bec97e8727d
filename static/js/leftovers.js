/**
 * On the pages around the exam: what an exam page could not send is sent from here (too late for
 * the score, perhaps, but it is stored and told), and signing out forgets everything, after asking.
 */

import { call } from "./exam/api.js";
import { forgetAll } from "./exam/offline.js";
import { Queue } from "./exam/queue.js";
import { button, counted, make } from "./exam/say.js";
import { Store } from "./exam/store.js";

const FLUSH_MS = 3_000;

const opening = Store.open();
/** @type {Queue[]} */
const queues = [];
const sending = sendLeftovers();

async function sendLeftovers() {
  const store = await opening;
  for (const attempt of new Set((await store.everything("answers")).map((entry) => entry.attempt))) {
    const api = `/api/v1/attempts/${attempt}/`;
    if ((await call("GET", api)).status !== 200) continue; // somebody else's, or no network
    const queue = new Queue({ attempt, api, store, remainingMs: 0 });
    queues.push(queue);
    await queue.resume();
  }
}

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (new URL(form.action).pathname !== "/accounts/logout/") return;
  event.preventDefault();
  void signOut(form);
});

/**
 * Only a page that has looked asks the server for the order to clear this device's storage: a click
 * before this script was there leaves everything where it is.
 * @param {HTMLFormElement} form
 */
async function signOut(form) {
  await Promise.race([sending, new Promise((resolve) => setTimeout(resolve, FLUSH_MS))]);
  await Promise.all(queues.map((queue) => queue.flush(FLUSH_MS)));
  const store = await opening;
  const { length } = await store.everything("answers");
  if (length && !(await isMeant(length))) return;
  await Promise.all([store.clear(), forgetAll()]).catch(() => {}); // for browsers that do not know the order
  form.append(make("input", { type: "hidden", name: "forget", value: "device" }));
  form.submit();
}

/** @param {number} count @returns {Promise<boolean>} */
function isMeant(count) {
  return new Promise((resolve) => {
    const what = count === 1 ? "1 answer is" : `${counted(count, "answer")} are`;
    const dialog = make("dialog", { className: "dialog stack" });
    const title = make("h2", { id: "leftovers-h", textContent: `${what} not sent yet` });
    const words = make("p", { textContent: "They are kept on this device only, and signing out deletes them. Stay signed in until the network is back, and they are sent." });
    const acts = make("p", { className: "row" });
    const stay = button("Stay signed in", () => dialog.close());
    stay.className = "btn btn--primary btn--lg";
    acts.append(stay, button("Sign out and delete them", () => dialog.close("out")));
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.append(title, words, acts);
    dialog.addEventListener("close", () => (dialog.remove(), resolve(dialog.returnValue === "out")));
    document.body.append(dialog);
    dialog.showModal();
  });
}
