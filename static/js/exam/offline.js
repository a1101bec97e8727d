/**
 * The exam page, put aside on this device so that it can be loaded again without a network: the
 * page, the paper and the files they need, and nothing else. The service worker only hands it out.
 * It goes when the attempt ends, on signing out, and a day after the deadline.
 */

const WORKER = "/attempts/worker.js";
const isPossible = "caches" in globalThis && "serviceWorker" in navigator;

/**
 * @param {string} attempt @param {number} expires when it may be thrown away, by this device's date
 * @param {string} paper @param {Response} questions what the server answered for it
 */
export async function keep(attempt, expires, paper, questions) {
  if (!isPossible) return;
  await drop((name) => Number(name.split(" ")[2]) < Date.now() || name.startsWith(`exam ${attempt} `));
  const page = await fetch(location.pathname, { cache: "no-store" });
  if (!page.ok || page.redirected) return;
  const cache = await caches.open(`exam ${attempt} ${expires}`);
  await Promise.all([
    cache.put(location.pathname.replace(/\d+\/$/, ""), page),
    cache.put(paper, questions),
    ...parts().map((url) => cache.add(url)),
    navigator.serviceWorker.register(WORKER),
  ]);
  document.body.dataset.offline = "ready";
}

/** The static files that this page was made of. */
function parts() {
  const names = performance.getEntriesByType("resource").map(({ name }) => name.split("#")[0]);
  return [...new Set(names)].filter((name) => name.startsWith(`${location.origin}/static/`));
}

/** @param {string} attempt */
export const forget = (attempt) => drop((name) => name.startsWith(`exam ${attempt} `));

export const forgetAll = () => drop((name) => name.startsWith("exam "));

/** @param {(name: string) => boolean} isUnwanted */
async function drop(isUnwanted) {
  if (!isPossible) return;
  const names = await caches.keys();
  await Promise.all(names.filter(isUnwanted).map((name) => caches.delete(name)));
}
