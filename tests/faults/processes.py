"""Processes of a private installation: each in a group of its own, ended by its own id only."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

PATIENCE = 60.0


class Program:
    """One command. `pid` is known while it runs; what it says goes to `<folder>/<name>.log`."""

    def __init__(
        self,
        name: str,
        command: list[str],
        *,
        environ: dict[str, str],
        folder: Path,
        user: str = "",
    ) -> None:
        self.command, self.environ, self.user = command, environ, user or None
        self.log = folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                self.command,
                cwd=ROOT if self.user is None else "/",
                env=self.environ,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self.user,
                extra_groups=[] if self.user else None,
            )

    @property
    def pid(self) -> int:
        assert self._process, f"{self.command[0]} was never started"
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def children(self) -> list[int]:
        """The ids of the processes it forked, read from the kernel; the oldest first."""
        return children_of(self.pid)

    def kill_group(self) -> None:
        """`kill -9` for the process and all that it forked."""
        self._signal_group(signal.SIGKILL)
        self._wait(PATIENCE)

    def stop(self) -> None:
        """Ask; after 15 seconds insist. Nothing of the group outlives this."""
        if self._process is None:
            return
        self._signal_group(signal.SIGTERM)
        self._wait(15)
        self._signal_group(signal.SIGKILL)
        self._wait(PATIENCE)
        self._process = None

    def end_with(self, number: int) -> None:
        """One signal to the process itself, and wait until it is gone."""
        os.kill(self.pid, number)
        self._wait(PATIENCE)

    def _signal_group(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def _wait(self, seconds: float) -> None:
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=seconds)


def children_of(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def until(succeeds: Callable[[], Any], what: str, *, seconds: float = PATIENCE) -> Any:
    """The first true answer of `succeeds`; AssertionError when it does not come in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := succeeds():
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds:.0f} s: {what}")


def kill(pid: int) -> None:
    """`kill -9` for one process that we started, or that one of ours forked."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def resident_bytes(pid: int) -> int:
    """The memory that a process holds; 0 when it has ended."""
    with contextlib.suppress(OSError):
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return 0
