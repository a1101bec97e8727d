"""The judges themselves: what they must catch, they catch."""

import pytest
from django.http import HttpResponse, JsonResponse
from django.utils.html import escape

from accounts.models import User
from tests.bad_input.corpus import FOLDER, read
from tests.bad_input.judging import HEADERS, changes, domain_rows, failures, faults, live_markup

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' JavaScript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<base href=//evil.example/>",
    "<style>*{display:none}</style>",
    "<p style='position:fixed'>x</p>",
    "<button formaction=//evil.example>x</button>",
    "<div hx-on:click='alert(1)'>x</div>",
    '"><canary a="',
    "' canary='",
]


def answered(body: str, *, status: int = 400) -> HttpResponse:
    return HttpResponse(body, status=status, headers=HEADERS)


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_that_a_page_echoes_as_it_is_is_caught(attack):
    page = "<p>{0}</p><input value=\"{0}\"><input value='{0}'>"
    assert live_markup(page.format(attack))
    assert not live_markup(page.format(escape(attack)))


def test_an_error_of_ours_is_caught():
    assert faults(answered("", status=500))
    assert faults(answered("", status=200))
    assert faults(answered("", status=404), status=400)
    assert not faults(answered("", status=404))


def test_a_missing_header_is_caught():
    bare = HttpResponse("", status=400)
    assert faults(bare) == [f"no {name}" for name in HEADERS]


def test_a_field_that_is_not_named_is_caught():
    problem = {"code": "invalid", "detail": "seq: No.", "fields": {"seq": ["No."]}}
    answer = JsonResponse(problem, status=400, headers=HEADERS)
    assert not faults(answer, field="seq")
    assert faults(answer, field="client_id")
    assert faults(JsonResponse({"error": "No."}, status=400, headers=HEADERS))


def test_what_was_written_is_caught(alice, bob):
    before = domain_rows()
    assert not changes(before, domain_rows())
    User.objects.filter(pk=alice.pk).update(display_name="Mallory")
    after = domain_rows()
    assert "User" in changes(before, after)
    assert not changes(before, after, but=["User.display_name"])
    assert not changes(before, after, but=["User.*"])
    bob.delete()
    assert "User" in changes(after, domain_rows(), but=["User.display_name"])
    assert "User" in changes(domain_rows(), after)


def test_a_view_that_writes_fails_or_echoes_is_caught(alice, as_alice):
    def echo(case):
        return answered(f"<p>{case['text']}</p>", status=200)

    def write(case):
        User.objects.update(display_name=case["text"])
        return answered("", status=400)

    def fail(case):
        raise ZeroDivisionError

    attack = {"name": "attack", "text": "<script>alert(1)</script>", "status": [200, 400]}
    assert all("attack" in failures([attack], view) for view in (echo, write, fail))
    assert failures([attack], lambda case: answered(escape(case["text"]), status=200)) == {}
    assert User.objects.get().display_name == "Alice"


def test_the_corpus_is_large_and_no_case_hides_another():
    files = {path.stem: read(path.stem) for path in FOLDER.glob("*.yaml")}
    assert sum(map(len, files.values())) >= 600
    for name, found in files.items():
        names = [case["name"] for case in found]
        assert len(set(names)) == len(names), name
