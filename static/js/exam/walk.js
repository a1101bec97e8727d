/** Walking through a subset, started on the review screen: incomplete or flagged questions only. */

import { make } from "./say.js";

const NAMES = /** @type {Record<string, string>} */ ({ incomplete: "Incomplete", flagged: "Flagged" });

/** @param {string} attempt */
const keyOf = (attempt) => `walk/${attempt}`;

/** @param {string} attempt @returns {Walk | null} */
export function current(attempt) {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(attempt)) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} attempt */
export function end(attempt) {
  sessionStorage.removeItem(keyOf(attempt));
}

/** The buttons of the review screen: each starts its walk at the first question of its kind. */
export function offer(/** @type {string} */ attempt) {
  end(attempt);
  for (const link of document.querySelectorAll("a[data-walk]")) {
    link.addEventListener("click", (event) => {
      const { walk, show } = { walk: /** @type {HTMLElement} */ (link).dataset.walk ?? "", show: /** @type {HTMLAnchorElement} */ (link).href };
      if (!(walk in NAMES)) return;
      event.preventDefault();
      void begin(attempt, walk, show);
    });
  }
}

/** @param {string} attempt @param {string} kind @param {string} url a review screen of that kind */
async function begin(attempt, kind, url) {
  const rows = await rowsOf(url);
  const positions = rows.map((href) => Number(href.match(/(\d+)\/$/)?.[1]));
  if (positions.length === 0) return location.assign(url);
  sessionStorage.setItem(keyOf(attempt), JSON.stringify({ kind, positions }));
  location.assign(rows[0]);
}

/** @param {string} url @returns {Promise<string[]>} */
async function rowsOf(url) {
  try {
    const response = await fetch(url, { credentials: "same-origin", cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return [...page.querySelectorAll(".rv a")].map((row) => row.getAttribute("href") ?? "");
  } catch {
    return [];
  }
}

/** The question after `position` (or before it) on a walk, or null at its end. */
export function neighbour(/** @type {Walk} */ walk, /** @type {number} */ position, /** @type {"next" | "prev"} */ go) {
  const rest = walk.positions.filter((each) => (go === "next" ? each > position : each < position));
  return (go === "next" ? rest[0] : rest.at(-1)) ?? null;
}

/** Say on the card where in the walk this is. @param {Card} card @param {Walk} walk @param {string} reviewUrl */
export function show(card, walk, reviewUrl) {
  card.querySelector(".walk")?.remove();
  const at = walk.positions.indexOf(Number(card.dataset.position)) + 1;
  const place = make("p", { className: "walk" });
  const back = make("a", { href: reviewUrl, textContent: "Back to review" });
  back.dataset.go = "review";
  place.append(at ? `${NAMES[walk.kind]} ${at} of ${walk.positions.length}` : `Outside the ${walk.kind} questions`, back);
  card.querySelector(".q__head")?.after(place);
}
