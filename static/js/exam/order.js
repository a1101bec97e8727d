/** The two lists of an ordering question. Every move is a button; each move is announced. */

import { icon, make, one, say } from "./say.js";

/** @param {Card} card @param {string} name */
const list = (card, name) => one(`[data-list="${name}"]`, card);

/** @param {Element} parent @returns {HTMLElement[]} */
const rows = (parent) => /** @type {HTMLElement[]} */ ([...parent.querySelectorAll("[data-letter]")]);

/** The letters in their present order. @param {Card} card */
export function placed(card) {
  return rows(list(card, "ordered")).map((row) => row.dataset.letter ?? "");
}

/**
 * Draw both lists for an order.
 * @param {Card} card @param {string[]} letters
 */
export function place(card, letters) {
  const all = rows(card).sort((a, b) => ((a.dataset.letter ?? "") < (b.dataset.letter ?? "") ? -1 : 1));
  /** @type {Map<string, Element>} */
  const texts = new Map(all.map((row) => [row.dataset.letter ?? "", one(".oi__t", row)]));
  const text = (/** @type {string} */ letter) => /** @type {Element} */ (texts.get(letter));
  const rest = [...texts.keys()].filter((letter) => !letters.includes(letter));
  const slots = Array.from({ length: Math.max(Number(card.dataset.select) - letters.length, 0) }, (_, n) => slot(letters.length + n + 1));
  const inOrder = letters.map((letter, n) => orderedRow(letter, text(letter), n, letters.length));
  list(card, "unplaced").replaceChildren(...rest.map((letter) => row(letter, text(letter), null, [button("add", letter, "Add to your order", text(letter), "plus")])));
  list(card, "ordered").replaceChildren(...inOrder, ...slots);
}

/** @param {string} letter @param {Element} text @param {number} n @param {number} of */
function orderedRow(letter, text, n, of) {
  const buttons = [
    button("up", letter, "Move up", text, "up", n === 0),
    button("down", letter, "Move down", text, "down", n === of - 1),
    button("out", letter, "Take out", text, "x"),
  ];
  return row(letter, text, n + 1, buttons);
}

/** @param {string} letter @param {Element} text @param {number | null} number @param {HTMLElement[]} buttons */
function row(letter, text, number, buttons) {
  const item = make("li", { className: number ? "oi oi--in" : "oi" });
  item.dataset.letter = letter;
  const grip = icon("drag");
  grip.classList.add("grip");
  const tools = make("span", { className: "oi__b" });
  tools.append(...buttons);
  if (number) {
    item.append(make("input", { type: "hidden", name: "order", value: letter }));
    item.append(grip, make("span", { className: "oi__n", textContent: number }));
  } else item.append(grip);
  item.append(text, tools);
  return item;
}

/** @param {number} number */
function slot(number) {
  const item = make("li", { className: "slot" });
  item.append(make("span", { className: "oi__n muted", textContent: number }), "Add a step");
  return item;
}

/** @param {string} step @param {string} letter @param {string} label @param {Element} text @param {string} name */
function button(step, letter, label, text, name, disabled = false) {
  const made = make("button", { name: "go", value: `${step}:${letter}`, disabled });
  made.setAttribute("aria-label", `${label}: ${text.textContent}`);
  made.append(icon(name));
  return made;
}

/**
 * Do one step and put the focus where the hand was.
 * @param {Card} card @param {string} step add, up, down or out @param {string} letter
 * @returns {boolean} whether anything changed
 */
export function move(card, step, letter) {
  const before = placed(card);
  const letters = stepped(before, step, letter, Number(card.dataset.select));
  if (letters.join() === before.join()) {
    if (step === "add") say(`All ${card.dataset.select} places are taken. Take one out first.`);
    return false;
  }
  place(card, letters);
  const item = /** @type {HTMLElement} */ (rows(card).find((each) => each.dataset.letter === letter));
  const target = item.querySelector(`button[value="${step}:${letter}"]:not(:disabled), button:not(:disabled)`);
  /** @type {HTMLElement} */ (target).focus();
  const at = letters.indexOf(letter) + 1;
  const words = item.querySelector(".oi__t")?.textContent;
  say(at ? `${words}, now ${at} of ${letters.length}` : `${words}, taken out`);
  return true;
}

/** @param {string[]} letters @param {string} step @param {string} letter @param {number} most */
function stepped(letters, step, letter, most) {
  const rest = letters.filter((each) => each !== letter);
  if (step === "add") return letters.length < most ? [...rest, letter] : letters;
  if (step === "out") return rest;
  const to = Math.max(letters.indexOf(letter) + (step === "up" ? -1 : 1), 0);
  return [...rest.slice(0, to), letter, ...rest.slice(to)];
}
