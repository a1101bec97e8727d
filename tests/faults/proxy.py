"""A network that misbehaves on order: a TCP proxy between two parties on this machine."""

import asyncio
import contextlib
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.faults.processes import free_port


@dataclass
class Weather:
    """What happens to connections from now on. May be changed at any time.

    `delay` and `jitter` are seconds added to every piece of data in each direction; `cut_share` of
    the requests lose their connection, before or after they arrive; `cut_reply_at` cuts every reply
    after that many bytes; `is_black_hole` swallows everything and never answers.
    """

    delay: float = 0.0
    jitter: float = 0.0
    cut_share: float = 0.0
    cut_reply_at: int | None = None
    is_black_hole: bool = False


class FaultProxy:
    """Listens on `port` and passes on to `target`, as the weather allows. Counts its cuts."""

    def __init__(self, target: int) -> None:
        self.target, self.port = target, free_port()
        self.weather, self.cuts = Weather(), 0
        self._loop = asyncio.new_event_loop()

    def start(self) -> None:
        self._server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", self.port)
        )
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, ours: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            theirs, on = await asyncio.open_connection("127.0.0.1", self.target)
            both = {
                asyncio.create_task(self._pass_requests(ours, on)),
                asyncio.create_task(self._pass_replies(theirs, back)),
            }
            try:
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in both:
                    task.cancel()
                on.close()
        back.close()

    async def _pass_requests(self, ours: asyncio.StreamReader, on: asyncio.StreamWriter) -> None:
        while data := await ours.read(65536):
            await self._wait()
            if self.weather.is_black_hole:
                continue
            cut = random.random() < self.weather.cut_share
            if not cut or random.random() < 0.5:
                on.write(data)
                await on.drain()
            if cut:
                self.cuts += 1
                return

    async def _pass_replies(self, theirs: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        while data := await theirs.read(65536):
            await self._wait()
            if self.weather.cut_reply_at is not None:
                back.write(data[: self.weather.cut_reply_at])
                self.cuts += 1
                return
            back.write(data)
            await back.drain()

    async def _wait(self) -> None:
        if self.weather.delay:
            spread = random.uniform(-self.weather.jitter, self.weather.jitter)
            await asyncio.sleep(max(self.weather.delay + spread, 0))


@contextmanager
def proxied(target: int) -> Iterator[FaultProxy]:
    proxy = FaultProxy(target)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
