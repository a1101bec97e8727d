/** How an attempt ends on this page: time is up, it was closed elsewhere, or it is submitted. */

import { download } from "./answer_file.js";
import { call, csrfToken } from "./api.js";
import { forget } from "./offline.js";
import { byId, clearNotice, counted, make, notice, say } from "./say.js";

const AGAIN_MS = 2_000;
const FLUSH_MS = 5_000;

const pause = () => new Promise((resolve) => setTimeout(resolve, AGAIN_MS));

/** @param {string} action */
export function post(action) {
  const form = make("form", { method: "post", action });
  const token = make("input", { type: "hidden", name: "csrfmiddlewaretoken", value: csrfToken() });
  form.append(token);
  document.body.append(form);
  form.submit();
}

/** Events: `word` with what the server says of the attempt, `over` when this page leaves it. */
export class Finish extends EventTarget {
  #isEnding = false;
  #told = "";

  /**
   * @param {Queue} queue
   * @param {Clock} clock
   */
  constructor(queue, clock) {
    super();
    this.queue = queue;
    this.clock = clock;
    this.urls = document.body.dataset;
    clock.addEventListener("resync", () => void this.ask());
    clock.addEventListener("zero", () => void this.#timeIsUp());
    queue.addEventListener("closed", () => void this.closed());
    queue.addEventListener("paused", () => this.#leave());
    byId("submission-form")?.addEventListener("submit", (event) => this.#submit(event));
  }

  /** Ask the server for the time left. @returns {Promise<number | null>} ms, or null if unknown */
  async ask() {
    const { status, data } = await call("GET", this.urls.api ?? "");
    if (status !== 200) return null;
    if (data.is_paused) this.#leave();
    else if (data.state !== "in_progress") void this.closed();
    this.clock.set(data.remaining_ms);
    this.dispatchEvent(new CustomEvent("word", { detail: data }));
    return data.remaining_ms;
  }

  /** Lock, send what is queued, ask the server, and only then submit. */
  async #timeIsUp() {
    let left = await this.ask();
    if (this.#isEnding || (left !== null && left > 0)) return;
    this.#lock(true);
    say("Time is up. Your answers are being sent.", "time-announcer");
    if (left === null || this.queue.pending) this.#tellWaiting();
    while ((left = await this.#delivered()) === null) this.#tellWaiting();
    if (left > 0) this.#goOn();
    else this.#hand();
  }

  /** @returns {Promise<number | null>} the time left once nothing waits to be sent, else null after a while */
  async #delivered() {
    const isEmpty = await this.queue.flush(FLUSH_MS);
    const left = await this.ask();
    if (left !== null && (isEmpty || left > 0)) return left;
    await pause();
    return null;
  }

  /** The server gives more time than this page knew of. */
  #goOn() {
    this.#lock(false);
    this.#told = "";
    clearNotice();
    say("There is time left. Go on.", "time-announcer");
  }

  #tellWaiting() {
    const { pending } = this.queue;
    const what = pending === 1 ? "1 answer waits" : `${counted(pending, "answer")} wait`;
    this.#tell(`Time is up. ${pending ? `${what} to be sent.` : "The server cannot be reached."} Keep this tab open.`);
  }

  /** Said once, and again when it changes or when the file was taken: whoever reads is not disturbed. @param {string} text */
  #tell(text) {
    if (text === this.#told) return;
    this.#told = text;
    const run = () => (download(this.queue), (this.#told = ""));
    notice(text, { isUrgent: true, ...(this.queue.pending ? { action: { text: "Download answer file", run } } : {}) });
  }

  /** @param {boolean} isLocked */
  #lock(isLocked) {
    for (const place of document.querySelectorAll("main, #navigator")) place.toggleAttribute("inert", isLocked);
    this.#isEnding = isLocked;
  }

  /** The attempt is over on the server: let the rest of the queue hear so too, then go there. */
  async closed() {
    if (this.#isEnding) return;
    this.#lock(true);
    say("This attempt is over.");
    await this.queue.flush(FLUSH_MS);
    await this.#forget();
    this.#leave();
  }

  #leave() {
    location.assign(this.urls.attemptUrl ?? "/");
  }

  /** What was kept for a reload without network goes with the attempt. */
  async #forget() {
    this.dispatchEvent(new Event("over"));
    await Promise.all([forget(this.queue.attempt), this.queue.store.forget(this.queue.attempt)]).catch(() => {});
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const button = byId("submission-form").querySelector("button");
    if (this.#isEnding || button?.getAttribute("aria-busy")) return;
    button?.setAttribute("aria-busy", "true");
    while (!(await this.queue.flush(FLUSH_MS)) || (await this.ask()) === null) {
      this.#tell("Submitting needs the network. It happens by itself as soon as the network is back. Keep this tab open.");
      await pause();
    }
    await this.#hand();
  }

  async #hand() {
    await this.#forget();
    post(this.urls.submissionUrl ?? "/");
  }
}
