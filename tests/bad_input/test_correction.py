"""The form that corrects a key, posted by hand."""

import pytest
from django.urls import reverse

from questions.models import Correction
from tests import factories
from tests.bad_input.corpus import read
from tests.bad_input.judging import failures
from tests.bad_input.test_forms import post

GOOD = {"verdict": "key", "reason": "The limit was raised.", "answer": "C", "do": "confirm"}


@pytest.fixture
def address(alice):
    attempt = factories.finished(of=alice, right=3, types=("multiple_choice",))
    version = attempt.items.select_related("version__question").get(position=1).version
    return reverse("reports:correction", args=[version.question.reference, version.number])


def test_the_good_form_is_good(as_carol, address):
    assert post(as_carol, address, {"form": {}}, over=GOOD).status_code == 302
    assert Correction.objects.count() == 1


def test_what_is_no_correction_is_refused_and_not_stored(as_carol, address):
    cases = [{"status": [400, 422]} | case for case in read("correction")]
    assert failures(cases, lambda case: post(as_carol, address, case, over=GOOD)) == {}


def test_a_reason_is_shown_as_text(as_carol, address):
    said = GOOD | {"reason": "<script>alert(1)</script><b>bold</b>"}
    page = as_carol.post(address, said, follow=True).text
    assert "&lt;script&gt;" in page
    assert "<b>bold" not in page
    assert "<b>bold" not in as_carol.get(reverse("reports:errata")).text
