/** The start page's three checks, in words: network, storage, clock. */

import { Store } from "./store.js";

const SLOW_MS = 1500;
const CLOCK_OFF_MS = 120_000;

/** @param {string} name @param {boolean} isGood @param {string} text */
function tell(name, isGood, text) {
  const place = /** @type {HTMLElement} */ (document.querySelector(`[data-check="${name}"]`));
  place.dataset.ok = isGood ? "yes" : "no";
  place.textContent = text;
}

async function network() {
  const began = performance.now();
  const response = await fetch("/health/live", { cache: "no-store" }).catch(() => null);
  const ms = Math.round(performance.now() - began);
  if (!response?.ok) return tell("network", false, "Network: the server did not answer. You can still start when it does.");
  clock(response);
  return tell("network", ms < SLOW_MS, `Network: the server answers in ${ms} ms${ms < SLOW_MS ? "" : ", which is slow"}`);
}

/** @param {Response} response */
function clock(response) {
  const date = response.headers.get("Date");
  if (!date) return tell("clock", true, "Clock: the server's time counts");
  const off = Math.abs(Date.now() - Date.parse(date));
  const isGood = off < CLOCK_OFF_MS;
  return tell("clock", isGood, isGood ? "Clock: agrees with the server" : "Clock: this device is off. The server's time counts, so nothing changes for you.");
}

async function storage() {
  const { isDurable } = await Store.open();
  tell("storage", isDurable, isDurable ? "Storage on this device: answers are kept when the network fails" : "Storage on this device: not available. Answers are kept only while the tab is open.");
}

if (document.getElementById("readiness")) await Promise.all([network(), storage()]);
