import socket
import time

import pytest
from django.conf import settings as configured
from django.contrib.sessions.backends import cached_db as sessions
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import caches

from exam_platform import cache as module
from exam_platform.cache import Breaker, ForgivingRedisCache, JsonSerializer


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(autouse=True)
def breaker(monkeypatch):
    fresh = Breaker()
    monkeypatch.setattr(module, "breaker", fresh)
    return fresh


def redis_at(port: int) -> ForgivingRedisCache:
    options = {"serializer": JsonSerializer, "socket_timeout": 0.3, "socket_connect_timeout": 0.3}
    return ForgivingRedisCache(f"redis://127.0.0.1:{port}/0", {"OPTIONS": options})


def test_a_cache_that_is_away_knows_nothing_and_raises_nothing(free_port):
    cache = redis_at(free_port)
    cache.set("a", 1)
    assert cache.get("a", "nothing") == "nothing"
    assert "a" not in cache
    assert not cache.delete("a")


def test_a_cache_that_never_answers_costs_one_wait_and_then_none(breaker):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        cache = redis_at(silent.getsockname()[1])
        cache.get("a")
        assert breaker.open_until > time.monotonic()
        calls = []
        assert breaker.call(calls.append, 1, otherwise="skipped") == "skipped"
        assert calls == []


def test_the_breaker_closes_again(breaker):
    breaker.open_until = time.monotonic() - 1
    assert breaker.call(lambda: "asked", otherwise="skipped") == "asked"


def test_nothing_is_kept_longer_than_a_minute(free_port):
    cache = redis_at(free_port)
    assert cache.get_backend_timeout(24 * 3600) == 60
    assert cache.get_backend_timeout(None) == 60
    assert cache.get_backend_timeout(5) == 5


@pytest.mark.django_db
def test_a_session_is_kept_while_redis_is_away(free_port, monkeypatch):
    monkeypatch.setattr(sessions, "caches", {"sessions": redis_at(free_port)})
    store = SessionStore()
    store["seen_at"] = 5
    store.save()
    again = SessionStore(store.session_key)
    assert again["seen_at"] == 5
    again.flush()
    assert not SessionStore().exists(store.session_key)


@pytest.mark.services
@pytest.mark.skipif(not configured.REDIS_URL, reason="REDIS_URL is not set")
def test_with_redis_there_values_come_back_as_json():
    cache = caches["sessions"]
    cache.set("tests", {"a": [1, None, "é"]})
    assert cache.get("tests") == {"a": [1, None, "é"]}
    cache.delete("tests")
    assert cache.get("tests") is None
