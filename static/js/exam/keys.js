/**
 * The keyboard map. Single keys by default; when a person has turned them off, the same keys with
 * Alt+Shift. Nothing here happens while somebody writes, and nothing exists only here.
 */

import { inputs } from "./card.js";
import { byId, one, say } from "./say.js";

/** @param {KeyDoors} doors */
export function listen({ current, actions, moveStep }) {
  const isSingle = document.body.dataset.singleKeys !== "off";
  document.addEventListener("keydown", (event) => {
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      say("Saved automatically");
      return;
    }
    if (event.altKey && moved(event, moveStep)) return;
    if (isWriting(event.target) || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (isSingle ? event.altKey : !(event.altKey && event.shiftKey)) return;
    const isShifted = isSingle && event.shiftKey;
    if (acted(event, isShifted, current(), actions)) event.preventDefault();
  });
}

/** @param {KeyboardEvent} event @param {boolean} isShifted @param {HTMLElement | null} card @param {KeyDoors["actions"]} actions */
function acted(event, isShifted, card, actions) {
  const key = event.code.startsWith("Key") ? event.code.slice(3) : event.code.startsWith("Digit") ? event.code.slice(5) : event.key;
  if (event.key === "?") return ran(actions["?"]);
  if (card && option(card, key, isShifted)) return true;
  return ran(actions[isShifted ? `Shift+${key}` : key]);
}

/** @param {(() => void) | undefined} action */
function ran(action) {
  action?.();
  return action !== undefined;
}

/** Letters A to E and all digits name options; F and on are taken. */
function option(/** @type {HTMLElement} */ card, /** @type {string} */ key, /** @type {boolean} */ isStrike) {
  const letter = /^[1-9]$/.test(key) ? String.fromCharCode(64 + Number(key)) : key;
  if (!/^[A-E]$/.test(key) && letter === key) return false;
  const name = isStrike ? "strike" : "answer";
  const control = inputs(card, name).find((each) => each.value === letter);
  if (!control || card.dataset.revealed) return false;
  if (control.type === "radio" && control.checked) {
    one('[value="clear"]', card)?.click();
    return true;
  }
  control.click();
  if (name === "answer") control.focus();
  return true;
}

/** Alt with an arrow moves the step that has the focus. */
function moved(/** @type {KeyboardEvent} */ event, /** @type {KeyDoors["moveStep"]} */ moveStep) {
  const step = /** @type {Record<string, string>} */ ({ ArrowUp: "up", ArrowDown: "down" })[event.key];
  const row = /** @type {HTMLElement} */ (event.target).closest?.(".oi--in[data-letter]");
  if (!step || !row) return false;
  event.preventDefault();
  moveStep(step, /** @type {HTMLElement} */ (row).dataset.letter ?? "");
  return true;
}

/** @param {EventTarget | null} target */
function isWriting(target) {
  const element = /** @type {HTMLElement} */ (target);
  return element.matches?.("textarea, select, input:not([type=radio], [type=checkbox])");
}

const dialog = () => /** @type {HTMLDialogElement} */ (byId("keys"));

export function showKeys() {
  dialog().showModal();
}
