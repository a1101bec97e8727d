/** The rail of question numbers: state of every cell, one tab stop, arrow keys. */

import { progressOf } from "./card.js";
import { byId, one } from "./say.js";

const WORDS = /** @type {Record<string, string>} */ ({
  answered: "answered",
  incomplete: "answer incomplete",
  seen: "seen, no answer",
  new: "not seen",
});

export class Navigator {
  constructor() {
    /** @type {HTMLButtonElement[]} */
    this.cells = [...document.querySelectorAll(".cells button")].map((cell) => /** @type {HTMLButtonElement} */ (cell));
    byId("navigator").querySelector(".cells")?.addEventListener("keydown", (event) => this.#steer(/** @type {KeyboardEvent} */ (event)));
  }

  /** @param {Card} card */
  update(card) {
    const cell = this.cells[Number(card.dataset.position) - 1];
    const progress = progressOf(card);
    const isFlagged = Boolean(card.querySelector('input[name="flag"]:checked'));
    cell.classList.remove("c--done", "c--seen", "c--new");
    cell.classList.add(progress === "answered" ? "c--done" : progress === "new" ? "c--new" : "c--seen");
    cell.classList.toggle("c--flag", isFlagged);
    const words = [`Question ${card.dataset.position}`, WORDS[progress]];
    if (isFlagged) words.push("flagged");
    if (card.dataset.case) words.push("case study");
    cell.setAttribute("aria-label", words.join(", "));
    this.#sum();
  }

  #sum() {
    byId("sum-answered").textContent = String(this.answered);
    byId("sum-unanswered").textContent = String(this.unanswered);
    byId("sum-flagged").textContent = String(this.#count("c--flag"));
  }

  get answered() {
    return this.#count("c--done");
  }

  get unanswered() {
    return this.cells.length - this.answered;
  }

  /** @param {string} name */
  #count(name) {
    return this.cells.filter((cell) => cell.classList.contains(name)).length;
  }

  /** @param {number} position */
  setCurrent(position) {
    this.cells.forEach((cell, index) => {
      const isCurrent = index === position - 1;
      cell.classList.toggle("c--now", isCurrent);
      cell.tabIndex = isCurrent ? 0 : -1;
      if (isCurrent) cell.setAttribute("aria-current", "step");
      else cell.removeAttribute("aria-current");
    });
  }

  focus() {
    if (getComputedStyle(byId("navigator")).display === "none") location.hash = "navigator";
    this.cells.find((cell) => cell.tabIndex === 0)?.focus();
  }

  /** @param {KeyboardEvent} event */
  #steer(event) {
    const at = this.cells.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const to = this.#target(event.key, at);
    if (at < 0 || to === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const cell = this.cells[Math.min(Math.max(to, 0), this.cells.length - 1)];
    for (const each of this.cells) each.tabIndex = each === cell ? 0 : -1;
    cell.focus();
  }

  /** @param {string} key @param {number} at */
  #target(key, at) {
    const grid = one(".cells");
    const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length;
    const steps = /** @type {Record<string, number>} */ ({
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns,
      ArrowUp: -columns,
      Home: -at,
      End: this.cells.length,
    });
    return key in steps ? at + steps[key] : null;
  }
}
