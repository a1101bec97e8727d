"""What a candidate tells about the real exam."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict

from questions.models import Exam
from reports.models import RealResult
from reports.real_results import latest_day

PASSED, FAILED = "passed", "failed"


class DayField(forms.DateField):
    """A day as browsers send it: 2026-03-01."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": "Enter the date as year-month-day, like 2026-03-01."}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)


class RealResultForm(forms.Form):
    """One result. A score, where it is told, must agree with passed or not."""

    taken_on = DayField(label="Day of the exam")
    outcome = forms.ChoiceField(
        label="Result", choices=[("", "Choose"), (PASSED, "Passed"), (FAILED, "Not passed")]
    )
    scaled = forms.IntegerField(
        label="Scaled score, if you like",
        required=False,
        min_value=100,
        max_value=1000,
        help_text="From your score report: 100 to 1000.",
    )

    def __init__(
        self, data: QueryDict | None, *, exam: Exam, now: datetime, told: RealResult | None
    ) -> None:
        super().__init__(data, initial=_initial(told))
        self.exam, self.latest = exam, latest_day(now)

    def clean_taken_on(self) -> date:
        day: date = self.cleaned_data["taken_on"]
        if day > self.latest:
            raise forms.ValidationError("This day is still to come. Tell us when you have sat it.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        scaled, outcome, mark = data.get("scaled"), data.get("outcome"), self.exam.pass_mark
        if scaled and outcome and (scaled >= mark) != (outcome == PASSED):
            said = "a pass" if scaled >= mark else "not a pass"
            self.add_error("scaled", f"{scaled} is {said}: {self.exam} is passed from {mark} on.")
        return data

    @property
    def result(self) -> dict[str, Any]:
        """Of a valid form, in the words of the rule."""
        data = self.cleaned_data
        return {
            "taken_on": data["taken_on"],
            "passed": data["outcome"] == PASSED,
            "scaled": data["scaled"],
        }


class WithdrawalForm(forms.Form):
    """Which result is to be forgotten."""

    taken_on = DayField()


def _initial(told: RealResult | None) -> dict[str, Any]:
    if told is None:
        return {}
    outcome = PASSED if told.passed else FAILED
    return {"taken_on": told.taken_on, "outcome": outcome, "scaled": told.scaled}
