/** A question page with script: one page for the whole attempt. */

import { Attention } from "./attention.js";
import { inLetters, positionOf, readAnswer, revOf, setRev, writeAnswer } from "./card.js";
import { Highlighter } from "./highlight.js";
import * as keys from "./keys.js";
import { Navigator } from "./navigator.js";
import * as order from "./order.js";
import { Pace } from "./pace.js";
import { Pages } from "./pages.js";
import { isSameAnswer } from "./queue.js";
import { notice, on, one, say } from "./say.js";
import { notSent } from "./status.js";
import { focusNote, readMark, showMark, Tools } from "./tools.js";
import * as walk from "./walk.js";

const FLUSH_MS = 4_000;

/** @param {Parts} parts */
export async function start(parts) {
  const questions = new Questions(parts);
  await questions.resume();
  return questions;
}

export class Questions {
  /** What another tab shows and has not saved yet. @type {Map<number, Answer>} */
  #seen = new Map();

  /** @param {Parts} parts */
  constructor({ form, queue, marks, clock, finish, hideTime }) {
    this.queue = queue;
    this.marks = marks;
    this.clock = clock;
    this.hideTime = hideTime;
    this.pages = new Pages(form, queue);
    this.navigator = new Navigator();
    this.pace = new Pace(clock, this.navigator);
    this.attention = new Attention((seconds) => void marks.put(this.pages.current, { seconds_more: seconds }));
    this.attempt = queue.attempt;
    this.tabs = new BroadcastChannel(`rehearsal/${this.attempt}`);
    this.reviewUrl = document.body.dataset.reviewUrl ?? "";
    this.tools = new Tools(form, {
      onAnswer: (card) => this.#answered(card),
      onMark: (card, mark) => this.#marked(card, mark),
    });
    form.addEventListener("submit", (event) => this.#submitted(event));
    form.addEventListener("click", (event) => this.#clicked(event));
    addEventListener("popstate", () => void this.#popped());
    this.highlighter = new Highlighter((card, mark) => this.#marked(card, mark));
    this.#listenToQueue();
    this.#listenToOthers(finish);
    this.#listenToKeys();
    if (document.body.dataset.mode === "practice") this.practice = import("./practice.js").then(({ Practice }) => new Practice(this));
    this.navigator.setCurrent(this.pages.current);
    this.#showWalk();
  }

  /** Fetch the paper, and show what this device knows better. */
  async resume() {
    const { store } = this.queue;
    const [known, answers, marks] = await Promise.all([store.all("known", this.attempt), this.queue.resume(), this.marks.resume()]);
    const apply = () => {
      for (const each of known) this.#recall(each);
      for (const [position, answer] of answers) this.#restore(position, (card) => writeAnswer(card, answer));
      for (const [position, mark] of marks) this.#restore(position, (card) => showMark(card, mark));
    };
    apply();
    this.highlighter.show(this.pages.card);
    const isLoaded = this.pages.load().then((isComplete) => {
      this.#catchUp();
      if (isComplete) apply();
    });
    if (document.body.dataset.kept) void isLoaded.then(() => this.#redraw());
  }

  /** This page may have been drawn while a save of the one before it was on its way; the paper came later. */
  #catchUp() {
    const { again } = this.pages;
    const card = again && this.pages.cardAt(positionOf(again));
    if (!again || !card || card.dataset.touched) return;
    this.#change(card, () => {
      showMark(card, readMark(again));
      if (revOf(again) <= revOf(card)) return;
      writeAnswer(card, readAnswer(again));
      setRev(card, revOf(again));
    });
  }

  /** What the server had, and this card, put aside before, does not show. @param {Known} known */
  #recall({ position, rev = 0, answer, mark }) {
    const card = this.pages.cardAt(position);
    if (!card || card.dataset.touched) return;
    if (rev > revOf(card)) {
      writeAnswer(card, answer ?? null);
      setRev(card, rev);
    }
    if (card.dataset.kept && card.dataset.progress === "new") card.dataset.progress = "seen";
    if (card.dataset.kept && mark) showMark(card, mark);
    this.navigator.update(card);
  }

  /** After a load without network: all cells anew, and the question that the address names. */
  #redraw() {
    for (const card of this.pages.all) this.navigator.update(card);
    void this.#show(addressed() || this.pages.current, { isBack: true });
  }

