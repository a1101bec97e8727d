from attempts.models import Attempt
from tests import factories


def test_locked_reads_the_row_as_it_is_now(alice):
    attempt = factories.attempt(of=alice)
    Attempt.objects.update(number=9)
    with attempt.locked():
        assert attempt.number == 9


def test_queryset_words_chain(alice, bob):
    exam = factories.exam(spare=2)
    done, running = factories.finished(of=alice, exam=exam), factories.attempt(of=bob, exam=exam)
    assert list(Attempt.objects.of(alice).finished().scored()) == [done]
    assert list(Attempt.objects.in_progress()) == [running]
    done.result.delete()
    assert list(Attempt.objects.awaiting_result()) == [done]
