/**
 * The time left: the server's last word minus what this page's monotonic clock has counted since.
 * The computer's own date plays no part. A sleep of the machine shows as a gap between the two
 * local clocks, or between two ticks, and then the server is asked.
 */

import { byId, say } from "./say.js";

const TICK_MS = 250;
const RESYNC_MS = 60_000;
const SLEPT_MS = 1_500;
export const RETURN_MINUTES = 5;

/** @param {number} ms */
export function clockText(ms) {
  const seconds = Math.max(Math.ceil(ms / 1000), 0);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** @param {number} ms */
export function spoken(ms) {
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.floor(ms / 1000) % 60;
  if (minutes === 0) return `${seconds} seconds left`;
  return `${minutes} minute${minutes === 1 ? "" : "s"}${minutes < 10 && seconds ? ` ${seconds} seconds` : ""} left`;
}

/** Events: `tick` {ms}, `passed` {minutes: number[]}, `resync`, `zero`. */
export class Clock extends EventTarget {
  #end = 0;
  #before = Infinity;
  #isOver = false;
  #gap = Date.now() - performance.now();
  #tickedAt = performance.now();

  /** @param {number} remainingMs @param {number[]} alerts minutes left at which to speak */
  constructor(remainingMs, alerts) {
    super();
    this.alerts = alerts;
    this.set(remainingMs);
    this.#before = remainingMs;
    const ask = () => this.#emit("resync");
    setInterval(() => this.#tick(), TICK_MS);
    setInterval(ask, RESYNC_MS);
    addEventListener("online", ask);
    addEventListener("pageshow", (event) => event.persisted && ask());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
  }

  /** What the server says now. @param {number} remainingMs */
  set(remainingMs) {
    this.#end = performance.now() + remainingMs;
    if (remainingMs > 0) this.#isOver = false;
  }

  get remaining() {
    return Math.max(this.#end - performance.now(), 0);
  }

  #tick() {
    const gap = Date.now() - performance.now();
    const since = performance.now() - this.#tickedAt;
    if (Math.abs(gap - this.#gap) > SLEPT_MS || since > SLEPT_MS) this.#emit("resync");
    this.#gap = gap;
    this.#tickedAt = performance.now();
    const ms = this.remaining;
    const text = clockText(ms);
    if (byId("clock").textContent !== text) byId("clock").textContent = text;
    this.#emit("tick", { ms });
    this.#pass(ms);
    if (ms === 0 && !this.#isOver) {
      this.#isOver = true;
      this.#emit("zero");
    }
  }

  /** @param {number} ms */
  #pass(ms) {
    const isPassed = (/** @type {number} */ minutes) => this.#before > minutes * 60_000 && ms <= minutes * 60_000;
    const passed = [...new Set([...this.alerts, RETURN_MINUTES])].filter(isPassed);
    this.#before = ms;
    if (passed.length === 0 || ms === 0) return;
    const minutes = Math.min(...passed);
    if (this.alerts.includes(minutes)) say(`${minutes} minute${minutes === 1 ? "" : "s"} left`, "time-announcer");
    this.#emit("passed", { minutes: passed });
  }

  speak() {
    say(spoken(this.remaining), "time-announcer");
  }

  /** @param {string} type @param {object} [detail] */
  #emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
