"""Addresses, queries, headers, host names and ways back, as no link of ours has them."""

from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.bad_input.corpus import read
from tests.bad_input.judging import failures, live_markup

SEEN = ["Item.first_seen_at"]
HOSTS = [
    "evil.example",
    "localhost.evil.example",
    "localhost@evil.example",
    "evil.example:80@localhost",
    "localhost evil.example",
    "localhost/evil",
    "localhost\\evil",
    "[::1",
    "[::1]evil",
    "*",
    "",
    "x" * 3000,
]
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https://evil.example/",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "//testserver@evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "%2F%2Fevil.example",
    "/%0d%0aLocation://evil.example",
    "\t//evil.example",
    " //evil.example",
    "//evil.example\\@testserver",
    "http://[::1",
    "\x00//evil.example",
    "/\r\nSet-Cookie: x=1",
    "x" * 100_000,
]


@pytest.fixture
def attempt(alice):
    return factories.attempt(of=alice, exam=factories.exam(code="EX"))


def request(client, path: str, case: dict):
    headers = {name.lower(): value for name, value in case.get("headers", {}).items()}
    extra = {"headers": headers, "CONTENT_TYPE": case.get("type", "")}
    address, _, query = path.partition("?")
    extra |= {"QUERY_STRING": query, "PATH_INFO": unquote_to_bytes(address).decode("latin-1")}
    return client.generic(case.get("method", "GET"), "/", b"", **extra)


def test_addresses_that_nobody_was_given_lead_nowhere(as_alice, attempt):
    id = str(attempt.pk)
    names = {"{{{id}}}": f"%7B{id}%7D", "{id}": id, "{ID}": id.upper()}
    names["{plain}"] = id.replace("-", "")

    def send(case):
        path = case["path"]
        for name, value in names.items():
            path = path.replace(name, value)
        return request(as_alice, path, case)

    assert failures([{"may_change": SEEN} | case for case in read("addresses")], send) == {}


@pytest.mark.parametrize("htmx", [False, True])
def test_queries_that_are_not_understood_filter_nothing(as_carol, attempt, htmx):
    headers = {"HX-Request": "true"} if htmx else {}

    def send(case):
        path = f"{reverse('questions:questions')}?{case['query']}"
        return request(as_carol, path, case | {"headers": headers})

    assert failures([{"status": 200} | case for case in read("filters")], send) == {}


def test_a_search_for_a_wildcard_finds_only_the_wildcard(as_carol, attempt):
    for wildcard in ["%", "_", "\\", ".*"]:
        page = as_carol.get(reverse("questions:questions"), {"q": wildcard})
        assert len(page.context["rows"]) == 0
    assert len(as_carol.get(reverse("questions:questions"), {"q": "Gist"}).context["rows"]) == 8


def test_headers_that_no_browser_sends_change_nothing(as_alice, attempt):
    item = reverse("attempts:item", args=[attempt.pk, 1])
    found = [{"status": 200, "may_change": SEEN} | case for case in read("headers")]

    def send(case):
        client = Client() if "Cookie" in case["headers"] else as_alice
        return request(client, case.get("path", item), case)

    assert failures(found, send) == {}


@pytest.mark.parametrize("host", HOSTS, ids=range(len(HOSTS)))
@pytest.mark.parametrize(
    "path", ["/", "/accounts/login/", "/api/v1/exams/", "/health/live", "/no/"]
)
def test_another_host_name_is_refused_at_every_door(db, host, path):
    answer = Client().get(path, headers={"host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_a_host_claimed_by_a_proxy_is_not_believed(as_alice):
    headers = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    answer = as_alice.get("/attempts", headers=headers)
    assert answer.status_code == 301
    assert answer.url == "/attempts/"


@pytest.mark.parametrize("there", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_after_signing_in_nobody_is_sent_to_another_host(alice, empty_cache, there):
    page = Client().get(reverse("account_login"), {"next": there})
    assert page.status_code == 200
    assert not live_markup(page.content.decode())
    form = {"login": "alice@example.org", "password": "correct horse battery staple"}
    answer = Client().post(reverse("account_login"), form | {"next": there})
    assert answer.status_code == 302
    assert is_ours(answer.url), answer.url[:200]


@pytest.mark.parametrize("name", ["account_logout", "account_signup", "account_reauthenticate"])
def test_no_other_door_of_the_accounts_leads_to_another_host(alice, empty_cache, name):
    for there in ELSEWHERE:
        client = Client()
        if name != "account_signup":
            client.force_login(alice)
        form = {"next": there, "password": "correct horse battery staple"}
        form |= {"email": f"n{ELSEWHERE.index(there)}@example.org"}
        form |= {"password1": form["password"]}
        answer = client.post(reverse(name), form)
        assert answer.status_code in {200, 302, 429}
        assert is_ours(answer.get("Location", "/")), answer["Location"][:200]


def test_a_way_back_on_this_host_is_kept(alice, empty_cache):
    form = {"login": "alice@example.org", "password": "correct horse battery staple"}
    answer = Client().post(reverse("account_login"), form | {"next": "/account/?a=b"})
    assert answer.url == "/account/?a=b"


@pytest.mark.parametrize("there", ELSEWHERE[:10])
def test_the_judge_of_ways_back_knows_another_host(there):
    assert not is_ours(there)


def is_ours(url: str) -> bool:
    """Whether a browser would stay: it drops blanks and line ends, and takes \\ for /."""
    seen = url.strip("\0\t\r\n ").replace("\\", "/")
    where = urlsplit(urljoin("http://testserver/accounts/login/", seen))
    stays = (where.scheme, where.netloc) == ("http", "testserver") and not seen.startswith("//")
    return stays and not {"\r", "\n"} & set(url)


def test_only_this_machine_and_the_address_we_were_told_are_ours():
    assert set(settings.ALLOWED_HOSTS) == {"localhost", "127.0.0.1", "[::1]", "testserver"}
