/** Practice: the solution under each question once it is checked, and a clock that may stand still. */

import { call } from "./api.js";
import { post } from "./finish.js";
import { forget } from "./offline.js";
import { notice, one, say } from "./say.js";

export class Practice {
  /** @param {Questions} questions the page of questions that this belongs to */
  constructor(questions) {
    this.questions = questions;
    this.pages = questions.pages;
    this.queue = questions.queue;
  }

  /** Send the answer, then ask for the key of the question on the page. */
  async check() {
    const position = this.pages.current;
    if (!(await this.questions.deliver())) return;
    const { status } = await call("POST", `${this.queue.api}items/${position}/solution/`, {});
    if (status !== 200 || !(await this.reveal(position))) return notice("The solution could not be fetched. It needs the network.", { about: "network" });
    this.questions.tabs.postMessage({ kind: "revealed", position });
    one(".q__solution h2", this.pages.cardAt(position))?.focus();
  }

  /** Put the solution on the card, which takes no more answers. @param {number} position */
  async reveal(position) {
    const card = this.pages.cardAt(position);
    const response = await fetch(`${this.pages.urlOf(position)}solution/`, { cache: "no-store" }).catch(() => null);
    if (!card || !response?.ok || response.redirected) return false;
    const fragment = new DOMParser().parseFromString(await response.text(), "text/html");
    one(".q__solution", card).replaceChildren(...fragment.body.childNodes);
    one(".q__work", card).hidden = true;
    card.querySelector('[value="check"]')?.remove();
    card.dataset.revealed = "yes";
    say(card.querySelector(".q__solution h2")?.textContent ?? "");
    return true;
  }

  /** Stop the clock: everything is sent, nothing stays on the device, another page is shown. */
  async pause() {
    if (!(await this.questions.deliver())) return;
    await Promise.all([forget(this.queue.attempt), this.queue.store.forget(this.queue.attempt)]).catch(() => {});
    post(document.body.dataset.pauseUrl ?? "/");
  }
}
