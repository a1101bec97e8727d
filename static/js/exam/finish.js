/** How an attempt ends on this page: time is up, it was closed elsewhere, or it is submitted. */

import { call, csrfToken } from "./api.js";
import { byId, counted, notice, say } from "./say.js";

const AGAIN_MS = 2_000;
const FLUSH_MS = 5_000;

const pause = () => new Promise((resolve) => setTimeout(resolve, AGAIN_MS));

export class Finish {
  #isEnding = false;

  /**
   * @param {import("./queue.js").Queue} queue
   * @param {import("./clock.js").Clock} clock
   */
  constructor(queue, clock) {
    this.queue = queue;
    this.clock = clock;
    this.urls = document.body.dataset;
    clock.addEventListener("resync", () => void this.ask());
    clock.addEventListener("zero", () => void this.#timeIsUp());
    queue.addEventListener("closed", () => void this.#closed());
    byId("submission-form")?.addEventListener("submit", (event) => this.#submit(event));
  }

  /** Ask the server for the time left. @returns {Promise<number | null>} ms, or null if unknown */
  async ask() {
    const { status, data } = await call("GET", this.urls.api ?? "");
    if (status !== 200) return null;
    if (data.state !== "in_progress") void this.#closed();
    this.clock.set(data.remaining_ms);
    return data.remaining_ms;
  }

  /** Lock, send what is queued, ask the server, and only then submit. */
  async #timeIsUp() {
    const left = await this.ask();
    if (left !== null && left > 0) return;
    this.#lock();
    say("Time is up. Your answers are being sent.", "time-announcer");
    if (left === null || this.queue.pending) this.#tellWaiting();
    while (!(await this.#isDelivered())) this.#tellWaiting();
    this.#post();
  }

  async #isDelivered() {
    const isEmpty = await this.queue.flush(FLUSH_MS);
    const left = await this.ask();
    if (isEmpty && left !== null) return true;
    await pause();
    return false;
  }

  #tellWaiting() {
    const { pending } = this.queue;
    const what = pending === 1 ? "1 answer waits" : `${counted(pending, "answer")} wait`;
    notice(`Time is up. ${pending ? `${what} to be sent.` : "The server cannot be reached."} Keep this tab open.`, { isUrgent: true });
  }

  #lock() {
    for (const place of document.querySelectorAll("main, #navigator")) place.toggleAttribute("inert", true);
    this.#isEnding = true;
  }

  /** The attempt is over on the server: let the rest of the queue hear so too, then go there. */
  async #closed() {
    if (this.#isEnding) return;
    this.#lock();
    say("This attempt is over.");
    await this.queue.flush(FLUSH_MS);
    location.assign(this.urls.attemptUrl ?? "/");
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const button = byId("submission-form").querySelector("button");
    if (this.#isEnding || button?.getAttribute("aria-busy")) return;
    button?.setAttribute("aria-busy", "true");
    while (!(await this.#isDelivered())) {
      notice("Submitting needs the network. It happens by itself as soon as the network is back. Keep this tab open.");
    }
    this.#post();
  }

  #post() {
    const form = Object.assign(document.createElement("form"), { method: "post", action: this.urls.submissionUrl });
    const token = Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value: csrfToken() });
    form.append(token);
    document.body.append(form);
    form.submit();
  }
}
