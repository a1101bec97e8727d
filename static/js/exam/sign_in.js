/** The session was lost in mid-exam: sign in again in place. Nothing is reloaded, nothing is lost. */

import { call, csrfToken, session } from "./api.js";
import { byId, clearNotice, notice, one, say } from "./say.js";

const dialog = /** @type {HTMLDialogElement} */ (byId("sign-in"));
const form = one("form", dialog);
const url = dialog.dataset.url ?? "";
let isAsked = false;

/** @type {Sleeper[]} what tries again once somebody is signed in */
let sleepers = [];

/** Ask once; when the dialog was closed, a notice offers it again. @param {Sleeper[]} waiting */
export function ask(...waiting) {
  sleepers = waiting;
  if (isAsked) return;
  isAsked = true;
  dialog.showModal();
  /** @type {HTMLElement} */ (form.elements.namedItem("password")).focus();
}

form.addEventListener("submit", (/** @type {Event} */ event) => {
  event.preventDefault();
  void signIn();
});
dialog.querySelector("[data-later]")?.addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => isAsked && remind());
session.addEventListener("found", () => isAsked && welcome());

function remind() {
  const action = { text: "Sign in", run: () => dialog.showModal() };
  notice("You are signed out. Your answers are kept on this device until you sign in again.", { action, isUrgent: true, about: "sign-in" });
}

function welcome() {
  isAsked = false;
  dialog.close();
  form.reset();
  tell("");
  clearNotice("sign-in");
  say("You are signed in again.");
  for (const each of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) /** @type {HTMLInputElement} */ (each).value = csrfToken();
  for (const sleeper of sleepers) sleeper.wake();
}

async function signIn() {
  const button = one("button", form);
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  tell(await tried().catch(() => "The server cannot be reached. Your answers are kept; try again in a moment."));
  button.removeAttribute("aria-busy");
}

/** @returns {Promise<string>} what went wrong, or nothing */
async function tried() {
  const headers = { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" };
  await fetch(url, { headers, credentials: "same-origin", cache: "no-store" }); // brings a fresh CSRF token
  const body = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)]));
  const answer = await fetch(url, { method: "POST", headers: { ...headers, "X-CSRFToken": csrfToken() }, body, credentials: "same-origin" });
  if (answer.status === 429) return "Too many tries. Wait a minute, then try again.";
  if (answer.status >= 500) throw new Error("away");
  const { status } = await call("GET", document.body.dataset.api ?? "");
  if (status === 200) return "";
  if (status === 0) throw new Error("away");
  return status === 404 ? "This attempt belongs to another account." : "The e-mail address or the password is not right.";
}

/** @param {string} text */
function tell(text) {
  const place = one("[role=alert]", form);
  place.hidden = !text;
  place.textContent = text;
}
