/**
 * The way of an answer from this page to the server: written to the device first, then sent, and
 * taken off the device only when the server has acknowledged exactly this save (client, sequence).
 *
 * Saves go one after the other, the oldest first, so that they arrive in the order in which they
 * were made. For each question at most one save is on its way and at most one, the newest, waits
 * behind it. The save on its way is repeated unchanged until its fate is known: its reply may have
 * been lost after the server stored it, and a different save sent in its place would be refused.
 */

import { call, isDecided, isStranger } from "./api.js";
import { Patience } from "./retry.js";

const DAY_MS = 24 * 3600 * 1000;

/**
 * Events: `state` (QueueState), `saved` {position, answer, rev, remaining_ms}, `stale` {position,
 * rev, answer, mine}, `refused` {position, code, detail}, `closed` {code}, `paused`.
 */
export class Queue extends EventTarget {
  /** @type {Map<number, KeptAnswer>} */
  #entries = new Map();
  /** Positions whose newest save is being written to the device, and those it could not keep. */
  #writing = new Set();
  #unkept = new Set();
  /** @type {Set<number>} */
  #failing = new Set();
  #patience = new Patience();
  #isRunning = false;
  #isStranger = false;
  #seq = 0;
  // A name for this page, not for this tab: a duplicated tab would inherit the tab's name and
  // number its saves from the same place, and one save would be taken for a repeat of the other.
  #client = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

  /**
   * @param {{attempt: string, api: string, store: Store, remainingMs: number}} options
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
    const kept = await this.store.all("answers", this.attempt);
    for (const entry of kept.sort(byAge)) {
      this.#seq = Math.max(this.#seq, entry.sending.seq, entry.waiting?.seq ?? 0);
      if (!this.#entries.has(entry.position)) this.#entries.set(entry.position, entry);
    }
    void this.#run();
    return new Map(kept.map((entry) => [entry.position, (entry.waiting ?? entry.sending).answer]));
  }

  /** How many questions have an answer that the server has not acknowledged. */
  get pending() {
    return this.#entries.size;
  }

