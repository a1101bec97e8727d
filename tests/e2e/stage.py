"""People in the middle of things, so that every screen has something to show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from uuid import uuid4

from django.db.models import QuerySet
from django.utils.timezone import now

from accounts.models import Role, User
from attempts import answering, lifecycle, rescoring
from attempts.models import Attempt, Item
from questions import publishing
from questions.models import Correction, QuestionVersion
from reports import cascade, weakness
from reports.calibration import recalibrate
from reports.item_analysis import recompute
from reports.real_results import report_result
from tests import factories
from tests.conftest import PASSWORD
from tests.e2e.sitting import first_of, items_of, mock_exam
from tests.reports.crowd import crowd


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
        """Has sat three mock exams and the real one."""
        graduate, day = self.sat.candidate, now().date() - timedelta(days=20)
        report_result(graduate, mock_exam(), taken_on=day, passed=False, scaled=671, now=now())
        return graduate

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

    def analysed(self, rank: int) -> QuestionVersion:
        """A question whose worst flag has this rank, after sixty candidates and their night."""
        return self._crowd.filter(statistic__rank=rank).order_by("statistic__n", "pk")[0]

    @cached_property
    def _crowd(self) -> QuerySet[QuestionVersion]:
        versions = list(self._choices[:12])
        told = {"seconds": 75, "at": now()}
        crowd(mock_exam(), versions, size=60, choose=prefer_b_in_the_first, **told)
        crowd(mock_exam(), list(self._choices[12:20]), size=23, **told)
        later = now() + timedelta(days=1)
        recompute(as_of=later)
        recalibrate(as_of=later)
        recompute(as_of=later)
        return QuestionVersion.objects.filter(statistic__isnull=False)

    @property
    def _choices(self) -> QuerySet[QuestionVersion]:
        """The multiple-choice questions of the mock exam."""
        current = QuestionVersion.objects.current().of_exam(mock_exam())
        return current.filter(type="multiple_choice").select_related("question").order_by("pk")

    def _sit(
        self, candidate: User, *, began: datetime, share: float, is_reported: bool = True
    ) -> Attempt:
        attempt = factories.attempt(of=candidate, exam=mock_exam(), now=began)
        draw, at = Random(f"{share}"), began
        for item in items_of(attempt)[:-3]:
            seconds = draw.randint(30, 150)
            at += timedelta(seconds=seconds)
            is_right = draw.random() < share
            if item.position % 9 == 0:
                give(item, is_right=not is_right, at=at)
            give(item, is_right=is_right, at=at)
            sure = ("guess", "think", "sure")[item.position % 3 if is_right else draw.randint(0, 1)]
            flagged = draw.random() < 0.1
            answering.mark(
                attempt, item.position, seconds_more=seconds, flagged=flagged, sure=sure, now=at
            )
        answering.mark(attempt, items_of(attempt)[-3].position, now=at)
        lifecycle.submit(attempt, by=candidate, now=at)
        if is_reported:
            weakness.write(attempt, now=at)
        return attempt


def give(item: Item, *, is_right: bool, at: datetime) -> None:
    answer = factories.right_answer(item) if is_right else factories.wrong_answer(item)
    factories.give(item, answer, now=at)


def prefer_b_in_the_first(place: int, is_right: bool, *_: object) -> str | None:  # noqa: FBT001
    """As if the key of the first question were wrong."""
    return ("b" if is_right else "a") if place == 0 else None
