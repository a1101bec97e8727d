/** Words for the person: spoken politely, or shown in place. There are no toasts. */

/** @param {string} id */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** The first element that fits, of whatever kind. @param {string} selector @param {ParentNode} [root] @returns {any} */
export const one = (selector, root = document) => root.querySelector(selector);

/**
 * Hear an event, or what came with it.
 * @param {EventTarget} target @param {string} type @param {(detail: any) => void} react
 */
export const on = (target, type, react) => target.addEventListener(type, (event) => react(/** @type {CustomEvent} */ (event).detail));

/** Say `text` to a screen reader, also when it was the last thing said. @param {string} text */
export function say(text, id = "announcer") {
  const place = byId(id);
  place.textContent = "";
  setTimeout(() => (place.textContent = text), 60);
}

/**
 * Show a notice under the bar until it is dismissed or replaced.
 * @param {string} text
 * @param {{action?: {text: string, run: () => void}, isUrgent?: boolean, about?: string}} [options]
 *   `about` names what `clearNotice` may take away again
 */
export function notice(text, { action, isUrgent = false, about = "" } = {}) {
  const place = byId("notice");
  const box = make("p", { className: `banner ${isUrgent ? "banner--bad" : "banner--flag"}` });
  box.setAttribute("role", "status");
  place.dataset.about = about;
  box.append(icon("warn"), make("span", { textContent: text }));
  const acts = make("span", { className: "row" });
  if (action) acts.append(button(action.text, () => (clearNotice(), action.run())));
  acts.append(button("Dismiss", () => clearNotice()));
  box.append(acts);
  place.replaceChildren(box);
}

/** @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {object} [fields] */
export const make = (tag, fields) => Object.assign(document.createElement(tag), fields);

/** @param {string} text @param {() => void} act */
export function button(text, act) {
  const made = make("button", { type: "button", className: "btn btn--sm", textContent: text });
  made.addEventListener("click", act);
  return made;
}

/** Take the notice away; with `about` only that one. @param {string} [about] */
export function clearNotice(about) {
  const place = byId("notice");
  if (about === undefined || place.dataset.about === about) place.replaceChildren();
}

/** @param {string} name */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** @param {number} number */
export function inWords(number) {
  return NUMBERS[number] ?? String(number);
}

/** @param {number} count @param {string} noun */
export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
