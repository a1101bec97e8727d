"""A wire between browser and program that can be cut: the one way to be offline for everybody.

The browser's own switch does not reach its service worker.
"""

import socket
from contextlib import suppress
from threading import Thread
from urllib.parse import urlsplit


class Wire:
    """Listens on a free port and passes bytes on; a cut wire refuses and drops everything."""

    def __init__(self, site: str) -> None:
        self.behind = ("127.0.0.1", urlsplit(site).port)
        self.is_cut = False
        self.open: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.site = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        self.is_cut = True
        for each in list(self.open):
            _close(each)

    def mend(self) -> None:
        self.is_cut = False

    def close(self) -> None:
        self.cut()
        _close(self.listener)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                if self.is_cut:
                    _close(near)
                else:
                    self._join(near)

    def _join(self, near: socket.socket) -> None:
        far = socket.create_connection(self.behind)
        self.open |= {near, far}
        for one, other in ((near, far), (far, near)):
            Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                other.sendall(data)
        self.open -= {one, other}
        _close(one)
        _close(other)


def _close(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
