/** One question card: what its controls say as an answer, and the other way round. */

import * as order from "./order.js";
import { make, one } from "./say.js";

/** @param {Card} card */
export const positionOf = (card) => Number(card.dataset.position);
/** @param {Card} card */
export const selectOf = (card) => Number(card.dataset.select);

/** @param {Element} card @param {string} name @returns {HTMLInputElement[]} */
export const inputs = (card, name) => [...card.querySelectorAll(`input[name="${name}"]`)].map((each) => /** @type {HTMLInputElement} */ (each));

/** @param {Card} card @returns {HTMLSelectElement[]} */
const selects = (card) => [...card.querySelectorAll("select")];

/** @param {Card} card @returns {Answer} */
export function readAnswer(card) {
  if (card.dataset.type === "ordering") {
    const letters = order.placed(card);
    return letters.length ? { order: letters } : null;
  }
  if (card.dataset.type === "matching") {
    const given = selects(card).filter((each) => each.value);
    const pairs = given.map((each) => [each.name.replace("pair-", ""), each.value]);
    return pairs.length ? { pairs: Object.fromEntries(pairs) } : null;
  }
  const selected = inputs(card, "answer").filter((each) => each.checked).map((each) => each.value);
  return selected.length ? { selected } : null;
}

/** @param {Card} card @param {Answer} answer */
export function writeAnswer(card, answer) {
  if (card.dataset.type === "ordering") order.place(card, answer?.order ?? []);
  for (const each of selects(card)) each.value = answer?.pairs?.[each.name.replace("pair-", "")] ?? "";
  for (const each of inputs(card, "answer")) each.checked = (answer?.selected ?? []).includes(each.value);
  refresh(card);
}

/** The revision of the answer that the card shows. @param {Card} card */
export const revOf = (card) => Number(card.dataset.rev);

/** @param {Card} card @param {number} rev */
export function setRev(card, rev) {
  card.dataset.rev = String(rev);
  inputs(card, "rev")[0].value = String(rev);
}

/** An answer as one says it: "A, C", "B, A", "1 B, 2 A". @param {Answer} answer */
export function inLetters(answer) {
  const pairs = Object.entries(answer?.pairs ?? {}).map(([prompt, letter]) => `${prompt} ${letter}`);
  return [...(answer?.selected ?? answer?.order ?? pairs)].join(", ");
}

/** @param {Answer} answer */
export function givenCount(answer) {
  const given = answer?.selected ?? answer?.order ?? Object.keys(answer?.pairs ?? {});
  return given.length;
}

/** answered, incomplete, seen or new @param {Card} card */
export function progressOf(card) {
  const count = givenCount(readAnswer(card));
  if (count === selectOf(card)) return "answered";
  if (count > 0) return "incomplete";
  return card.dataset.progress === "new" ? "new" : "seen";
}

/** Bring the words that count up to date. @param {Card} card */
export function refresh(card) {
  const count = givenCount(readAnswer(card));
  const place = card.querySelector(".opts__count[role], [data-count]");
  if (place?.matches(".opts__count")) showSelected(place, count, selectOf(card));
  else if (place) place.textContent = `${count} of ${selectOf(card)} ${card.dataset.type === "ordering" ? "placed" : "matched"}`;
  if (card.dataset.type === "matching") showUsed(card);
}

/** @param {Element} place @param {number} count @param {number} select */
function showSelected(place, count, select) {
  place.classList.remove("opts__refused");
  const dots = one(".dots", place);
  [...dots.children].forEach((dot, index) => dot.classList.toggle("on", index < count));
  const number = make("b", { textContent: count });
  place.replaceChildren(dots, number, ` of ${select} selected`);
}

/** Say beside an option where it is matched already; it may be used again. @param {Card} card */
function showUsed(card) {
  for (const select of selects(card)) {
    for (const option of [...select.options].slice(1)) {
      option.dataset.text ??= option.text;
      const users = selects(card).filter((each) => each !== select && each.value === option.value);
      const used = users.map((each) => each.name.replace("pair-", "")).join(", ");
      option.text = used ? `${option.dataset.text} (used in ${used})` : option.dataset.text;
    }
  }
}
