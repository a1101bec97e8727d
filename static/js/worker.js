/**
 * The exam page without a network. Everything comes from the network first; only where that fails
 * does the page come from what it put aside itself (offline.js). Nothing is put aside here.
 */

const ITEM = /^(\/attempts\/[0-9a-f-]{36}\/items\/)\d+\/$/;
const PAPER = /^\/attempts\/[0-9a-f-]{36}\/paper\/$/;
const PATIENCE_MS = 10_000;

const worker = /** @type {WorkerScope} */ (/** @type {unknown} */ (self));

worker.oninstall = () => worker.skipWaiting();
worker.onactivate = (event) => event.waitUntil(worker.clients.claim());
worker.onfetch = (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  const shell = ITEM.exec(pathname)?.[1];
  if (event.request.mode === "navigate" && shell) event.respondWith(page(event.request, shell));
  else if (PAPER.test(pathname)) event.respondWith(networkFirst(event.request, () => kept(pathname, { "X-Kept": "yes" })));
  else if (pathname.startsWith("/static/")) event.respondWith(networkFirst(event.request, () => aside(event.request)));
};

/** @param {Request} request @param {string} shell */
async function page(request, shell) {
  const answer = await networkFirst(request, () => kept(shell));
  // Not this person's, over, paused or signed out: then it is nobody's to see without a network.
  if (answer.type === "opaqueredirect" || answer.status === 404) await drop(`exam ${shell.split("/")[2]} `);
  return answer;
}

/** @param {string} start of the names of what goes */
async function drop(start) {
  for (const name of await caches.keys()) if (name.startsWith(start)) await caches.delete(name);
}

/** @param {Request} request @param {() => Promise<Response | undefined>} fromDevice @returns {Promise<Response>} */
async function networkFirst(request, fromDevice) {
  const network = fetch(request);
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const answer = await Promise.race([network, patience]).catch(() => undefined);
  if (answer && answer.status < 500) return answer;
  return (await fromDevice()) ?? answer ?? network;
}

/** @param {Request | string} request */
const aside = (request) => caches.match(request, { ignoreVary: true });

/** What was put aside, marked so that the page knows. @param {string} address @param {Record<string, string>} [mark] */
async function kept(address, mark = {}) {
  const answer = await aside(address);
  if (!answer) return undefined;
  const text = (await answer.text()).replace("<body ", '<body data-kept="yes" ');
  return new Response(text, { headers: { ...Object.fromEntries(answer.headers), ...mark } });
}
