import pytest
from django.urls import reverse

from attempts.models import ResultChange
from questions import publishing
from questions.models import Correction
from reports import nudge
from reports.tasks import rescore_missed
from tests import factories
from tests.conftest import NOON

HTMX = {"HX-Request": "true"}
VOID = {"verdict": "void", "reason": "No answer is right."}


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """Messages to the worker, kept here instead of in a broker."""
    messages = []
    monkeypatch.setattr(nudge, "_post", lambda *message: messages.append(message))
    return messages


@pytest.fixture
def attempt(alice):
    return factories.finished(of=alice, right=5, wrong=2, types=("multiple_choice",), now=NOON)


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def version(attempt):
    return attempt.items.select_related("version__question").get(position=1).version


def correction_of(version) -> str:
    return reverse("reports:correction", args=[version.question.reference, version.number])


def test_a_correction_is_shown_before_it_is_made(as_carol, version, sent):
    page = text(as_carol.post(correction_of(version), VOID | {"do": "preview"}))
    assert "Nothing has been written yet" in page
    assert 'value="confirm"' in page
    assert not Correction.objects.exists()
    assert not sent


def test_a_confirmed_correction_is_made_and_the_worker_told(as_carol, version, sent):
    response = as_carol.post(correction_of(version), VOID | {"do": "confirm"})
    made = Correction.objects.get()
    assert response.url == reverse("reports:rescoring", args=[made.pk])
    assert len(sent) == 1
    page = text(as_carol.get(response.url))
    assert "0 of 1 attempts" in page
    assert 'hx-trigger="every 2s"' in page
    assert 'http-equiv="refresh"' in page


def test_confirmed_twice_it_is_made_once(as_carol, version):
    as_carol.post(correction_of(version), VOID | {"do": "confirm"})
    assert as_carol.post(correction_of(version), VOID | {"do": "confirm"}).status_code == 422
    assert Correction.objects.count() == 1


def test_a_correction_without_a_reason_is_refused(as_carol, version):
    response = as_carol.post(correction_of(version), {"verdict": "void", "do": "confirm"})
    assert response.status_code == 422
    assert not Correction.objects.exists()


def test_the_progress_stops_asking_at_the_end(as_carol, version):
    as_carol.post(correction_of(version), VOID | {"do": "confirm"})
    url = reverse("reports:rescoring", args=[Correction.objects.get().pk])
    assert as_carol.get(url, headers=HTMX).status_code == 200
    rescore_missed()
    response = as_carol.get(url, headers=HTMX)
    assert response.status_code == 286
    assert text(response).startswith('<section id="progress"')
    assert "hx-trigger" not in text(response)


def test_a_draft_and_a_version_nobody_was_asked_are_not_corrected(as_carol, carol, version):
    assert "Correct the key" in text(as_carol.get(f"/author/questions/{version.question}/"))
    draft = publishing.revise(version.question, by=carol, now=NOON)
    assert as_carol.get(correction_of(draft)).status_code == 404
    publishing.retire(version, by=carol, now=NOON)
    version.items.all().delete()
    assert "Nobody was asked" in text(as_carol.get(correction_of(version)))


def test_the_candidate_finds_it_on_report_answers_and_lists(as_alice, as_carol, attempt, version):
    key = {"verdict": "key", "reason": "The limit was raised.", "answer": "C", "do": "confirm"}
    as_carol.post(correction_of(version), key)
    rescore_missed()
    changed = ResultChange.objects.that_count().exists()
    assert "The limit was raised." in text(
        as_alice.get(reverse("reports:report", args=[attempt.pk]))
    )
    answer = text(as_alice.get(reverse("attempts:answer", args=[attempt.pk, 1])))
    assert "The key of this question was corrected." in answer
    assert ("Corrected" in text(as_alice.get(reverse("attempts:attempts")))) is changed
    assert "The limit was raised." in text(as_alice.get(reverse("reports:errata")))
