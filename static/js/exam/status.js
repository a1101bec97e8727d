/** The word beside the clock: Saved, Saving, or how much is not sent yet. */

import { byId, clearNotice, counted, icon, notice } from "./say.js";

const SAVING_AFTER_MS = 400;

/** @param {import("./queue.js").Queue} queue */
export function show(queue) {
  /** @type {number | undefined} */
  let timer;
  let wasSignedOut = false;
  queue.addEventListener("state", (event) => {
    const state = /** @type {CustomEvent<import("./queue.js").QueueState>} */ (event).detail;
    clearTimeout(timer);
    if (state.pending === 0) allSaved();
    else if (state.isFailing) word("waiting", notSent(state.pending, queue.store.isDurable), "warn");
    else timer = setTimeout(() => word("saving", "Saving…", "saved"), SAVING_AFTER_MS);
    if (state.isSignedOut && !wasSignedOut) askToSignIn();
    if (!state.isSignedOut) clearNotice("sign-in");
    wasSignedOut = state.isSignedOut;
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
  place.replaceChildren(icon(name), Object.assign(document.createElement("span"), { textContent: text }));
}

function askToSignIn() {
  notice("Sign in again in a new tab; your answers are kept.", {
    link: { href: "/accounts/login/", text: "Sign in" },
    isUrgent: true,
    about: "sign-in",
  });
}
