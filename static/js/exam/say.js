/** Words for the person: spoken politely, or shown in place. There are no toasts. */

/** @param {string} id */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** Say `text` to a screen reader, also when it was the last thing said. @param {string} text */
export function say(text, id = "announcer") {
  const place = byId(id);
  place.textContent = "";
  setTimeout(() => (place.textContent = text), 60);
}

/**
 * Show a notice under the bar until it is dismissed or replaced.
 * @param {string} text
 * @param {{link?: {href: string, text: string}, isUrgent?: boolean, about?: string}} [options]
 *   `about` names what `clearNotice` may take away again
 */
export function notice(text, { link, isUrgent = false, about = "" } = {}) {
  const place = byId("notice");
  const words = Object.assign(document.createElement("span"), { textContent: text });
  const box = Object.assign(document.createElement("p"), {
    className: `banner ${isUrgent ? "banner--bad" : "banner--flag"}`,
  });
  box.setAttribute("role", "status");
  if (link) {
    const { href } = link;
    words.append(" ", Object.assign(document.createElement("a"), { href, textContent: link.text, target: "_blank", rel: "noopener" }));
  }
  const close = Object.assign(document.createElement("button"), {
    type: "button",
    className: "btn btn--sm",
    textContent: "Dismiss",
  });
  close.addEventListener("click", () => clearNotice());
  place.dataset.about = about;
  box.append(icon("warn"), words, close);
  place.replaceChildren(box);
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
