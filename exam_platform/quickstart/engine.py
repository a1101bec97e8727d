"""The three parts that production runs apart: web server, Celery worker, Celery beat."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from celery import signals
from celery.beat import Scheduler, Service
from celery.worker import WorkController, state
from django.core.handlers.wsgi import WSGIHandler
from waitress.server import create_server

from exam_platform.celery import app
from exam_platform.charsets import safe_wsgi

WEB_THREADS = 8
PORTS_TRIED = 100


def free_socket(first: int) -> socket.socket:
    """A socket bound to `first` on this machine alone, or to the next port that is free."""
    for port in range(first, first + PORTS_TRIED):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            listener.close()
        else:
            return listener
    raise OSError(f"No free port from {first} to {first + PORTS_TRIED - 1}.")


def web_server(listener: socket.socket) -> Any:
    """Listening from now on; `run()` answers until SystemExit or KeyboardInterrupt."""
    return create_server(
        safe_wsgi(WSGIHandler()),
        sockets=[listener],
        threads=WEB_THREADS,
        ident=None,
        max_request_body_size=20 * 2**20,
        clear_untrusted_proxy_headers=True,
    )


@contextmanager
def background() -> Iterator[None]:
    """Worker and beat, each in a thread, until the block ends."""
    worker = WorkController(
        app=app, pool_cls="solo", without_heartbeat=True, without_mingle=True, without_gossip=True
    )
    signals.worker_init.send(sender=worker)
    beat = Service(app, max_interval=1, scheduler_cls=Scheduler)
    threads = [threading.Thread(target=part.start, daemon=True) for part in (worker, beat)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        state.should_stop = 0  # type: ignore[assignment]  # the exit code, says Celery's own test
        beat.stop()
        for thread in threads:
            thread.join(timeout=10)


def sigterm_is_ctrl_c() -> None:
    """`kill` ends the program as Ctrl-C does, and both do where a shell started it with `&`."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
