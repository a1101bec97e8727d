/**
 * Flags, strike-outs, notes, highlights and time: kept on the device like answers, but without
 * revisions, since the newest mark always wins and sending one twice does no harm.
 */

import { call, isDecided } from "./api.js";
import { Patience } from "./retry.js";

export class Marks {
  /** @type {Map<number, KeptMark>} */
  #entries = new Map();
  #patience = new Patience();
  #isRunning = false;
  #count = 0;
  #page = Math.random().toString(36).slice(2);

  /** @param {Queue} queue whose attempt and device these marks share */
  constructor(queue) {
    this.queue = queue;
    this.store = queue.store;
    addEventListener("online", () => this.wake());
  }

  get pending() {
    return this.#entries.size;
  }

  /** @param {number} position */
  has(position) {
    return this.#entries.has(position);
  }

  /** Take up what an earlier page left. Returns position -> mark. */
  async resume() {
    const kept = await this.store.all("marks", this.queue.attempt);
    for (const entry of kept) if (!this.has(entry.position)) this.#entries.set(entry.position, entry);
    void this.#run();
    return new Map(kept.map((entry) => [entry.position, entry.mark]));
  }

  /** @param {number} position @param {Mark} mark */
  async put(position, mark) {
    if (mark.seconds_more === 0) return;
    const before = this.#entries.get(position)?.mark ?? {};
    const seconds = (before.seconds_more ?? 0) + (mark.seconds_more ?? 0);
    const merged = { ...before, ...mark, ...(seconds ? { seconds_more: seconds } : {}) };
    const stamp = `${this.#page}-${++this.#count}`;
    const entry = { ...this.queue.name(position), mark: merged, stamp };
    this.#entries.set(position, entry);
    await this.store.put("marks", entry).catch(() => {});
    void this.#run();
  }

  async #run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.pending) {
      if (await this.#round()) this.#patience.reset();
      else await this.#patience.pause();
    }
    this.#isRunning = false;
  }

  /** Send one after the other; false at the first that the server does not take. */
  async #round() {
    for (const entry of [...this.#entries.values()]) if (!(await this.#send(entry))) return false;
    return true;
  }

  /** @param {KeptMark} entry */
  async #send({ key, position, mark, stamp }) {
    const reply = await call("PUT", `${this.queue.api}items/${position}/marks/`, mark);
    if (!isDecided(reply)) return false;
    const present = this.#entries.get(position);
    if (present?.stamp === stamp) this.#entries.delete(position);
    else if (present) this.#forgetSeconds(present, mark);
    const { seconds_more: _, ...known } = mark;
    await this.store.remove("marks", key, (kept) => kept.stamp === stamp, { ...this.queue.name(position), mark: known });
    return true;
  }

  /** Time just acknowledged is not sent again with what came after it. */
  #forgetSeconds(/** @type {KeptMark} */ entry, /** @type {Mark} */ sent) {
    const left = (entry.mark.seconds_more ?? 0) - (sent.seconds_more ?? 0);
    const { seconds_more: _, ...mark } = entry.mark;
    this.#entries.set(entry.position, { ...entry, mark: left > 0 ? { ...mark, seconds_more: left } : mark });
  }

  /** Resolves with true when nothing is pending, with false after `withinMs`. @param {number} withinMs */
  async flush(withinMs) {
    const end = performance.now() + withinMs;
    this.wake();
    while (this.pending && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 25));
    return this.pending === 0;
  }

  wake() {
    this.#patience.wake();
  }
}
