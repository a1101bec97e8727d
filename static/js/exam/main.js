/** Every page of a running attempt: the queue and the clock; on a question page also the rest. */

import { session } from "./api.js";
import { Clock, RETURN_MINUTES } from "./clock.js";
import { Finish } from "./finish.js";
import { Marks } from "./marks.js";
import { Queue } from "./queue.js";
import { start as startQuestions } from "./questions.js";
import { byId, counted, notice, on } from "./say.js";
import * as status from "./status.js";
import { Store } from "./store.js";
import { keepHiddenClock } from "./tools.js";
import * as walk from "./walk.js";

const { attempt = "", api = "", remainingMs: given = "0", alerts = "", kept, clockReturns } = document.body.dataset;
const form = /** @type {HTMLFormElement | null} */ (byId("exam-form"));
const store = await Store.open();
const remainingMs = kept ? await sinceLastWord() : Number(given);
const clock = new Clock(remainingMs, alerts.split(",").map(Number));
const hideTime = keepHiddenClock();
const queue = new Queue({ attempt, api, store, remainingMs });
const marks = new Marks(queue);

status.show(queue);
const finish = new Finish(queue, clock);
on(queue, "saved", heard);
on(finish, "word", heard);
session.addEventListener("lost", () => import("./sign_in.js").then(({ ask }) => ask(queue, marks)));
addEventListener("beforeunload", (event) => {
  if (!store.isDurable && queue.pending) event.preventDefault();
});

/** @param {{remaining_ms: number}} word */
function heard({ remaining_ms: remaining }) {
  clock.set(remaining);
  store.know({ ...queue.name(0), remaining, at: Date.now() }).catch(() => {});
}

/** A page loaded without the server has only this device's date to go by, until the server speaks. */
async function sinceLastWord() {
  const { remaining = Number(given), at = Date.now() } = (await store.all("known", attempt)).find(({ position }) => position === 0) ?? {};
  return Math.max(remaining - Math.max(Date.now() - at, 0), 0);
}

/** @param {number} unanswered */
function warn(unanswered) {
  const isBack = hideTime.checked && clockReturns !== "no";
  if (isBack) hideTime.click();
  const rest = form && unanswered ? ` ${counted(unanswered, "question")} ${unanswered === 1 ? "has" : "have"} no answer.` : "";
  notice(`${RETURN_MINUTES} minutes left.${rest}${hideTime.checked ? " The time stays hidden until you show it." : ""}`);
}

const questions = form && (await startQuestions({ form, queue, marks, clock, finish, hideTime }));
on(clock, "passed", ({ minutes }) => minutes.includes(RETURN_MINUTES) && warn(questions?.navigator.unanswered ?? 0));
if (!questions) {
  if (document.querySelector('[data-page="review"]')) walk.offer(attempt);
  const hadPending = (await queue.resume()).size > 0;
  await marks.resume();
  // What this page shows was drawn before the rest of the answers arrived.
  if (hadPending && (await queue.flush(10_000)) && document.querySelector("[data-page='review'], [data-page='submission']")) location.reload();
} else if (kept) void finish.ask();
