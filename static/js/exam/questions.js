/** A question page with script: one page for the whole attempt. */

import { positionOf, readAnswer, writeAnswer } from "./card.js";
import { Attention } from "./attention.js";
import * as keys from "./keys.js";
import { Navigator } from "./navigator.js";
import * as order from "./order.js";
import { Pace } from "./pace.js";
import { Pages } from "./pages.js";
import { notice, say } from "./say.js";
import { notSent } from "./status.js";
import { focusNote, markOf, showMark, Tools } from "./tools.js";
import * as walk from "./walk.js";

const FLUSH_MS = 4_000;

/**
 * @typedef {{form: HTMLFormElement, queue: import("./queue.js").Queue, marks: import("./marks.js").Marks,
 *   clock: import("./clock.js").Clock, hideTime: HTMLInputElement}} Parts
 */

/** @param {Parts} parts */
export async function start(parts) {
  const questions = new Questions(parts);
  await questions.resume();
  return questions;
}

class Questions {
  /** @param {Parts} parts */
  constructor({ form, queue, marks, clock, hideTime }) {
    this.queue = queue;
    this.marks = marks;
    this.clock = clock;
    this.hideTime = hideTime;
    this.pages = new Pages(form);
    this.navigator = new Navigator();
    this.pace = new Pace(clock, this.navigator);
    this.attention = new Attention((seconds) => void marks.put(this.pages.current, { seconds_more: seconds }));
    this.attempt = document.body.dataset.attempt ?? "";
    this.reviewUrl = document.body.dataset.reviewUrl ?? "";
    this.tools = new Tools(form, {
      onAnswer: (card) => this.#answered(card),
      onMark: (card, mark) => this.#marked(card, mark),
    });
    form.addEventListener("submit", (event) => this.#submitted(event));
    form.addEventListener("click", (event) => this.#clicked(event));
    addEventListener("popstate", () => void this.#popped());
    this.#listenToQueue();
    this.#listenToKeys();
    this.navigator.setCurrent(this.pages.current);
    this.#showWalk();
  }

  /** Fetch the paper, and show what an earlier page kept on this device. */
  async resume() {
    const [answers, marks] = await Promise.all([this.queue.resume(), this.marks.resume()]);
    const apply = () => {
      for (const [position, answer] of answers) this.#restore(position, (card) => writeAnswer(card, answer));
      for (const [position, mark] of marks) this.#restore(position, (card) => showMark(card, mark));
    };
    apply();
    void this.pages.load().then(() => {
      this.#catchUp();
      apply();
      for (const card of this.pages.cards) this.navigator.update(card);
    });
  }

  /** This page may have been drawn while a save of the one before it was on its way; the paper came later. */
  #catchUp() {
    const { again } = this.pages;
    const card = again && this.pages.cardAt(positionOf(again));
    if (!again || !card || card.dataset.touched) return;
    showMark(card, markOf(again));
    if (Number(again.dataset.rev) <= Number(card.dataset.rev)) return;
    writeAnswer(card, readAnswer(again));
    this.#setRev(positionOf(card), Number(again.dataset.rev));
  }

  /** @param {number} position @param {(card: HTMLElement) => void} show */
  #restore(position, show) {
    const card = this.pages.cardAt(position);
    if (!card || card.dataset.touched) return;
    show(card);
    this.navigator.update(card);
  }

  /** @param {HTMLElement} card */
  #answered(card) {
    card.dataset.touched = "yes";
    this.navigator.update(card);
    this.pace.draw();
    this.queue.put(positionOf(card), readAnswer(card), Number(card.dataset.rev)).catch(() => {
      notice("This device could not keep the answer. It is being sent; wait for the word Saved.", { isUrgent: true });
    });
  }

