import pytest

from accounts.models import User
from exam_platform.quickstart.people import CHANGED, demo_people

pytestmark = pytest.mark.django_db


def test_a_candidate_and_an_instructor_with_passwords_that_work(tmp_path):
    candidate, instructor = demo_people(tmp_path)
    assert not User.objects.get(email=candidate.email).is_instructor
    assert User.objects.get(email=instructor.email).is_instructor
    for person in (candidate, instructor):
        assert len(person.password) >= 16
        assert User.objects.get(email=person.email).check_password(person.password)
    assert candidate.password != instructor.password


def test_the_next_start_finds_the_same_people_and_passwords(tmp_path):
    assert demo_people(tmp_path) == demo_people(tmp_path)
    assert User.objects.count() == 2


def test_a_password_that_was_changed_is_not_put_back(tmp_path):
    demo_people(tmp_path)
    candidate = User.objects.get(email="candidate@rehearsal.example")
    candidate.set_password("a passphrase of my own")
    candidate.save()
    assert demo_people(tmp_path)[0].password == CHANGED
    candidate.refresh_from_db()
    assert candidate.check_password("a passphrase of my own")


def test_a_line_has_title_address_and_password_in_columns(tmp_path):
    candidate, instructor = demo_people(tmp_path)
    assert str(candidate).split() == ["Candidate", candidate.email, candidate.password]
    assert str(candidate).index("@") < str(candidate).index(candidate.password)
    assert str(instructor).index(instructor.password) == str(candidate).index(candidate.password)