  /** All that it has not acknowledged, the oldest first. What waits builds on what is on its way. */
  get unsent() {
    return [...this.#entries.values()].sort(byAge).flatMap(({ position, sending, waiting }) => [
      { position, ...sending },
      ...(waiting ? [{ position, ...waiting, base_rev: sending.base_rev + 1 }] : []),
    ]);
  }

  /** @param {number} position */
  has(position) {
    return this.#entries.has(position);
  }

  /**
   * Keep an answer and send it. Resolves when it is safe on this device; rejects, and sends it all
   * the same, if this device cannot keep it.
   * @param {number} position @param {Answer} answer @param {number} baseRev @param {Answer} [saw]
   */
  async put(position, answer, baseRev, saw) {
    const save = this.#save(answer, baseRev);
    const present = this.#entries.get(position);
    /** @type {KeptAnswer} */
    const entry = present
      ? { ...present, waiting: save, saw: saw ?? present.saw }
      : { ...this.name(position), sending: save, waiting: null, saw };
    await this.#keep(position, entry);
  }

  /** @param {Answer} answer @param {number} baseRev @returns {Save} */
  #save(answer, baseRev) {
    return { answer, client_id: this.#client, seq: ++this.#seq, base_rev: baseRev };
  }

  /** @param {number} position @param {KeptAnswer} entry */
  async #keep(position, entry) {
    this.#entries.set(position, entry);
    this.#writing.add(position);
    this.#tell();
    try {
      await this.store.put("answers", entry);
      this.#unkept.delete(position);
    } catch (error) {
      this.#unkept.add(position);
      throw error;
    } finally {
      if (this.#entries.get(position) === entry) this.#writing.delete(position);
      this.#tell();
      void this.#run();
    }
  }

  /** @param {number} position */
  name(position) {
    const key = `${this.attempt}/${position}`;
    return { key, attempt: this.attempt, position, expires: this.expires };
  }

  /** What may be sent: it is on the device. Oldest first. */
  #ready() {
    const entries = [...this.#entries.values()].filter(({ position }) => !this.#writing.has(position));
    return entries.sort(byAge);
  }

  async #run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#ready().length) {
      if (await this.#round()) this.#patience.reset();
      else await this.#patience.pause();
    }
    this.#isRunning = false;
  }

  /** Try every save once, and stop at the first that finds no server. */
  async #round() {
    for (const { position } of this.#ready()) {
      const entry = this.#entries.get(position);
      if (entry && !this.#writing.has(position) && (await this.#send(entry)) === 0) return false;
    }
    return this.#failing.size === 0;
  }

  /** One try. @param {KeptAnswer} entry @returns {Promise<number>} the status, 0 without a server */
  async #send({ position, sending }) {
    const reply = await call("PUT", `${this.api}items/${position}/answer/`, sending);
    const isFate = isDecided(reply);
    if (isFate) {
      this.#failing.delete(position);
      await this.#settle(position, sending, reply);
    } else this.#failing.add(position);
    this.#isStranger = !isFate && isStranger(reply.status);
    if (reply.data?.code === "paused") this.#emit("paused", {});
    this.#tell();
    return reply.status;
  }

  /**
   * Tell the page first and without a pause: a choice made while the device is being written must
   * already build on the new revision.
   * @param {number} position @param {Save} sent @param {Reply} reply
   */
  async #settle(position, sent, { status, data }) {
    const entry = /** @type {KeptAnswer} */ (this.#entries.get(position));
    const next = status === 200 ? entry.waiting : this.#rebased(entry, data);
    for (const each of [this.#entries, this.#writing, this.#unkept]) each.delete(position);
    if (status === 200) this.#emit("saved", { position, answer: sent.answer, ...data });
    else if (data?.code === "closed" || data?.code === "late") this.#emit("closed", { code: data.code });
    else if (data?.code !== "stale") this.#emit("refused", { position, code: data?.code, detail: data?.detail ?? "" });
    else if (!next) this.#emit("stale", { position, mine: (entry.waiting ?? sent).answer, ...data });
    const answer = status === 200 ? sent.answer : data?.answer;
    const known = data?.rev === undefined ? undefined : { ...this.name(position), rev: data.rev, answer };
    const isSame = (/** @type {KeptAnswer} */ kept) => isSameSave(kept.sending, sent);
    if (!next) await this.store.remove("answers", entry.key, isSame, known);
    else await this.#keep(position, { ...this.name(position), sending: { ...next, base_rev: data.rev }, waiting: null }).catch(() => {});
  }

  /** The save that a stale one becomes if what it would replace had been seen here. @returns {Save | null} */
  #rebased(/** @type {KeptAnswer} */ { sending, waiting, saw }, /** @type {Reply["data"]} */ data) {
    if (data?.code !== "stale" || saw === undefined || !isSameAnswer(saw, data.answer)) return null;
    return this.#save((waiting ?? sending).answer, data.rev);
  }

  /** Try everything again at once. */
  wake() {
    this.#patience.wake();
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
      isStranger: pending > 0 && this.#isStranger,
      isWriting: this.#writing.size > 0,
      isKept: this.store.isDurable && this.#unkept.size === 0,
    });
  }

  /** @param {string} type @param {object} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** @param {KeptAnswer} one @param {KeptAnswer} other */
function byAge(one, other) {
  return one.sending.seq - other.sending.seq;
}

/** @param {Save} one @param {Save} other */
function isSameSave(one, other) {
  return one.client_id === other.client_id && one.seq === other.seq;
}

/** Whether two answers say the same: neither choices nor pairs have an order. @param {Answer} [one] @param {Answer} [other] */
export function isSameAnswer(one, other) {
  const plain = (/** @type {Answer | undefined} */ answer) =>
    JSON.stringify([[...(answer?.selected ?? [])].sort(), answer?.order ?? [], Object.entries(answer?.pairs ?? {}).sort()]);
  return plain(one) === plain(other);
}
