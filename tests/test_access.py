"""Who gets in where: every route for every role, every object for its owner alone.

The table below is the promise. A route without a row fails, and so does a row without a route.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from questions.correcting import correct
from reports import pdf
from tests import factories
from tests.bad_input.judging import HEADERS, changes, domain_rows
from tests.conftest import signed_in

NOWHERE = "00000000-0000-4000-8000-000000000000"
IN, SEND, NO, GONE, WHO, CLASH = 200, 302, 403, 404, 401, 409


class Row(NamedTuple):
    """What GET gives to nobody, the candidate, another one, the instructor, the administrator."""

    anonymous: int
    alice: int
    bob: int
    carol: int
    dave: int


OPEN = Row(IN, IN, IN, IN, IN)
PEOPLE = Row(SEND, IN, IN, IN, IN)
AUTHORS = Row(SEND, NO, NO, IN, IN)
AUTHORS_POST = Row(SEND, NO, NO, 405, 405)
OWN = Row(SEND, IN, GONE, GONE, GONE)
OWN_ENDED = Row(SEND, SEND, GONE, GONE, GONE)  # to the item, or to the report
API = Row(WHO, IN, IN, IN, IN)
API_OWN = Row(WHO, IN, GONE, GONE, GONE)
API_POST = Row(WHO, 405, 405, 405, 405)
NEWCOMERS = Row(IN, SEND, SEND, SEND, SEND)

TABLE: dict[str, Row] = {
    "account_login": NEWCOMERS,
    "account_signup": NEWCOMERS,
    "account_logout": Row(SEND, IN, IN, IN, IN),
    "account_inactive": OPEN,
    "account_reauthenticate": PEOPLE,
    "account_email": PEOPLE,
    "account_email_verification_sent": OPEN,
    "account_change_password": PEOPLE,
    "account_set_password": Row(SEND, SEND, SEND, SEND, SEND),  # who has one changes it
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": OPEN,  # a key that fits nobody: the page says so
    "account_reset_password_from_key_done": OPEN,
    "account_confirm_email": OPEN,  # a key that fits nobody: the page says so
    "account_confirm_login_code": Row(SEND, SEND, SEND, SEND, SEND),  # codes are not used
    "accounts:account": PEOPLE,
    "attempts:home": OPEN,
    "attempts:worker": OPEN,  # a script; it knows nobody
    "attempts:exams": PEOPLE,
    "attempts:exam": PEOPLE,
    "attempts:start": PEOPLE,
    "attempts:attempts": PEOPLE,
    "attempts:attempt": OWN_ENDED,
    "attempts:item": OWN,
    "attempts:paper": OWN,
    "attempts:review": OWN,
    "attempts:submission": OWN,
    "attempts:solution": Row(SEND, CLASH, GONE, GONE, GONE),  # not in an exam
    "attempts:answer_file": OWN,
    "attempts:pause": OWN_ENDED,  # does not stand still: to the item
    "attempts:resumption": Row(SEND, 405, 405, 405, 405),
    "attempts:accommodations": AUTHORS,
    "attempts:help": OWN,
    "attempts:answers": OWN,
    "attempts:answer": OWN,
    "questions:questions": AUTHORS,
    "questions:new": AUTHORS,
    "questions:preview": AUTHORS_POST,
    "questions:question": AUTHORS,
    "questions:version": AUTHORS,
    "questions:review": AUTHORS_POST,
    "questions:publication": AUTHORS_POST,
    "questions:draft": AUTHORS_POST,
    "questions:retirement": AUTHORS_POST,
    "reports:report": OWN,
    "reports:errata": PEOPLE,
    "reports:correction": AUTHORS,
    "reports:rescoring": AUTHORS,
    "reports:official": OWN,
    "reports:report_csv": OWN,
    "reports:report_pdf": OWN if pdf.is_available() else Row(SEND, GONE, GONE, GONE, GONE),
    "reports:progress": PEOPLE,
    "reports:weaknesses": PEOPLE,
    "reports:real_results": PEOPLE,  # one's own; addresses name no one
    "reports:withdrawal": Row(SEND, 405, 405, 405, 405),
    "reports:analysis": AUTHORS,
    "reports:question_analysis": AUTHORS,
    "api-questions:exams": API,
    "api-questions:exam": API,
    "api-attempts:attempts": API,
    "api-attempts:attempt": API_OWN,
    "api-attempts:paper": API_OWN,
    "api-attempts:answer": API_POST,
    "api-attempts:marks": API_POST,
    "api-attempts:solution": API_POST,
    "api-attempts:pause": API_POST,
    "api-attempts:resumption": API_POST,
    "api-attempts:submission": API_POST,
    "api-attempts:result": API_OWN,
    "api-attempts:review": API_OWN,
    "api-reports:report": Row(WHO, 202, GONE, GONE, GONE),  # no worker runs here: being computed
    "health:live": OPEN,
    "health:ready": OPEN,
    "health:deep": Row(WHO, NO, NO, NO, IN),
    "schema": API,
    "api-docs": API,
}
# These look at an attempt that is over; everything else with an attempt in it, at a running one.
ENDED = {"answers", "answer", "report", "result", "review"}
ENDED |= {"official", "report_csv", "report_pdf"}
RUNNING = {"attempts:review", "api-attempts:answer"}

# What a look may write down: that an item was seen, and that a person has the address they have.
SEEN = {"Item.first_seen_at", "EmailAddress.*"}


def routes(patterns: list, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, pattern.namespace or space)
        else:
            yield (f"{space}:{pattern.name}" if space else str(pattern.name)), pattern


ROUTES = dict(routes(get_resolver().url_patterns))


@pytest.fixture
def cast(alice, bob, carol, dave) -> dict[str, Client]:
    people = {"alice": alice, "bob": bob, "carol": carol, "dave": dave}
    return {"anonymous": Client()} | {name: signed_in(user) for name, user in people.items()}


@pytest.fixture
def values(alice) -> dict[str, dict]:
    """What stands in an address: alice's running and her finished attempt, a question."""
    exam = factories.exam(code="EX")
    finished = factories.finished(of=alice, exam=exam, right=3, wrong=2)
    running = factories.attempt(of=alice, exam=exam)
    plain = {"code": "EX", "position": 1, "number": 1, "key": "a-b", "uidb36": "zz"}
    version = running.items.select_related("version__question")[0].version
    made = correct(version, None, reason="Outdated", by=alice, now=running.started_at)
    plain |= {"reference": version.question, "correction_id": made.pk}
    return {
        "ended": plain | {"attempt_id": finished.pk},
        "running": plain | {"attempt_id": running.pk},
    }


