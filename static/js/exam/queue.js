/**
 * The way of an answer from this page to the server: written to the device first, then sent, and
 * taken off the device only when the server has acknowledged exactly this save (client, sequence).
 *
 * For each question at most one save is on its way and at most one, the newest, waits behind it.
 * The save on its way is repeated unchanged until its fate is known: its reply may have been lost
 * after the server stored it, and a different save sent in its place would then be refused.
 */

import { call, isPassing, isSignedOut } from "./api.js";
import { Patience } from "./retry.js";

const DAY_MS = 24 * 3600 * 1000;

/** @typedef {{answer: object | null, client_id: string, seq: number, base_rev: number}} Save */
/** @typedef {import("./store.js").Kept & {sending: Save, waiting: Save | null}} Entry */
/** @typedef {{pending: number, isFailing: boolean, isSignedOut: boolean}} QueueState */

/**
 * Events: `state` (QueueState), `saved` {position, rev, remaining_ms}, `stale` {position, rev,
 * answer}, `refused` {position, detail}, `closed` {code}.
 */
export class Queue extends EventTarget {
  /** @type {Map<number, Entry>} */
  #entries = new Map();
  /** @type {Map<number, Patience>} */
  #running = new Map();
  #failing = new Set();
  #isSignedOut = false;
  #seq = 0;
  // A name for this page, not for this tab: a duplicated tab would inherit the tab's name and
  // number its saves from the same place, and one save would be taken for a repeat of the other.
  #client = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

  /**
   * @param {{attempt: string, api: string, store: import("./store.js").Store, remainingMs: number}} options
   */
  constructor({ attempt, api, store, remainingMs }) {
    super();
    this.attempt = attempt;
    this.api = api;
    this.store = store;
    this.expires = Date.now() + remainingMs + DAY_MS;
    addEventListener("online", () => this.wake());
    document.addEventListener("visibilitychange", () => this.wake());
  }

  /** Take up what an earlier page left on this device. Returns position -> newest answer. */
  async resume() {
    /** @type {Entry[]} */
    const kept = await this.store.all("answers", this.attempt);
    for (const entry of kept) this.#entries.set(entry.position, entry);
    for (const entry of kept) void this.#run(entry.position);
    return new Map(kept.map((entry) => [entry.position, (entry.waiting ?? entry.sending).answer]));
  }

  /** How many questions have an answer that the server has not acknowledged. */
  get pending() {
    return this.#entries.size;
  }

  /**
   * Keep an answer and send it. Resolves when it is safe on this device.
   * @param {number} position @param {object | null} answer @param {number} baseRev
   */
  async put(position, answer, baseRev) {
    const save = { answer, client_id: this.#client, seq: ++this.#seq, base_rev: baseRev };
    const present = this.#entries.get(position);
    /** @type {Entry} */
    const entry = present
      ? { ...present, waiting: save }
      : { ...this.#name(position), sending: save, waiting: null };
    this.#entries.set(position, entry);
    this.#tell();
    await this.store.put("answers", entry);
    void this.#run(position);
  }

  /** @param {number} position */
  #name(position) {
    const key = `${this.attempt}/${position}`;
    return { key, attempt: this.attempt, position, expires: this.expires };
  }

  /** @param {number} position */
  async #run(position) {
    if (this.#running.has(position)) return;
    const patience = new Patience();
    this.#running.set(position, patience);
    for (let entry = this.#entries.get(position); entry; entry = this.#entries.get(position)) {
      const isSettled = await this.#send(entry);
      if (isSettled) patience.reset();
      else await patience.pause();
    }
    this.#running.delete(position);
  }

  /** One try. @param {Entry} entry @returns {Promise<boolean>} whether its fate is known */
  async #send(entry) {
    const { position, sending } = entry;
    const { status, data } = await call("PUT", `${this.api}items/${position}/answer/`, sending);
    if (isPassing(status) || isSignedOut(status)) {
      this.#failing.add(position);
      this.#isSignedOut = isSignedOut(status);
      this.#tell();
      return false;
    }
    this.#failing.delete(position);
    this.#isSignedOut = false;
    await this.#settle(position, sending, status, data);
    this.#tell();
    return true;
  }

  /**
   * Tell the page first and without a pause: a choice made while the device is being written must
   * already build on the new revision.
   * @param {number} position @param {Save} sent @param {number} status @param {any} data
   */
  async #settle(position, sent, status, data) {
    const code = data?.code;
    const waiting = status === 200 ? this.#entries.get(position)?.waiting : null;
    this.#entries.delete(position);
    if (status === 200) this.#emit("saved", { position, ...data });
    else if (code === "stale") this.#emit("stale", { position, ...data });
    else if (code === "closed" || code === "late") this.#emit("closed", { code });
    else this.#emit("refused", { position, detail: data?.detail ?? "" });
    if (waiting) await this.#advance(position, waiting, data.rev);
    else await this.store.remove("answers", `${this.attempt}/${position}`, (kept) => isSame(kept.sending, sent));
  }

  /** The save that waited is next, from the revision just made. */
  async #advance(/** @type {number} */ position, /** @type {Save} */ waiting, /** @type {number} */ rev) {
    const entry = { ...this.#name(position), sending: { ...waiting, base_rev: rev }, waiting: null };
    this.#entries.set(position, entry);
    await this.store.put("answers", entry);
  }

  /** Try everything again at once. */
  wake() {
    for (const patience of this.#running.values()) patience.wake();
  }

  /** Resolves with true when nothing is pending, with false after `withinMs`. @param {number} withinMs */
  flush(withinMs) {
    if (this.pending === 0) return Promise.resolve(true);
    this.wake();
    return new Promise((resolve) => {
      const done = (/** @type {boolean} */ isEmpty) => {
        clearTimeout(timer);
        this.removeEventListener("state", look);
        resolve(isEmpty);
      };
      const look = () => this.pending === 0 && done(true);
      const timer = setTimeout(() => done(false), withinMs);
      this.addEventListener("state", look);
    });
  }

  #tell() {
    const { pending } = this;
    this.#emit("state", {
      pending,
      isFailing: pending > 0 && this.#failing.size > 0,
      isSignedOut: pending > 0 && this.#isSignedOut,
    });
  }

  /** @param {string} type @param {object} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** @param {Save} one @param {Save} other */
function isSame(one, other) {
  return one.client_id === other.client_id && one.seq === other.seq;
}