  /** @param {HTMLElement} card @param {import("./marks.js").Mark} mark */
  #marked(card, mark) {
    card.dataset.touched = "yes";
    this.navigator.update(card);
    void this.marks.put(positionOf(card), mark);
  }

  #listenToQueue() {
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ react) =>
      this.queue.addEventListener(type, (event) => react(/** @type {CustomEvent} */ (event).detail));
    on("saved", ({ position, rev }) => this.#setRev(position, rev));
    on("stale", ({ position, rev, answer }) => {
      this.#setRev(position, rev);
      const card = this.pages.cardAt(position);
      if (card) writeAnswer(card, answer);
      if (card) this.navigator.update(card);
      notice(`Question ${position} was answered in another tab or device. That answer is kept and shown.`);
    });
    on("refused", ({ position, detail }) => notice(`The answer to question ${position} was not saved. ${detail}`, { isUrgent: true }));
  }

  /** @param {number} position @param {number} rev */
  #setRev(position, rev) {
    const card = this.pages.cardAt(position);
    if (!card) return;
    card.dataset.rev = String(rev);
    /** @type {HTMLInputElement} */ (card.querySelector('[name="rev"]')).value = String(rev);
  }

  #listenToKeys() {
    keys.listen({
      current: () => this.pages.card,
      moveStep: (step, letter) => this.#step(step, letter),
      actions: {
        N: () => void this.go("next"),
        P: () => void this.go("prev"),
        R: () => void this.go("review"),
        F: () => this.#toggleFlag(),
        M: () => this.#openNote(),
        G: () => this.navigator.focus(),
        T: () => this.clock.speak(),
        "Shift+T": () => this.hideTime.click(),
        Z: () => this.tools.undo(),
        "?": keys.showKeys,
      },
    });
  }

  #toggleFlag() {
    const flag = /** @type {HTMLInputElement} */ (this.pages.card.querySelector('[name="flag"]'));
    flag.click();
    say(flag.checked ? "Flagged" : "Flag removed");
  }

  #openNote() {
    const toggle = /** @type {HTMLInputElement} */ (this.pages.card.querySelector(".toggle--note input"));
    toggle.checked = true;
    focusNote(this.pages.card);
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    event.preventDefault();
    void this.go(/** @type {HTMLButtonElement | null} */ (event.submitter)?.value ?? "save");
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const link = /** @type {HTMLElement} */ (event.target).closest("a");
    if (link?.dataset.go) {
      event.preventDefault();
      void this.go(link.dataset.go);
    } else if (link?.matches(".nav__close, .q__navlink")) this.#toggleSheet(event, link);
  }

  /** The sheet of questions on a narrow screen opens and closes without a step in the history. */
  #toggleSheet(/** @type {Event} */ event, /** @type {HTMLAnchorElement} */ link) {
    event.preventDefault();
    location.replace(link.hash);
    if (link.matches(".q__navlink")) this.navigator.focus();
    else /** @type {HTMLElement} */ (this.pages.card.querySelector(".q__navlink")).focus();
  }

  /** Do what a button says. @param {string} go */
  async go(go) {
    const [step, letter] = go.split(":");
    if (letter) return this.#step(step, letter);
    if (go === "clear") return this.tools.clear(this.pages.card);
    if (go === "save") return undefined;
    if (go === "review") return this.#review();
    const position = this.#target(go);
    if (position === null) return go === "prev" ? undefined : this.#review();
    return this.#show(position);
  }

  /** @param {string} step @param {string} letter */
  #step(step, letter) {
    if (order.move(this.pages.card, step, letter)) {
      this.#answered(this.pages.card);
      const count = this.pages.card.querySelector("[data-count]");
      if (count) count.textContent = `${order.placed(this.pages.card).length} of ${this.pages.card.dataset.select} placed`;
    }
  }

  /** @param {string} go @returns {number | null} */
  #target(go) {
    const { current, of } = this.pages;
    if (go !== "next" && go !== "prev") return Number(go);
    const subset = walk.current(this.attempt);
    if (subset) return walk.neighbour(subset, current, go);
    const position = current + (go === "next" ? 1 : -1);
    return position >= 1 && position <= of ? position : null;
  }

  /** @param {number} position @param {{isBack?: boolean}} [options] */
  async #show(position, options) {
    if (!this.pages.cardAt(position) && !(await this.pages.load())) return this.#leave(this.pages.urlOf(position));
    void this.marks.put(this.pages.current, { seconds_more: this.attention.take() });
    if (document.querySelector("#navigator:target")) location.replace("#question");
    this.pages.show(position, options);
    void this.marks.put(position, {});
    this.navigator.update(this.pages.card);
    this.navigator.setCurrent(position);
    this.#showWalk();
    const words = this.navigator.cells[position - 1].getAttribute("aria-label")?.split(", ").slice(1).join(", ");
    say(`Question ${position} of ${this.pages.of}, ${words}`);
    return undefined;
  }

  #popped() {
    const position = Number(location.pathname.match(/(\d+)\/$/)?.[1]);
    return position && position !== this.pages.current ? this.#show(position, { isBack: true }) : undefined;
  }

  #showWalk() {
    const subset = walk.current(this.attempt);
    if (subset) walk.show(this.pages.card, subset, this.reviewUrl);
  }

  #review() {
    return this.#leave(this.reviewUrl);
  }

  /** Go to another page once everything is sent; otherwise stay and say why. @param {string} url */
  async #leave(url) {
    const seconds = this.attention.take();
    if (seconds) void this.marks.put(this.pages.current, { seconds_more: seconds });
    const isSent = await this.queue.flush(FLUSH_MS);
    if (isSent && (await this.marks.flush(FLUSH_MS))) location.assign(url);
    else notice(`This needs the network. ${notSent(this.queue.pending, this.queue.store.isDurable)}. You can go on with the questions.`, { about: "network" });
  }
}
