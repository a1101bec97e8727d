/** The word beside the clock: Saved, Saving, or how much is not sent yet. */

import { byId, clearNotice, counted, icon, make, on } from "./say.js";

const SAVING_AFTER_MS = 400;

/** @param {Queue} queue */
export function show(queue) {
  /** @type {number | undefined} */
  let timer;
  on(queue, "state", (/** @type {QueueState} */ state) => {
    clearTimeout(timer);
    if (state.pending === 0) allSaved();
    else if (state.isFailing && !state.isWriting) word("waiting", notSent(state.pending, state.isKept), "warn");
    else timer = setTimeout(() => word("saving", "Saving…", "saved"), SAVING_AFTER_MS);
  });
}

function allSaved() {
  word("saved", "Saved", "saved");
  clearNotice("network");
}

/** @param {number} count @param {boolean} isDurable */
export function notSent(count, isDurable) {
  return `Not sent yet: ${counted(count, "answer")} kept ${isDurable ? "on this device" : "in this tab"}`;
}

/** @param {string} state @param {string} text @param {string} name */
function word(state, text, name) {
  const place = byId("save-state");
  if (place.dataset.state === state && place.textContent === text) return;
  place.dataset.state = state;
  place.replaceChildren(icon(name), make("span", { textContent: text }));
}
