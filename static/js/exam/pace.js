/** The line under the bar and the words in the rail: answered against time used. */

import { byId, make } from "./say.js";

const REDRAW_MS = 5_000;

export class Pace {
  #drawnAt = -Infinity;

  /** @param {Clock} clock @param {Navigator_} navigator */
  constructor(clock, navigator) {
    this.clock = clock;
    this.navigator = navigator;
    const used = Number(document.body.dataset.paceUsed) / 100;
    this.whole = used < 1 ? clock.remaining / (1 - used) : 0;
    clock.addEventListener("tick", () => performance.now() - this.#drawnAt > REDRAW_MS && this.draw());
  }

  draw() {
    this.#drawnAt = performance.now();
    const { answered, unanswered, cells } = this.navigator;
    const done = (100 * answered) / cells.length;
    const used = this.whole ? 100 - (100 * this.clock.remaining) / this.whole : 100;
    byId("pace-done").setAttribute("width", `${done.toFixed(2)}%`);
    byId("pace-now").setAttribute("x", `${Math.max(used, 0).toFixed(2)}%`);
    const start = `${Math.max(Math.round(used), 0)}% of the time used, ${Math.round(done)}% answered.`;
    if (!unanswered) return byId("pace-words").replaceChildren(start);
    const each = make("b", { textContent: duration(this.clock.remaining / 1000 / unanswered) });
    return byId("pace-words").replaceChildren(`${start} To finish on time, allow about `, each, " per question.");
  }
}

/** @param {number} seconds */
function duration(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.floor(seconds % 60);
  return minutes ? `${minutes} min ${rest} s` : `${rest} s`;
}
