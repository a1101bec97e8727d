/**
 * All questions of the attempt, fetched once; one of them is on the page, the others wait aside.
 * Moving between them needs no request.
 */

import { positionOf, refresh, revOf } from "./card.js";
import { keep } from "./offline.js";
import { one, byId } from "./say.js";

export class Pages {
  /** @type {Map<number, HTMLElement>} */
  #cards = new Map();
  /** @type {Promise<boolean> | null} */
  #loading = null;
  /** The first question once more, as the paper has it. @type {Card | null} */
  again = null;

  /** @param {HTMLFormElement} form @param {Queue} queue */
  constructor(form, queue) {
    this.form = form;
    this.queue = queue;
    this.place = byId("question");
    const first = one(".q", this.place);
    this.current = positionOf(first);
    this.of = Number(form.dataset.of);
    this.#add(first);
    this.titleTail = document.title.slice(document.title.indexOf(" – "));
    this.base = form.action.replace(/\d+\/$/, "");
  }

  get card() {
    return /** @type {HTMLElement} */ (this.#cards.get(this.current));
  }

  /** @param {number} position */
  cardAt(position) {
    return this.#cards.get(position);
  }

  get all() {
    return [...this.#cards.values()];
  }

  get isComplete() {
    return this.#cards.size === this.of;
  }

  /** The sum of all revisions on this page; the server's is higher when another device answered. */
  get revision() {
    return this.all.reduce((sum, card) => sum + revOf(card), 0);
  }

  /** Fetch the paper; may be called again after a failure. @returns {Promise<boolean>} */
  load() {
    this.#loading ??= this.fetch().then((cards) => {
      const isOld = document.body.dataset.kept === "yes";
      for (const card of cards) {
        if (isOld || !this.#cards.has(positionOf(card))) this.#add(card);
        else this.again = card;
      }
      if (!this.isComplete) this.#loading = null;
      return this.isComplete;
    });
    return this.#loading;
  }

  /** All cards as the server has them now, put aside for a reload too; none without a network. */
  async fetch() {
    try {
      const url = this.form.dataset.paper ?? "";
      const response = await fetch(url, { credentials: "same-origin", cache: "no-store" });
      if (!response.ok || response.redirected) return [];
      const isOld = response.headers.has("X-Kept");
      if (!isOld) keep(this.queue.attempt, this.queue.expires, url, response.clone()).catch(() => {});
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const cards = /** @type {HTMLElement[]} */ ([...page.querySelectorAll("article.q")]);
      for (const card of cards) if (isOld) card.dataset.kept = "yes";
      return cards.map((card) => document.adoptNode(card));
    } catch {
      return [];
    }
  }

  /** @param {Card} card */
  #add(card) {
    for (const each of card.querySelectorAll("noscript")) each.remove();
    card.dataset.note = one('[name="note"]', card).value;
    refresh(card);
    this.#cards.set(positionOf(card), card);
  }

  /** @param {number} position */
  urlOf(position) {
    return `${this.base}${position}/`;
  }

  /**
   * Put a question on the page, at its top, with the focus on its heading.
   * @param {number} position @param {{isBack?: boolean}} [options]
   */
  show(position, { isBack = false } = {}) {
    const card = /** @type {HTMLElement} */ (this.#cards.get(position));
    this.#keepScenario(this.card, card);
    this.current = position;
    if (card.dataset.progress === "new") card.dataset.progress = "seen";
    this.place.replaceChildren(card);
    this.form.action = this.urlOf(position);
    document.title = `Question ${position} of ${this.of}${this.titleTail}`;
    if (!isBack) history.pushState(null, "", this.urlOf(position));
    scrollTo(0, 0);
    card.querySelector("h1")?.focus({ preventScroll: true });
  }

  /** A scenario stays as open as it was from one part to the next; on a phone it starts closed. */
  #keepScenario(/** @type {HTMLElement} */ from, /** @type {HTMLElement} */ to) {
    const details = to.querySelector(".scn details");
    if (!details || !to.dataset.case) return;
    if (from.dataset.case === to.dataset.case) {
      const wasOpen = from.querySelector(".scn details")?.hasAttribute("open") ?? true;
      const isNarrow = matchMedia("(max-width: 56em)").matches && !from.dataset.scenarioSeen;
      details.toggleAttribute("open", wasOpen && !isNarrow);
      to.dataset.scenarioSeen = "yes";
    }
  }
}
