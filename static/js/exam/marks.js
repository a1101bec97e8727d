/**
 * Flags, strike-outs, notes and time: kept on the device like answers, but without revisions, since
 * the newest mark always wins and sending one twice does no harm.
 */

import { call, isPassing, isSignedOut } from "./api.js";
import { Patience } from "./retry.js";

/** An empty mark says that the question was seen. @typedef {{flagged?: boolean, struck?: string[], note?: string, seconds_more?: number}} Mark */
/** @typedef {import("./store.js").Kept & {mark: Mark, stamp: string}} Entry */

export class Marks {
  /** @type {Map<number, Entry>} */
  #entries = new Map();
  /** @type {Map<number, Patience>} */
  #running = new Map();
  #count = 0;
  #page = Math.random().toString(36).slice(2);

  /** @param {{attempt: string, api: string, store: import("./store.js").Store, expires: number}} options */
  constructor({ attempt, api, store, expires }) {
    this.attempt = attempt;
    this.api = api;
    this.store = store;
    this.expires = expires;
    addEventListener("online", () => this.wake());
  }

  get pending() {
    return this.#entries.size;
  }

  /** Take up what an earlier page left. Returns position -> mark. */
  async resume() {
    /** @type {Entry[]} */
    const kept = await this.store.all("marks", this.attempt);
    for (const entry of kept) this.#entries.set(entry.position, entry);
    for (const entry of kept) void this.#run(entry.position);
    return new Map(kept.map((entry) => [entry.position, entry.mark]));
  }

  /** @param {number} position @param {Mark} mark */
  async put(position, mark) {
    if (mark.seconds_more === 0) return;
    const before = this.#entries.get(position)?.mark ?? {};
    const seconds = (before.seconds_more ?? 0) + (mark.seconds_more ?? 0);
    const merged = { ...before, ...mark, ...(seconds ? { seconds_more: seconds } : {}) };
    const key = `${this.attempt}/${position}`;
    const stamp = `${this.#page}-${++this.#count}`;
    const { attempt, expires } = this;
    const entry = { key, attempt, position, expires, mark: merged, stamp };
    this.#entries.set(position, entry);
    await this.store.put("marks", entry);
    void this.#run(position);
  }

  /** @param {number} position */
  async #run(position) {
    if (this.#running.has(position)) return;
    const patience = new Patience();
    this.#running.set(position, patience);
    for (let entry = this.#entries.get(position); entry; entry = this.#entries.get(position)) {
      if (!(await this.#send(entry))) await patience.pause();
    }
    this.#running.delete(position);
  }

  /** @param {Entry} entry */
  async #send({ key, position, mark, stamp }) {
    const { status } = await call("PUT", `${this.api}items/${position}/marks/`, mark);
    if (isPassing(status) || isSignedOut(status)) return false;
    const present = this.#entries.get(position);
    if (present?.stamp === stamp) this.#entries.delete(position);
    else if (present) this.#forgetSeconds(present, mark);
    await this.store.remove("marks", key, (kept) => kept.stamp === stamp);
    return true;
  }

  /** Time just acknowledged is not sent again with what came after it. */
  #forgetSeconds(/** @type {Entry} */ entry, /** @type {Mark} */ sent) {
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
    for (const patience of this.#running.values()) patience.wake();
  }
}
