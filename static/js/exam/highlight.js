/**
 * Marking words of the question text: ranges of the CSS Custom Highlight API, kept as offsets into
 * its text. By mouse: select, then press Highlight. By keyboard: H, then arrows over sentences.
 */

import { button, icon, make, one, say } from "./say.js";

const MOST = 100;
const BLOCKS = "p, li, pre, td, th, h2, h3, h4";
export const isPossible = "highlights" in CSS && "Segmenter" in Intl;

/** @param {Card} card */
const stemOf = (card) => one(".q__stem", card);

/** @param {Card} card @returns {Span[]} */
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

  /** Draw what is marked on the card now on the page, and give it its button. @param {Card} card */
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
    const stem = stemOf(card);
    stem.tabIndex = -1;
    stem.onkeydown = (/** @type {KeyboardEvent} */ event) => this.#steer(event);
    stem.onblur = () => this.#leave();
  }

  /** Mark what is selected; without a selection, start walking over sentences. @param {Card} card */
  press(card) {
    const stem = stemOf(card);
    const selection = getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    if (range && !range.collapsed && range.intersectsNode(stem)) {
      this.#toggle(card, spanOf(stem, range));
      selection?.removeAllRanges();
    } else this.#walk(card);
  }

  /** @param {Card} card @param {Span} span */
  #toggle(card, [start, end]) {
    if (start >= end) return;
    const spans = spansOf(card);
    const isMarked = covers(spans, start, end);
    const next = isMarked ? without(spans, start, end) : joined([...spans, [start, end]]);
    if (next.length > MOST) return say("No more highlights fit on this question.");
    card.dataset.highlights = JSON.stringify(next);
    draw("marked", stemOf(card), next);
    this.onMark(card, { highlights: next });
    say(isMarked ? "Highlight removed" : "Highlighted");
  }

  /** @param {Card} card */
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
    const isMarked = covers(spansOf(card), start, end);
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
    else if (event.key === "Escape") one(".q__mark", card).focus();
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

/** The texts of an element with the offset at which each begins. @param {Node} stem */
function textsOf(stem) {
  const walker = document.createTreeWalker(stem, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let start = 0; walker.nextNode(); start += texts[texts.length - 1].node.length) {
    texts.push({ node: /** @type {Text} */ (walker.currentNode), start });
  }
  return texts;
}

/** @param {HTMLElement} stem @param {Span} span */
function rangeOf(stem, [from, to]) {
  const range = document.createRange();
  for (const { node, start } of textsOf(stem)) {
    const end = start + node.length;
    if (start <= from && from < end) range.setStart(node, from - start);
    if (start < to && to <= end) range.setEnd(node, to - start);
  }
  return range;
}

/** The part of a selection that lies in the text. @param {HTMLElement} stem @param {Range} range @returns {Span} */
function spanOf(stem, range) {
  const parts = textsOf(stem).filter(({ node }) => range.intersectsNode(node));
  const [first, last] = [parts[0], parts[parts.length - 1]];
  if (!first) return [0, 0];
  const from = first.node === range.startContainer ? range.startOffset : 0;
  const to = last.node === range.endContainer ? range.endOffset : last.node.length;
  return [first.start + from, last.start + to];
}

/** Sentences, none of them across two paragraphs. @param {HTMLElement} stem @returns {Span[]} */
function sentencesOf(stem) {
  const segmenter = new Intl.Segmenter(document.documentElement.lang, { granularity: "sentence" });
  /** @type {{text: string, start: number, block: Element | null | undefined}[]} */
  const blocks = [];
  for (const { node, start } of textsOf(stem)) {
    const block = node.parentElement?.closest(BLOCKS);
    const last = blocks.at(-1);
    if (last && last.block === block) last.text += node.data;
    else blocks.push({ text: node.data, start, block });
  }
  return blocks.flatMap(({ text, start }) =>
    [...segmenter.segment(text)].flatMap(({ segment, index }) => {
      const from = start + index;
      return segment.trim() ? [/** @type {Span} */ ([from, from + segment.trimEnd().length])] : [];
    }),
  );
}

/** @param {Span[]} spans @param {number} from @param {number} to */
const covers = (spans, from, to) => spans.some(([start, end]) => start <= from && to <= end);

/** In order, those that touch made one. @param {Span[]} spans */
function joined(spans) {
  /** @type {Span[]} */
  const made = [];
  for (const [start, end] of spans.sort((one, other) => one[0] - other[0])) {
    const last = made.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else made.push([start, end]);
  }
  return made;
}

/** @param {Span[]} spans @param {number} from @param {number} to @returns {Span[]} */
function without(spans, from, to) {
  const parts = spans.flatMap(([start, end]) => [[start, Math.min(end, from)], [Math.max(start, to), end]]);
  return /** @type {Span[]} */ (parts.filter(([start, end]) => start < end));
}