  /** @param {number} position @param {(card: HTMLElement) => void} show */
  #restore(position, show) {
    const card = this.pages.cardAt(position);
    if (card && !card.dataset.touched) this.#change(card, show);
  }

  /** Show something that was not done on this page. @param {Card} card @param {(card: HTMLElement) => void} show */
  #change(card, show) {
    show(card);
    this.navigator.update(card);
    if (card === this.pages.card) this.highlighter.show(card);
  }

  /** @param {Card} card */
  #answered(card) {
    const [position, answer] = [positionOf(card), readAnswer(card)];
    card.dataset.touched = "yes";
    this.navigator.update(card);
    this.pace.draw();
    this.tabs.postMessage({ kind: "given", position, answer });
    this.queue.put(position, answer, revOf(card), this.#seen.get(position)).catch(() => {
      notice("This device could not keep the answer. It is being sent; wait for the word Saved.", { isUrgent: true });
    });
    this.#seen.delete(position);
  }

  /** @param {Card} card @param {Mark} mark */
  #marked(card, mark) {
    card.dataset.touched = "yes";
    this.navigator.update(card);
    this.tabs.postMessage({ kind: "marked", position: positionOf(card), mark });
    void this.marks.put(positionOf(card), mark);
  }

  #listenToQueue() {
    on(this.queue, "saved", ({ position, answer, rev }) => {
      this.#at(position, (card) => setRev(card, rev));
      this.tabs.postMessage({ kind: "saved", position, answer, rev });
    });
    on(this.queue, "stale", ({ position, rev, answer, mine }) => {
      const card = this.pages.cardAt(position);
      const isShown = card && isSameAnswer(readAnswer(card), answer); // chosen in another tab, seen here
      if (card) this.#take(card, rev, () => writeAnswer(card, answer));
      this.tabs.postMessage({ kind: "saved", position, answer, rev });
      if (!isShown) this.#tellConflict(position, mine);
    });
    on(this.queue, "refused", ({ position, code, detail }) => {
      if (code === "revealed") void this.practice?.then((practice) => practice.reveal(position));
      notice(`The answer to question ${position} was not saved. ${detail}`, { isUrgent: true });
    });
  }

  /** @param {number} position @param {(card: HTMLElement) => void} act */
  #at(position, act) {
    const card = this.pages.cardAt(position);
    if (card) act(card);
  }

  /** Keep the other answer, or this one after all. @param {number} position @param {Answer} mine */
  #tellConflict(position, mine) {
    const run = () => this.#at(position, (card) => (writeAnswer(card, mine), this.#answered(card)));
    const action = mine ? { action: { text: `Use ${inLetters(mine)} instead`, run } } : {};
    notice(`Question ${position} was answered in another tab or device. That answer is kept and shown.`, action);
  }

  /** Take over what the server has. @param {Card} card @param {number} rev @param {(card: HTMLElement) => void} show */
  #take(card, rev, show) {
    this.#seen.delete(positionOf(card));
    setRev(card, rev);
    this.#change(card, show);
    this.pace.draw();
  }

  /** Other tabs speak for themselves; another device shows in the server's count of revisions. @param {Finish} finish */
  #listenToOthers(finish) {
    this.tabs.onmessage = ({ data }) => this.#at(data.position, (card) => this.#heard(card, data));
    on(finish, "word", async ({ revision }) => {
      if (!this.queue.pending) return this.#compare(revision);
      if (await this.queue.flush(FLUSH_MS)) void finish.ask();
    });
  }

  /** @param {Card} card @param {TabMessage} message of another tab */
  #heard(card, { kind, position, answer = null, rev = 0, mark = {} }) {
    if (kind === "marked") this.#change(card, () => showMark(card, mark));
    else if (kind === "revealed") void this.practice?.then((practice) => practice.reveal(position));
    else if (kind === "given") {
      this.#seen.set(position, answer);
      this.#change(card, () => writeAnswer(card, answer));
    } else if (rev > revOf(card)) {
      const isOlder = this.#seen.has(position) && !isSameAnswer(this.#seen.get(position), answer);
      if (isOlder || this.queue.has(position)) setRev(card, rev);
      else this.#take(card, rev, () => writeAnswer(card, answer));
    }
  }

  /** @param {number} revision the sum of all revisions on the server */
  async #compare(revision) {
    if (!this.pages.isComplete || revision <= this.pages.revision) return;
    for (const fresh of await this.pages.fetch()) {
      this.#at(positionOf(fresh), (card) => {
        if (revOf(fresh) <= revOf(card) || this.queue.has(positionOf(card))) return;
        this.#take(card, revOf(fresh), () => (writeAnswer(card, readAnswer(fresh)), showMark(card, readMark(fresh))));
        say(`Question ${positionOf(card)} was answered on another device. That answer is shown.`);
      });
    }
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
        H: () => this.highlighter.press(this.pages.card),
        Z: () => this.tools.undo(),
        "?": keys.showKeys,
      },
    });
  }

  #toggleFlag() {
    const flag = one('[name="flag"]', this.pages.card);
    flag.click();
    say(flag.checked ? "Flagged" : "Flag removed");
  }

  #openNote() {
    const toggle = one(".toggle--note input", this.pages.card);
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
    else one(".q__navlink", this.pages.card).focus();
  }

  /** Do what a button says. @param {string} go */
  async go(go) {
    const [step, letter] = go.split(":");
    if (letter) return this.#step(step, letter);
    if (go === "clear") return this.tools.clear(this.pages.card);
    if (go === "save") return undefined;
    if (go === "review") return this.#review();
    if (go === "check" || go === "pause") return (await this.practice)?.[go]();
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
    this.highlighter.show(this.pages.card);
    this.#showWalk();
    const words = this.navigator.cells[position - 1].getAttribute("aria-label")?.split(", ").slice(1).join(", ");
    say(`Question ${position} of ${this.pages.of}, ${words}`);
    return undefined;
  }

  #popped() {
    const position = addressed();
    return position && position !== this.pages.current ? this.#show(position, { isBack: true }) : undefined;
  }

  #showWalk() {
    const subset = walk.current(this.attempt);
    if (subset) walk.show(this.pages.card, subset, this.reviewUrl);
  }

  #review() {
    return this.#leave(this.reviewUrl);
  }

  /** @param {string} url */
  async #leave(url) {
    if (await this.deliver()) location.assign(url);
  }

  /** Whether everything is sent; otherwise say that this needs the network. */
  async deliver() {
    const seconds = this.attention.take();
    if (seconds) void this.marks.put(this.pages.current, { seconds_more: seconds });
    const isSent = await this.queue.flush(FLUSH_MS);
    if (isSent && (await this.marks.flush(FLUSH_MS))) return true;
    notice(`This needs the network. ${notSent(this.queue.pending, this.queue.store.isDurable)}. You can go on with the questions.`, { about: "network" });
    return false;
  }
}

/** The question that the address names. */
function addressed() {
  return Number(location.pathname.match(/(\d+)\/$/)?.[1]);
}
