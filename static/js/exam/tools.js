/** What a candidate does to one question: choose, strike out, flag, write a note. */

import { inputs, positionOf, readAnswer, refresh, selectOf, writeAnswer } from "./card.js";
import { button, byId, inWords, one, say } from "./say.js";

const NOTE_PAUSE_MS = 800;

export class Tools {
  /** @type {{card: HTMLElement, letter: string, answer: Answer} | null} */
  #undo = null;
  /** @type {Map<number, number>} */
  #noteTimers = new Map();

  /** @param {HTMLElement} root @param {ToolDoors} doors */
  constructor(root, { onAnswer, onMark }) {
    this.onAnswer = onAnswer;
    this.onMark = onMark;
    root.addEventListener("change", (event) => this.#changed(/** @type {HTMLInputElement} */ (event.target)));
    root.addEventListener("input", (event) => this.#typed(/** @type {HTMLInputElement} */ (event.target)));
  }

  /** @param {HTMLInputElement} control */
  #changed(control) {
    const card = /** @type {HTMLElement | null} */ (control.closest(".q"));
    if (!card) return;
    if (control.name === "answer") this.#chose(card, control);
    else if (control.name.startsWith("pair-")) this.#answered(card);
    else if (control.name === "strike") this.#struck(card, control.value, control.checked);
    else if (control.name === "flag") this.onMark(card, { flagged: control.checked });
    else if (control.name === "sure") this.onMark(card, { sure: control.value });
    else if (control.name === "note") this.#noted(card, control.value);
    else if (control.closest(".toggle--note") && control.checked) focusNote(card);
  }

  /** @param {Card} card @param {HTMLInputElement} control */
  #chose(card, control) {
    const select = selectOf(card);
    const chosen = inputs(card, "answer").filter((each) => each.checked).length;
    if (control.type === "checkbox" && chosen > select) {
      control.checked = false;
      refuse(card, `You can select ${inWords(select)}. Clear one first.`);
      return;
    }
    if (control.checked) this.#unstrike(card, control.value);
    this.#answered(card);
  }

  /** @param {Card} card */
  #answered(card) {
    clearWords(card);
    refresh(card);
    this.onAnswer(card);
  }

  /** @param {Card} card */
  clear(card) {
    writeAnswer(card, null);
    this.#answered(card);
    say("Answer cleared");
    one(".opt__in", card)?.focus();
  }

  /** @param {Card} card @param {string} letter */
  #unstrike(card, letter) {
    const strike = inputs(card, "strike").find((each) => each.value === letter);
    if (!strike?.checked) return;
    strike.checked = false;
    this.onMark(card, { struck: struckLetters(card) });
  }

  /** @param {Card} card @param {string} letter @param {boolean} isStruck */
  #struck(card, letter, isStruck) {
    const answer = readAnswer(card);
    this.#undo = { card, letter, answer };
    this.onMark(card, { struck: struckLetters(card) });
    clearWords(card);
    const option = inputs(card, "answer").find((each) => each.value === letter);
    if (!isStruck || !option?.checked) return;
    option.checked = false;
    this.#answered(card);
    words(card, `Option ${letter} was your answer. It is struck out and cleared.`, () => this.undo());
  }

  /** Take the last strike-out back, with the answer it cleared. */
  undo() {
    if (!this.#undo?.card.isConnected) return;
    const { card, letter, answer } = this.#undo;
    this.#undo = null;
    const strike = inputs(card, "strike").find((each) => each.value === letter);
    if (strike) strike.checked = !strike.checked;
    this.onMark(card, { struck: struckLetters(card) });
    if (JSON.stringify(answer) !== JSON.stringify(readAnswer(card))) {
      writeAnswer(card, answer);
      this.onAnswer(card);
    }
    clearWords(card);
    say(`Strike-out of option ${letter} undone`);
  }

  /** @param {HTMLInputElement} control */
  #typed(control) {
    const card = /** @type {HTMLElement | null} */ (control.closest(".q"));
    if (!card || control.name !== "note") return;
    const position = positionOf(card);
    clearTimeout(this.#noteTimers.get(position));
    this.#noteTimers.set(position, setTimeout(() => this.#noted(card, control.value), NOTE_PAUSE_MS));
  }

  /** @param {Card} card @param {string} note */
  #noted(card, note) {
    clearTimeout(this.#noteTimers.get(positionOf(card)));
    if (card.dataset.note === note) return;
    card.dataset.note = note;
    this.onMark(card, { note });
  }
}

/** @param {Card} card */
export function struckLetters(card) {
  return inputs(card, "strike").filter((each) => each.checked).map((each) => each.value);
}

/** @param {Card} card */
export function focusNote(card) {
  one(".q__note textarea", card)?.focus();
}

/** @param {Card} card @param {string} text */
function refuse(card, text) {
  const place = card.querySelector(".opts__count[role]");
  if (!place) return;
  const dots = place.querySelector(".dots") ?? "";
  place.classList.add("opts__refused");
  place.replaceChildren(dots, text);
}

/** @param {Card} card @param {string} text @param {() => void} undo */
function words(card, text, undo) {
  card.querySelector(".q__say")?.replaceChildren(text, button("Undo", undo));
}

/** @param {Card} card */
function clearWords(card) {
  card.querySelector(".q__say")?.replaceChildren();
}

/** All marks of a card as it was drawn by the server. @param {Card} card @returns {Mark} */
export function readMark(card) {
  return {
    flagged: inputs(card, "flag")[0].checked,
    struck: struckLetters(card),
    note: one('[name="note"]', card).value,
    sure: inputs(card, "sure").find((each) => each.checked)?.value,
    highlights: JSON.parse(card.dataset.highlights || "[]"),
  };
}

/** @param {Card} card @param {Partial<Mark>} mark */
export function showMark(card, mark) {
  const flag = inputs(card, "flag")[0];
  if (mark.sure !== undefined) for (const each of inputs(card, "sure")) each.checked = each.value === mark.sure;
  if (mark.highlights) card.dataset.highlights = JSON.stringify(mark.highlights);
  if (mark.flagged !== undefined) flag.checked = mark.flagged;
  if (mark.struck) for (const each of inputs(card, "strike")) each.checked = mark.struck.includes(each.value);
  const note = one('[name="note"]', card);
  if (mark.note !== undefined) note.value = mark.note;
}

/** The hide toggle of the clock keeps its state between pages of one tab. */
export function keepHiddenClock() {
  const toggle = /** @type {HTMLInputElement} */ (byId("hide-time"));
  toggle.checked = sessionStorage.getItem("hide-time") === "yes";
  toggle.addEventListener("change", () => sessionStorage.setItem("hide-time", toggle.checked ? "yes" : "no"));
  return toggle;
}
