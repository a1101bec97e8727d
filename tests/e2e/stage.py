"""People in the middle of things, so that every screen has something to show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from uuid import uuid4

from django.utils.timezone import now

from accounts.models import Role, User
from attempts import answering, lifecycle, rescoring
from attempts.models import Attempt, Item
from questions import publishing
from questions.models import Correction, QuestionVersion
from reports import cascade, weakness
from tests import factories
from tests.conftest import PASSWORD
from tests.e2e.sitting import first_of, items_of, mock_exam


@dataclass
class Stage:
    """Everybody is made when first asked for; all but `correction` leave the bank as it was."""

    def _person(self, name: str, role: Role = Role.CANDIDATE) -> User:
        email = f"{name.split()[0].lower()}-{uuid4().hex[:8]}@example.org"
        return User.objects.create_user(email, PASSWORD, display_name=name, role=role)

    @cached_property
    def newcomer(self) -> User:
        """Has done nothing yet."""
        return self._person("Noor Ahmed")

    @cached_property
    def sitter(self) -> User:
        return self.sitting.candidate

    @cached_property
    def sitting(self) -> Attempt:
        """45 minutes into an exam: answers, gaps, flags, strike-outs and a note."""
        began = now() - timedelta(minutes=45)
        attempt = factories.attempt(of=self._person("Sina Berg"), exam=mock_exam(), now=began)
        for item in items_of(attempt)[:26]:
            if item.position % 9:
                give(item, is_right=True, at=began)
            if item.position % 8 == 0:
                answering.mark(attempt, item.position, flagged=True, now=began)
        choice = first_of(items_of(attempt), "multiple_choice")
        struck = factories.wrong_answer(choice)["selected"]
        answering.mark(attempt, choice.position, struck=struck, note="Read the limits", now=began)
        return attempt

    @cached_property
    def graduate(self) -> User:
        return self.sat.candidate

    @cached_property
    def sat(self) -> Attempt:
        """The last of three exams, each with its report."""
        graduate = self._person("Greta Lind")
        for days, share in ((30, 0.55), (12, 0.68)):
            self._sit(graduate, began=now() - timedelta(days=days), share=share)
        return self._sit(graduate, began=now() - timedelta(days=2), share=0.74)

    @cached_property
    def correction(self) -> Correction:
        """A question of the graduate's last exam was voided, and what it concerns scored anew."""
        item = self.sat.items.filter(is_scored=True, is_correct=False).first()
        told = {"reason": "The service it is about was renamed.", "by": self.instructor}
        made = rescoring.decide(item.version, None, now=now(), **told)
        cascade.rescore_some(now=now())
        weakness.write(self.sat, now=now())
        return made

    @cached_property
    def finisher(self) -> User:
        return self.handed_in.candidate

    @cached_property
    def handed_in(self) -> Attempt:
        """An exam just ended. No worker runs beside a stage, so its report is being waited for."""
        began = now() - timedelta(hours=2)
        return self._sit(self._person("Finn Okoro"), began=began, share=0.6, is_reported=False)

    @cached_property
    def instructor(self) -> User:
        return self._person("Carol Weber", Role.INSTRUCTOR)

    def draft(self, type: str) -> QuestionVersion:
        """A new version to work on, of the last question of its type."""
        published = QuestionVersion.objects.filter(type=type, state="published")
        newest = published.order_by("question__reference").last()
        return publishing.revise(newest.question, by=self.instructor, now=now())

    def published(self) -> QuestionVersion:
        return QuestionVersion.objects.filter(state="published", type="multiple_choice").first()

    def _sit(
        self, candidate: User, *, began: datetime, share: float, is_reported: bool = True
    ) -> Attempt:
        attempt = factories.attempt(of=candidate, exam=mock_exam(), now=began)
        draw, at = Random(f"{share}"), began
        for item in items_of(attempt)[:-1]:
            seconds = draw.randint(30, 150)
            at += timedelta(seconds=seconds)
            give(item, is_right=draw.random() < share, at=at)
            answering.mark(
                attempt, item.position, seconds_more=seconds, flagged=draw.random() < 0.1, now=at
            )
        lifecycle.submit(attempt, by=candidate, now=at)
        if is_reported:
            weakness.write(attempt, now=at)
        return attempt


def give(item: Item, *, is_right: bool, at: datetime) -> None:
    answer = factories.right_answer(item) if is_right else factories.wrong_answer(item)
    factories.give(item, answer, now=at)
