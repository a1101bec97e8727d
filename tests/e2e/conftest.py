"""The real program: live server, the whole bank, a database of its own, Celery, and Chromium."""

import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import count
from pathlib import Path
from time import time
from uuid import uuid4

import pytest
from celery.worker import state
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, User
from exam_platform.celery import app
from exam_platform.quickstart.engine import background
from tests.conftest import PASSWORD
from tests.e2e.database import own_database
from tests.e2e.stage import Stage
from tests.e2e.watching import Watch
from tests.e2e.wire import Wire

HERE = Path(__file__).parent
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PATIENCE_MS = 20_000  # a busy machine is slow, not broken

_numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM:
        return
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Contexts get the address from `site`. (The plugin's own fixture warns in pytest 9.)"""


@pytest.fixture(scope="package")
def site(django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """The address of the running program, with the bank loaded and nobody in it."""
    folder = tmp_path_factory.mktemp("e2e")
    with django_db_blocker.unblock(), own_database(folder):
        call_command("load_bank", stdout=StringIO())
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(scope="module")
def worker(site) -> Iterator[None]:
    """Celery's worker and beat, as `make run` starts them. Without it no report is written."""
    state.should_stop = None  # where an earlier worker of this process left its exit code
    app.conf.broker_transport_options["global_keyprefix"] = f"e2e-{uuid4().hex}-"
    with background():
        yield


@pytest.fixture(scope="package")
def stage(site) -> Stage:
    return Stage()


@pytest.fixture
def new_person(site) -> Callable[..., User]:
    """Somebody whom no other test knows; signs in with PASSWORD."""

    def made(name: str = "alice", role: Role = Role.CANDIDATE, **fields) -> User:
        email = f"{name}-{next(_numbers)}-{uuid4().hex[:6]}@example.org"
        return User.objects.create_user(
            email, PASSWORD, display_name=name.title(), role=role, **fields
        )

    return made


@pytest.fixture
def browse(site, new_context) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser contexts, signed in if a user is given; each is watched until the test ends."""
    watches: list[Watch] = []

    def opened(user: User | None = None, *, script: bool = True, **options) -> BrowserContext:
        context = new_context(
            base_url=site, java_script_enabled=script, reduced_motion="reduce", **options
        )
        context.set_default_timeout(PATIENCE_MS)
        watches.append(Watch.over(context))
        if user:
            context.add_cookies([session_cookie(user, site)])
        return context

    yield opened
    assert not [fault for watch in watches for fault in watch.faults]


def session_cookie(user: User, site: str) -> dict[str, str]:
    """Signed in with a password a moment ago."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time()}]
    session.save()
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site}


@pytest.fixture
def wire(site):
    """The site behind a wire that a test can cut."""
    wire = Wire(site)
    yield wire
    wire.close()
