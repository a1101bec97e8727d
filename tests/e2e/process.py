"""A browser of one's own, with a profile on disk, whose processes can be stopped and killed."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Playwright

from tests.e2e.conftest import CHROMIUM, PATIENCE_MS, QUIET


class OwnBrowser:
    """Opened again, it has the same profile: cookies, IndexedDB, caches."""

    def __init__(self, playwright: Playwright, profile: Path, site: str) -> None:
        self.playwright = playwright
        self.profile = profile
        self.site = site
        self.context: BrowserContext | None = None

    def open(self) -> BrowserContext:
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=CHROMIUM, args=QUIET, base_url=self.site
        )
        self.context.set_default_timeout(PATIENCE_MS)
        return self.context

    def kill(self) -> None:
        """Every process at once, without a chance to write anything down."""
        self.signal(signal.SIGKILL)
        self.close()

    def signal(self, which: signal.Signals) -> None:
        for pid in self._pids():
            with suppress(ProcessLookupError):
                os.kill(pid, which)

    def close(self) -> None:
        if self.context:
            with suppress(Error):
                self.context.close()
        self.context = None

    def _pids(self) -> list[int]:
        """The browser that was started with this profile, and all that it started."""
        parents = {pid: _parent(pid) for pid in map(int, filter(str.isdigit, os.listdir("/proc")))}
        found = [pid for pid in parents if f"--user-data-dir={self.profile}" in _command(pid)]
        for pid in found:
            found += [each for each, of in parents.items() if of == pid and each not in found]
        return found


def _command(pid: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return []


def _parent(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0
