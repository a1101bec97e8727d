"""Scenarios with a browser: Chromium before the product, and a log of all that it is told."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from accounts.models import User
from attempts.models import Attempt
from tests.e2e.conftest import CHROMIUM, base_url, browse, browser_type_launch_args, wire
from tests.e2e.room import choices, own_browser
from tests.faults.broken import pages
from tests.faults.browser.listening import listen
from tests.faults.product import Web, running
from tests.faults.room import Room
from tests.faults.sizes import FULL

__all__ = ["base_url", "browse", "browser_type_launch_args", "choices", "own_browser", "wire"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in [] if CHROMIUM else items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(params=["postgresql"] if FULL else ["postgresql", "sqlite"])
def database(request) -> str:
    """What goes wrong here goes wrong before the database: one is enough for the campaign."""
    return request.param


@pytest.fixture
def spoiled() -> str:
    """What is wrong with the program; a negative control names it by its parameter."""
    return ""


@pytest.fixture
def site(place, spoiled, tmp_path) -> Iterator[str]:
    """The address of the product on the scenario's own database."""
    web = Web(place, workers=1, **pages.spoiling(spoiled, tmp_path / "static"))
    with running(web):
        yield f"http://127.0.0.1:{web.port}"


@pytest.fixture
def room(open_room) -> Room:
    """Questions that are answered with one click."""
    return open_room(scored=24, pilot=0, types=("multiple_choice",))


@pytest.fixture
def attempt(room) -> Attempt:
    [seat] = room.seat()
    return seat.attempt


@pytest.fixture
def alice(attempt) -> User:
    return attempt.candidate


@pytest.fixture
def enter(browse, room, alice) -> Callable[..., BrowserContext]:
    """A browser of hers that is listened to."""

    def entered(**options) -> BrowserContext:
        context = browse(alice, **options)
        listen(context, room.log)
        return context

    return entered
