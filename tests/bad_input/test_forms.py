"""Forms posted by hand: the exam page, the start page, sign-in, sign-up and one's account."""

from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import factories
from tests.bad_input.corpus import read
from tests.bad_input.judging import failures

FORM = "application/x-www-form-urlencoded"
GOOD_RESULT = {"taken_on": "2026-02-20", "outcome": "passed", "scaled": "745"}
GOOD_ACCOUNT = {"display_name": "Alice", "theme": "dark", "text_scale": "100"}
LOOKED_AT = ["Item.first_seen_at"]
NOTED = ["GuessCount.*", "AuditEntry.*"]  # of every wrong password


def post(client, address: str, case: dict, *, over: dict | None = None):
    if "files" in case:
        files = [SimpleUploadedFile("a.php", b"<?php") for _ in range(case["files"])]
        return client.post(address, {"answer": files, "rev": "0"})
    if "raw" in case:
        return client.generic("POST", address, case["raw"].encode(), case.get("type", FORM))
    return client.post(address, urlencode((over or {}) | case["form"], doseq=True), FORM)


def with_status(status: int | list[int], found: list[dict], **more) -> list[dict]:
    return [{"status": status} | more | case for case in found]


@pytest.fixture
def attempt(alice):
    return factories.attempt(of=alice)


def test_the_exam_page_takes_nothing_that_is_not_an_answer(as_alice, attempt):
    def send(case):
        kind = case.get("kind", "multiple_choice")
        item = attempt.items.filter(version__type=kind)[0]
        return post(as_alice, reverse("attempts:item", args=[attempt.pk, item.position]), case)

    assert failures(with_status(400, read("item_form"), may_change=LOOKED_AT), send) == {}


def test_where_a_form_leads_is_never_another_host(as_alice, attempt):
    address = reverse("attempts:item", args=[attempt.pk, 1])
    for go in [
        "//evil.example",
        "https://evil.example",
        "\\\\evil",
        "1\r\nLocation: //evil",
        "9" * 9,
    ]:
        gone = as_alice.post(address, {"go": go})
        assert gone.status_code == 302
        assert gone.url.startswith("/attempts/")
        assert "\n" not in gone.url


def test_an_answer_of_a_stale_page_is_logged_and_does_not_count(as_alice, attempt):
    item = attempt.items.filter(version__type="multiple_choice")[0]
    address = reverse("attempts:item", args=[attempt.pk, item.position])
    assert as_alice.post(address, {"answer": "A", "rev": "99"}).status_code == 409
    assert attempt.answer_events.get().outcome == "stale"
    assert not attempt.items.exclude(answer=None).exists()


def test_the_start_page_begins_nothing_it_does_not_understand(as_alice):
    address = reverse("attempts:start", args=[factories.exam().code])
    found = with_status([400, 422], read("start_form"))
    assert failures(found, lambda case: post(as_alice, address, case)) == {}


def test_sign_in_and_sign_up_let_nobody_in_and_send_no_mail(alice, settings):
    def send(case):
        cache.clear()
        client = Client()
        answer = post(client, reverse(f"account_{case['page']}"), case)
        assert "_auth_user_id" not in client.session
        return answer

    cases = with_status([200, 400], read("accounts"), may_change=NOTED)
    assert failures(cases, send) == {}
    assert not mail.outbox


@pytest.mark.parametrize("twin", ["ALICE@EXAMPLE.ORG", " alice@example.org ", "Alice@Example.Org"])
def test_one_address_in_other_letters_is_no_second_account(alice, empty_cache, twin):
    """Unlike strangers, a known address is written to; nobody learns from the page that it is."""
    form = {"email": twin, "password1": "correct horse battery staple"}
    Client().post(reverse("account_signup"), form)
    assert User.objects.count() == 1


def test_the_account_page_says_what_is_wrong_and_keeps_the_person(as_alice):
    address = reverse("accounts:account")
    found = with_status(422, read("account_form"))
    for case in found:
        case.pop("field", None)
    assert failures(found, lambda case: post(as_alice, address, case, over=GOOD_ACCOUNT)) == {}


def test_a_real_result_that_cannot_be_is_not_kept(as_alice):
    address = reverse("reports:real_results", args=[factories.blueprint().code])
    found = with_status(422, read("real_result"))
    assert failures(found, lambda case: post(as_alice, address, case, over=GOOD_RESULT)) == {}
    assert as_alice.post(address, GOOD_RESULT).status_code == 302


@pytest.mark.parametrize(
    "more",
    [{"role": "administrator"}, {"is_superuser": "1"}, {"email": "x@example.org"}, {"id": "1"}],
)
def test_nobody_makes_themselves_more_than_they_are(as_alice, alice, more):
    as_alice.post(reverse("accounts:account"), GOOD_ACCOUNT | more)
    now = User.objects.get(pk=alice.pk)
    assert (now.role, now.is_superuser, now.email) == ("candidate", False, "alice@example.org")


@pytest.mark.parametrize(
    "more", [{"role": "administrator"}, {"is_superuser": "on"}, {"is_staff": "1"}]
)
def test_nobody_signs_up_as_more_than_a_candidate(empty_cache, more):
    form = {"email": "new@example.org", "password1": "correct horse battery staple"}
    Client().post(reverse("account_signup"), form | more)
    made = User.objects.get()
    assert (made.role, made.is_superuser, made.is_staff) == ("candidate", False, False)
