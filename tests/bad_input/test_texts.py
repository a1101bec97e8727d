"""Text that would run if a page let it: kept as it is, escaped wherever it is shown."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import now

from accounts.models import User
from attempts import lifecycle
from questions.models import QuestionVersion
from tests import factories
from tests.bad_input.corpus import read
from tests.bad_input.judging import HEADERS, failures, live_markup
from tests.bad_input.test_editor import GOOD, address, draft, over
from tests.bad_input.test_forms import FORM, GOOD_ACCOUNT

__all__ = ["draft"]  # a fixture
ANY = {"status": [200, 302, 400, 422], "may_change": ["Item.*", "User.*", "QuestionVersion.*"]}
TEXTS = [ANY | case for case in read("texts")]
# What Markdown makes of a text is a page's own business; the words of it must still be there.
FIELDS = ["gist", "stem", "decides", "takeaway", "services"]
LISTS = ["option_text", "option_because", "option_misconception"]


def one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def html_of(data) -> Iterator[str]:
    """Everything that a program is told is HTML: the values of fields called html or *_html."""
    if isinstance(data, dict):
        yield from (str(data[name]) for name in data if name.endswith("html"))
    for each in data.values() if isinstance(data, dict) else data:
        if isinstance(each, dict | list):
            yield from html_of(each)


def pages(client: Client, *addresses: str) -> str:
    """Several pages as one; none of them may fail or let a text run."""
    found = []
    for where in addresses:
        answer = client.get(where)
        assert answer.status_code == 200, where
        assert {name: answer.get(name) for name in HEADERS} == HEADERS
        found.append(answer.content.decode())
        assert not live_markup(found[-1]), where
    return "".join(found)


def test_a_note_is_kept_and_shown_as_text(as_alice, alice):
    attempt = factories.attempt(of=alice, tasks_each=1, scored=2, pilot=0)
    item = attempt.items.get(position=1)
    where = reverse("attempts:item", args=[attempt.pk, 1])
    marks = reverse("api-attempts:marks", args=[attempt.pk, 1])
    shown = [where, reverse("attempts:paper", args=[attempt.pk])]

    def send(case):
        answer = as_alice.put(marks, {"note": case["text"]}, "application/json")
        item.refresh_from_db()
        assert answer.status_code == 400 or item.note == case["text"].strip()
        form = {"note": case["text"], "rev": item.rev}
        assert as_alice.post(where, urlencode(form), FORM).status_code == 302
        item.refresh_from_db()
        assert one_line(item.note) == one_line(case["text"])
        assert escape(item.note) in pages(as_alice, *shown)
        return answer

    assert failures(TEXTS, send) == {}


def test_a_note_is_text_in_the_review_of_answers_too(as_alice, alice):
    attempt = factories.finished(of=alice, wrong=3)
    item = attempt.items.get(position=1)
    where = reverse("attempts:answer", args=[attempt.pk, 1])

    def send(case):
        attempt.items.filter(pk=item.pk).update(note=case["text"])
        assert escape(case["text"]) in pages(as_alice, where)
        return as_alice.get(reverse("api-attempts:review", args=[attempt.pk]))

    assert failures(TEXTS, send) == {}


def test_a_name_is_kept_and_shown_as_text(as_alice, alice):
    where = reverse("accounts:account")

    def send(case):
        form = GOOD_ACCOUNT | {"display_name": case["text"]}
        answer = as_alice.post(where, urlencode(form), FORM)
        name = User.objects.get(pk=alice.pk).display_name
        assert answer.status_code == 422 or name == case["text"].strip()
        assert escape(name) in pages(as_alice, where)
        pages(as_alice, "/", "/exams/", "/attempts/")
        return answer

    assert failures(TEXTS, send) == {}


def test_what_an_author_types_is_kept_and_never_runs(as_carol, draft):
    good = over(draft, "question")
    shown = [address("question"), reverse("questions:questions")]
    shown.append(reverse("questions:version", args=["taken-1", draft.number]))

    def send(case):
        text = case["text"][:60]
        typed = dict.fromkeys(FIELDS, text)
        typed |= {name: [text, *GOOD[name][1:]] for name in LISTS}
        answer = as_carol.post(address("question"), urlencode(good | typed, doseq=True), FORM)
        stored = QuestionVersion.objects.get(pk=draft.pk)
        assert answer.status_code == 302
        assert one_line(stored.stem) == one_line(text)
        assert one_line(stored.body["options"][0]["text"]) == one_line(text)
        pages(as_carol, *shown)
        preview = as_carol.post(address("preview"), urlencode(good | typed, doseq=True), FORM)
        assert preview.status_code == 200
        assert not live_markup(preview.content.decode())
        return answer

    assert failures(TEXTS, send) == {}


def test_what_an_author_typed_never_runs_at_a_candidate(as_alice, alice):
    """Every vector in every text of a question, on the pages and in the API, before and after."""
    for number, case in enumerate(read("texts")):
        kind = factories.TYPES[number % len(factories.TYPES)]
        mark = f" {case['text']}".replace("\x00", "")[:300]
        if number % 8 == 0:
            exam = factories.blueprint(weights=(100,), tasks_each=1, scored=8, pilot=0)
            task = exam.domains.get().tasks.get()
        factories.question(task, type=kind, mark=mark)
        if number % 8 == 7:
            attempt = factories.attempt(of=alice, exam=exam)
            where = [reverse("attempts:paper", args=[attempt.pk])]
            pages(as_alice, *where, reverse("attempts:item", args=[attempt.pk, 1]))
            paper = as_alice.get(reverse("api-attempts:paper", args=[attempt.pk])).json()
            assert not live_markup("".join(html_of(paper)))
            lifecycle.submit(attempt, by=alice, now=now())
            for position in range(1, 9):
                pages(as_alice, reverse("attempts:answer", args=[attempt.pk, position]))
            review = as_alice.get(reverse("api-attempts:review", args=[attempt.pk])).json()
            assert not live_markup("".join(html_of(review)))
            exam.offers_mock_exam = False
            exam.save()
