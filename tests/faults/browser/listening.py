"""What a browser sends and hears about answers, as a client's log, and how long it took."""

import re

from playwright.sync_api import BrowserContext, Request, Response

from tests.faults.client import ClientLog

ANSWER = re.compile(r"/api/v1/attempts/([0-9a-f-]{36})/(items/(\d+)/answer/)$")

# From the click to the end of IndexedDB's transaction, and to the server's acknowledgement.
MEASURE = """
let chosenAt = 0;
addEventListener("click", (event) => (chosenAt = event.timeStamp), true);
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...given) {
  const began = chosenAt;
  const tell = () => measured("safe", performance.now() - began);
  if (this.name === "answers") this.transaction.addEventListener("complete", tell);
  return put.apply(this, given);
};
const send = fetch;
window.fetch = async (address, options) => {
  const began = chosenAt;
  const reply = await send(address, options);
  if (/answer\\/$/.test(address) && reply.ok) measured("acknowledged", performance.now() - began);
  return reply;
};
"""


def listen(context: BrowserContext, log: ClientLog) -> None:
    def sent(request: Request) -> None:
        if about := _about(request):
            log.note(kind="request", **about)

    def heard(response: Response) -> None:
        if about := _about(response.request):
            log.note(kind="reply", status=response.status, body=response.json(), **about)

    context.on("request", sent)
    context.on("response", heard)


def _about(request: Request) -> dict | None:
    found = ANSWER.search(request.url)
    if found is None:
        return None
    sent = {"attempt": found[1], "path": found[2], "position": int(found[3])}
    return {**sent, "method": request.method, "sent": request.post_data_json}


def measure(context: BrowserContext, waits: dict[str, list[float]]) -> None:
    """Put the milliseconds after each click into `waits`, by what happened."""
    context.expose_binding("measured", lambda _, name, ms: waits[name].append(ms))
    context.add_init_script(MEASURE)
