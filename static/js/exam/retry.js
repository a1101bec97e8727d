/** Waiting between two tries: longer each time, never in step with others, cut short by `wake`. */

const FIRST_MS = 500;
const LONGEST_MS = 15_000;

export class Patience {
  #wait = FIRST_MS;
  /** @type {(() => void) | null} */
  #wake = null;

  reset() {
    this.#wait = FIRST_MS;
  }

  /** Resolves after the present wait or at `wake()`; the next wait is twice as long. */
  async pause() {
    const wait = this.#wait * (0.5 + Math.random() / 2);
    this.#wait = Math.min(this.#wait * 2, LONGEST_MS);
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
    this.#wake = null;
  }

  /** Try now. */
  wake() {
    this.reset();
    this.#wake?.();
  }
}
