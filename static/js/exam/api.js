/** The server, as JSON. A failed network is a status of 0, so that callers have one thing to ask. */

const TIMEOUT_MS = 15_000;

/** @typedef {{status: number, data: any}} Reply */

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
    return { status: response.ok && data === null ? 0 : response.status, data };
  } catch {
    return { status: 0, data: null };
  }
}

/** Whether the same request may well succeed later. @param {number} status */
export function isPassing(status) {
  return status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;
}

/** @param {number} status */
export function isSignedOut(status) {
  return status === 401 || status === 403;
}