def address(name: str, values: dict, *, attempt_id: object = None) -> str:
    wanted = ROUTES[name].pattern.regex.groupindex.keys() | ROUTES[name].pattern.converters.keys()
    is_ended = name.partition(":")[2] in ENDED and name not in RUNNING
    said = values["ended" if is_ended else "running"] | (
        {"attempt_id": attempt_id} if attempt_id else {}
    )
    return reverse(name, kwargs={each: said[each] for each in wanted})


def body_of(answer) -> bytes:
    """The page without what is new in every answer: masked CSRF tokens."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"token", answer.content)


def test_every_route_has_a_row_and_every_row_a_route():
    assert TABLE.keys() == ROUTES.keys()


def test_everyone_gets_what_the_table_says(cast, values):
    found = {
        name: Row(*(client.get(address(name, values)).status_code for client in cast.values()))
        for name in TABLE
    }
    assert found == TABLE


def test_every_answer_bears_the_headers_whoever_gets_it(cast, values):
    for name in TABLE:
        for client in cast.values():
            answer = client.get(address(name, values))
            assert {header: answer.get(header) for header in HEADERS} == HEADERS, name
            assert "default-src 'self'" in answer["Content-Security-Policy"], name
            assert "no-store" in answer["Cache-Control"], name


def test_whoever_must_sign_in_comes_back_to_the_page_they_wanted(cast, values):
    for name, row in TABLE.items():
        where = address(name, values)
        if row.anonymous == SEND and not name.startswith("account_"):
            assert cast["anonymous"].get(where).url == f"/accounts/login/?next={where}"


def test_looking_at_every_page_writes_nothing(cast, values):
    """Beside SEEN: a report page tells the worker, which is a message and a row of the cache."""
    for client in cast.values():
        before = domain_rows()
        for name in TABLE:
            client.get(address(name, values))
            client.head(address(name, values))
        assert changes(before, domain_rows(), but=SEEN) == {}


def test_a_page_that_writes_on_get_would_be_noticed(cast, values):
    before = domain_rows()
    cast["alice"].post(reverse("accounts:account"), {"theme": "dark", "text_scale": "100"})
    assert "User" in changes(before, domain_rows(), but=SEEN)


API_DOORS = {name for name in TABLE if name.startswith("api-")} | {"schema", "health:deep"}
OWNED = [name for name, row in TABLE.items() if "attempt_id" in str(ROUTES[name].pattern)]


@pytest.mark.parametrize("who", ["bob", "carol", "dave"])
def test_what_is_somebody_elses_looks_as_if_it_were_not_there(cast, values, who):
    before = domain_rows()
    for name in OWNED:
        for method in ("get", "post", "put"):
            theirs, nowhere = (
                getattr(cast[who], method)(each, {}, content_type="application/json")
                for each in (address(name, values), address(name, values, attempt_id=NOWHERE))
            )
            assert theirs.status_code in {404, 405}, f"{method} {name}"
            assert (theirs.status_code, body_of(theirs)) == (nowhere.status_code, body_of(nowhere))
    assert changes(before, domain_rows(), but=SEEN) == {}


def test_every_page_of_an_attempt_is_among_those():
    assert len(OWNED) == 27
    assert all(TABLE[name].bob in {404, 405} for name in OWNED)


@pytest.mark.parametrize("who", Row._fields)
def test_without_its_csrf_token_nothing_is_accepted(cast, values, who):
    cast[who].handler.enforce_csrf_checks = True
    before = domain_rows()
    for name in TABLE:
        refused = 401 if name in API_DOORS and who == "anonymous" else 403
        for method in ("post", "put", "patch", "delete"):
            call = getattr(cast[who], method)
            answer = call(address(name, values), {}, content_type="application/json")
            assert answer.status_code == refused, f"{method} {name}"
    assert changes(before, domain_rows(), but=SEEN) == {}


def test_with_its_csrf_token_a_form_is_accepted(cast, alice):
    client = cast["alice"]
    client.handler.enforce_csrf_checks = True
    where = reverse("accounts:account")
    page = client.get(where).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', page)[0]
    form = {"theme": "dark", "text_scale": "100"}
    assert client.post(where, form | {"csrfmiddlewaretoken": "a" * 64}).status_code == 403
    assert client.post(where, form | {"csrfmiddlewaretoken": token}).status_code == 302
