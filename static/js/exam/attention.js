/** How long each question was on the screen, told to the server when the candidate moves on. */

const LONGEST_SECONDS = 3600;

export class Attention {
  #since = performance.now();
  #seconds = 0;

  /** @param {(seconds: number) => void} report */
  constructor(report) {
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#since = performance.now();
      else {
        this.#count();
        const seconds = this.take();
        if (seconds) report(seconds);
      }
    });
  }

  #count() {
    const now = performance.now();
    this.#seconds += (now - this.#since) / 1000;
    this.#since = now;
  }

  /** Whole seconds since the last call; the rest is kept for the next. */
  take() {
    if (document.visibilityState === "visible") this.#count();
    const whole = Math.min(Math.floor(this.#seconds), LONGEST_SECONDS);
    this.#seconds -= whole;
    return whole;
  }
}
