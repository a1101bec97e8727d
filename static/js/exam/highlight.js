/**
 * Marking words of the question text: ranges of the CSS Custom Highlight API, kept as offsets into
 * its text. By mouse: select, then press Highlight. By keyboard: H, then arrows over sentences.
 */

import { button, icon, make, say } from "./say.js";

/** @typedef {[number, number]} Span start and end, in characters of the text */

const MOST = 100;
const BLOCKS = "p, li, pre, td, th, h2, h3, h4";
export const isPossible = "highlights" in CSS && "Segmenter" in Intl;

/** @param {HTMLElement} card */
const stemOf = (card) => /** @type {HTMLElement} */ (card.querySelector(".q__stem"));

/** @param {HTMLElement} card @returns {Span[]} */
const spansOf = (card) => JSON.parse(card.dataset.highlights || "[]");

export class Highlighter {
  /** The sentence the keyboard is at, if it is. @type {number | null} */
  #at = null;
  /** @type {Span[]} */
  #sentences = [];
  /** @type {HTMLElement | null} */
  #card = null;

  /** @param {(card: HTMLElement, mark: {highlights: Span[]}) => void} onMark */
  constructor(onMark) {
    this.onMark = onMark;
  }

  /** Draw what is marked on the card now on the page, and give it its button. @param {HTMLElement} card */
  show(card) {
    if (!isPossible) return;
    if (this.#card !== card) this.#leave();
    this.#card = card;
    draw("marked", stemOf(card), spansOf(card));
    const tools = card.querySelector(".q__tools");
    if (!tools || tools.querySelector(".q__mark")) return;
    const made = button("", () => this.press(card));
    made.className = "btn btn--quiet q__mark";
    made.append(icon("pen"), make("span", { textContent: "Highlight" }));
    made.setAttribute("aria-keyshortcuts", "H");
    made.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
    tools.prepend(made);
    stemOf(card).tabIndex = -1;
    stemOf(card).addEventListener("keydown", (event) => this.#steer(event));
    stemOf(card).addEventListener("blur", () => this.#leave());
  }

  /** Mark what is selected; without a selection, start walking over sentences. @param {HTMLElement} card */
  press(card) {
    const stem = stemOf(card);
    const selection = getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    if (range && !range.collapsed && range.intersectsNode(stem)) {
      this.#toggle(card, spanOf(stem, range));
      selection?.removeAllRanges();
    } else this.#walk(card);
  }

  /** @param {HTMLElement} card @param {Span} span */
  #toggle(card, [start, end]) {
    if (start >= end) return;
    const spans = spansOf(card);
    const isMarked = spans.some((span) => span[0] <= start && end <= span[1]);
    const next = isMarked ? without(spans, start, end) : joined([...spans, [start, end]]);
    if (next.length > MOST) return say("No more highlights fit on this question.");
    card.dataset.highlights = JSON.stringify(next);
    draw("marked", stemOf(card), next);
    this.onMark(card, { highlights: next });
    say(isMarked ? "Highlight removed" : "Highlighted");
  }

  /** @param {HTMLElement} card */
  #walk(card) {
    const stem = stemOf(card);
    this.#sentences = sentencesOf(stem);
    if (!this.#sentences.length) return;
    stem.focus({ preventScroll: true });
    this.#goTo(0, "Arrow keys move over sentences, Enter highlights, Escape ends. ");
  }

  /** @param {number} at @param {string} [before] what to say first */
  #goTo(at, before = "") {
    const card = /** @type {HTMLElement} */ (this.#card);
    this.#at = Math.min(Math.max(at, 0), this.#sentences.length - 1);
    const [start, end] = this.#sentences[this.#at];
    const isMarked = spansOf(card).some((span) => span[0] <= start && end <= span[1]);
    draw("sentence", stemOf(card), [[start, end]]);
    say(`${before}${isMarked ? "Highlighted: " : ""}${stemOf(card).textContent?.slice(start, end).trim()}`);
  }

  /** @param {KeyboardEvent} event */
  #steer(event) {
    if (this.#at === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 })[event.key];
    const card = /** @type {HTMLElement} */ (this.#card);
    if (step) this.#goTo(this.#at + step);
    else if (["Enter", " ", "h", "H"].includes(event.key)) this.#toggle(card, this.#sentences[this.#at]);
    else if (event.key === "Escape") /** @type {HTMLElement} */ (card.querySelector(".q__mark")).focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #leave() {
    this.#at = null;
    CSS.highlights.delete("sentence");
  }
}

/** @param {string} name @param {HTMLElement} stem @param {Span[]} spans */
function draw(name, stem, spans) {
  CSS.highlights.set(name, new Highlight(...spans.map((span) => rangeOf(stem, span))));
}

/** @param {HTMLElement} stem @returns {Text[]} */
function textsOf(stem) {
  const walker = document.createTreeWalker(stem, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  return texts;
}

/** @param {HTMLElement} stem @param {Span} span */
function rangeOf(stem, [start, end]) {
  const range = document.createRange();
  let before = 0;
  for (const text of textsOf(stem)) {
    const after = before + text.length;
    if (before <= start && start < after) range.setStart(text, start - before);
    if (before < end && end <= after) range.setEnd(text, end - before);
    before = after;
  }
  return range;
}

/** The part of a range that lies in the text. @param {HTMLElement} stem @param {Range} range @returns {Span} */
function spanOf(stem, range) {
  const inside = document.createRange();
  inside.selectNodeContents(stem);
  const whole = inside.toString().length;
  const offset = (/** @type {Node} */ node, /** @type {number} */ at) => {
    const before = document.createRange();
    before.setStart(stem, 0);
    before.setEnd(node, at);
    return before.toString().length;
  };
  const isBefore = inside.comparePoint(range.startContainer, range.startOffset) < 0;
  const isAfter = inside.comparePoint(range.endContainer, range.endOffset) > 0;
  return [isBefore ? 0 : offset(range.startContainer, range.startOffset), isAfter ? whole : offset(range.endContainer, range.endOffset)];
}

/** Sentences, none of them across two paragraphs. @param {HTMLElement} stem @returns {Span[]} */
function sentencesOf(stem) {
  const segmenter = new Intl.Segmenter(document.documentElement.lang, { granularity: "sentence" });
  let before = 0;
  /** @type {{text: string, start: number, block: Element | null}[]} */
  const blocks = [];
  for (const text of textsOf(stem)) {
    const block = /** @type {Element} */ (text.parentElement).closest(BLOCKS);
    const last = blocks.at(-1);
    if (last?.block === block) last.text += text.data;
    else blocks.push({ text: text.data, start: before, block });
    before += text.length;
  }
  return blocks.flatMap(({ text, start }) =>
    [...segmenter.segment(text)].filter(({ segment }) => segment.trim()).map(({ segment, index }) => /** @type {Span} */ ([start + index, start + index + segment.trimEnd().length])),
  );
}

/** @param {Span[]} spans @returns {Span[]} in order, those that touch made one */
function joined(spans) {
  /** @type {Span[]} */
  const made = [];
  for (const [start, end] of [...spans].sort((one, other) => one[0] - other[0])) {
    const last = made.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else made.push([start, end]);
  }
  return made;
}

/** @param {Span[]} spans @param {number} from @param {number} to @returns {Span[]} */
function without(spans, from, to) {
  const parts = spans.flatMap(([start, end]) => /** @type {Span[]} */ ([[start, Math.min(end, from)], [Math.max(start, to), end]]));
  return parts.filter(([start, end]) => start < end);
}
