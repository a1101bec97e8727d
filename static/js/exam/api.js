/** The server, as JSON. A failed network is a status of 0, so that callers have one thing to ask. */

const TIMEOUT_MS = 15_000;

/** `lost` when the server no longer knows who is asking, `found` when it does again. */
export const session = new EventTarget();

/** The token of now: it changes when somebody signs in again in another tab. */
export function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/);
  const meta = document.querySelector('meta[name="csrf-token"]');
  return cookie ? cookie[1] : (meta?.getAttribute("content") ?? "");
}

/**
 * @param {string} method
 * @param {string} url
 * @param {object} [body]
 * @returns {Promise<Reply>}
 */
export async function call(method, url, body) {
  try {
    const response = await fetch(url, {
      method,
      headers: {
        Accept: "application/json",
        ...(body ? { "Content-Type": "application/json", "X-CSRFToken": csrfToken() } : {}),
      },
      body: body && JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      keepalive: Boolean(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const data = await response.json().catch(() => null);
    const status = response.ok && data === null ? 0 : response.status;
    if (isStranger(status)) session.dispatchEvent(new Event("lost"));
    else if (status === 200) session.dispatchEvent(new Event("found"));
    return { status, data };
  } catch {
    return { status: 0, data: null };
  }
}

/**
 * Whether the server has decided about what was sent. Everything else is sent again: the network
 * may be away, the server down, the attempt paused, or somebody else (404) or nobody signed in.
 * @param {Reply} reply
 */
export function isDecided({ status, data }) {
  return status === 200 || status === 400 || (status === 409 && data?.code !== "paused");
}

/** @param {number} status */
export function isStranger(status) {
  return status === 401 || status === 403 || status === 404;
}
