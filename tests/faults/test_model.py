"""F20: answers given, repeated, delayed and reordered at will, against a model that is a dict.

Hypothesis invents the sequence of events; after every step the database must say what the model
says. The model knows the rules of docs/saving.md and docs/timing.md, and none of the code.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from attempts import answering, lifecycle
from attempts.access import own_attempt_or_404
from attempts.answering import Given
from attempts.errors import AnswerLate, AnswerStale, AttemptClosed
from attempts.models import AnswerEvent, Attempt, Mode
from tests import factories
from tests.conftest import NOON
from tests.faults import oracle
from tests.faults.broken import rules
from tests.faults.sizes import size

GRACE = timedelta(seconds=10)
POSITIONS, TABS = (1, 2, 3), ("phone", "laptop")
STEPS_OF_TIME = [0.001, 1, 10, 600, 3590, 3600]


@dataclass(frozen=True)
class Message:
    """An answer on its way, as a tab sent it."""

    position: int
    given: Given


class ExamRoom(RuleBasedStateMachine):
    exam: object
    tally: object
    messages = Bundle("messages")

    @initialize()
    def begin(self):
        self.user = factories.user()
        self.attempt = factories.attempt(of=self.user, exam=self.exam, now=NOON)
        items = self.attempt.items.select_related("version")
        self.answers = {
            item.position: [*oracle.possible_answers(item)[:3], None]
            for item in items
            if item.position in POSITIONS
        }
        self.now, self.deadline, self.state = NOON, self.attempt.deadline, "in_progress"
        self.stored = dict.fromkeys(POSITIONS, (0, None))
        self.seen = {(tab, position): 0 for tab in TABS for position in POSITIONS}
        self.outcomes, self.seq = {}, 0

    # --- what people and networks do

    @rule(
        target=messages,
        tab=st.sampled_from(TABS),
        position=st.sampled_from(POSITIONS),
        n=st.integers(0, 3),
    )
    def write(self, tab, position, n):
        """An answer leaves a tab; whether and when it arrives is another step."""
        self.seq += 1
        given = Given(self.answers[position][n], tab, self.seq, self.seen[tab, position])
        return Message(position, given)

    @rule(
        target=messages,
        tab=st.sampled_from(TABS),
        position=st.sampled_from(POSITIONS),
        n=st.integers(0, 3),
    )
    def answer(self, tab, position, n):
        message = self.write(tab, position, n)
        self.deliver(message)
        return message

    @rule(message=messages)
    def deliver(self, message):
        """For the first time or again, in order or not."""
        expected = self.expected(message)
        attempt = own_attempt_or_404(self.user, self.attempt.pk, now=self.now)
        try:
            event = answering.save(attempt, message.position, message.given, now=self.now)
            found = "accepted", event.rev
        except AnswerStale as stale:
            found = "stale", stale.extra["rev"]
        except AnswerLate:
            found = "late", None
        except AttemptClosed:
            found = "closed", None
        assert found == expected, (message, found, expected)
        self.tally.operations += 1
        self.tally.acknowledged += found[0] == "accepted"
        if found[1] is not None:
            self.seen[message.given.client_id, message.position] = found[1]

    @rule(seconds=st.sampled_from(STEPS_OF_TIME))
    def time_passes(self, seconds):
        self.now += timedelta(seconds=seconds)

    @rule()
    def submit(self):
        self.settle()
        attempt = own_attempt_or_404(self.user, self.attempt.pk, now=self.now)
        lifecycle.submit(attempt, by=self.user, now=self.now)
        self.state = "submitted" if self.state == "in_progress" else self.state

    @rule()
    def sweep(self):
        lifecycle.settle_overdue(now=self.now)
        self.settle()

    @rule()
    def the_process_starts_again(self):
        connection.close()

    @rule()
    def start_again(self):
        """Another device opens the exam: it gets the attempt that runs."""
        self.settle()
        if self.state == "in_progress":
            found, is_new = lifecycle.start(self.exam, self.user, mode=Mode.EXAM, now=self.now)
            assert (found.pk, is_new) == (self.attempt.pk, False)

    # --- the model

    @property
    def is_over(self):
        return self.now > self.deadline + GRACE

    def settle(self):
        if self.is_over and self.state == "in_progress":
            self.state = "expired"

    def expected(self, message):
        self.settle()
        name = message.given.client_id, message.given.seq
        rev = self.stored[message.position][0]
        if name not in self.outcomes:
            outcome = self.decide(message, rev)
            if outcome[0] == "closed":
                return outcome
            self.outcomes[name] = outcome
        kind, accepted_rev = self.outcomes[name]
        return kind, {"accepted": accepted_rev, "stale": self.stored[message.position][0]}.get(kind)

    def decide(self, message, rev):
        if self.is_over or self.state == "expired":
            return "late", None
        if self.state == "submitted":
            return "closed", None
        if message.given.base_rev != rev:
            return "stale", None
        self.stored[message.position] = rev + 1, message.given.answer
        return "accepted", rev + 1

    @invariant()
    def the_database_says_the_same(self):
        items = self.attempt.items.select_related("version").filter(position__in=POSITIONS)
        found = {each.position: (each.rev, oracle.wire(each, each.answer)) for each in items}
        assert found == self.stored
        events = AnswerEvent.objects.filter(attempt=self.attempt).order_by("number")
        assert [each.number for each in events] == list(range(1, len(self.outcomes) + 1))
        assert {(e.client_id, e.seq): e.outcome for e in events} == {
            name: outcome for name, (outcome, _) in self.outcomes.items()
        }

    @invariant()
    def a_closed_attempt_is_scored_for_what_was_accepted(self):
        attempt = Attempt.objects.select_related("result").get(pk=self.attempt.pk)
        if self.state == "in_progress":
            return
        if attempt.is_open:
            assert self.is_over, "only the clock closes without a write"
            return
        items = list(attempt.items.select_related("version"))
        expected = oracle.score(attempt, items)
        assert {name: getattr(attempt.result, name) for name in expected} == expected


def run(room, *, examples: int, steps: int, **options) -> None:
    machine = type("Sitting", (ExamRoom,), {"exam": room.exam, "tally": room.tally})
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        **options,
    )
    run_state_machine_as_test(machine, settings=how)


def test_f20_whatever_arrives_in_whatever_order_the_database_is_the_model(open_room):
    room = open_room(scored=6, pilot=2)
    examples, steps = size(30, 1000), size(25, 50)
    run(room, examples=examples, steps=steps)
    room.tally.notes.append(f"{examples} sittings of at most {steps} steps")
    room.reckon()


BROKEN = ["without_memory", "takes_late_answers", "ends_early", "last_writer_wins"]


@pytest.mark.parametrize("variant", BROKEN[: size(2, len(BROKEN))])
def test_f20_control_the_model_finds_a_broken_rule(open_room, monkeypatch, variant):
    name, broken = getattr(rules, variant)
    monkeypatch.setattr(answering, name, broken)
    with pytest.raises(AssertionError):
        run(open_room(scored=6, pilot=2), examples=100, steps=40, phases=[Phase.generate])
