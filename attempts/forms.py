"""What the candidate's forms say, in the words of the rules."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import APIException

from accounts.models import ExtraTime, User
from attempts.answering import Given
from attempts.models import Attempt, Item
from attempts.states import Mode, Sure
from exam_platform.http import StrictInteger, StrictSerializer, StrictText, first_fault
from exam_platform.strict_json import StrictJsonParser

NOTE_LENGTH = 2000
LARGEST_FILE = 250_000  # bytes; two saves for each of 100 questions take a tenth of it
LARGEST_SEQ = 2**53 - 1  # what a browser counts to exactly
LARGEST_REV = 2**31 - 1
CLIENT_ID = RegexValidator(r"^[A-Za-z0-9._-]+\Z", "Use letters, digits, dot, dash, underscore.")
MOST_DIGITS = 9  # of a number that still fits a column of the database


class StartForm(forms.Form):
    mode = forms.ChoiceField(choices=Mode, initial=Mode.EXAM)
    extra_time = forms.ChoiceField(choices=ExtraTime, initial=ExtraTime.NONE, required=False)

    def clean(self) -> dict[str, Any]:
        """In an exam the time is not the candidate's choice; what was left chosen is dropped."""
        data = super().clean() or self.cleaned_data
        if data.get("mode") == Mode.EXAM or not data.get("extra_time"):
            data["extra_time"] = ExtraTime.NONE
        return data


class GrantForm(forms.Form):
    email = forms.EmailField(label="E-mail address of the candidate")
    extra_time = forms.ChoiceField(choices=ExtraTime)
    reason = forms.CharField(max_length=300, help_text="Kept in the log. Be brief and factual.")

    def clean_email(self) -> User:
        """The person behind the address."""
        user = User.objects.filter(email=self.cleaned_data["email"].lower()).first()
        if user is None:
            raise forms.ValidationError("Nobody has an account with this address.")
        return user


@dataclass(frozen=True, slots=True)
class ItemForm:
    """The exam page as posted without script: everything about one item, and where to go next.

    `go` is next, prev, review, save, clear, check, pause, the number of an item, or, for an
    ordering question, add, up, down or out with a letter: "up:B".
    """

    post: QueryDict
    item: Item

    @property
    def go(self) -> str:
        return self.post.get("go", "save")

    @property
    def wire(self) -> dict[str, Any] | None:
        """The answer in the wire form, or None where there is none."""
        if self.go == "clear":
            return None
        kind = self.item.version.type
        if kind == "matching":
            return {"pairs": pairs} if (pairs := self._pairs()) else None
        if kind == "ordering":
            return {"order": order} if (order := self._order()) else None
        return {"selected": letters} if (letters := self.post.getlist("answer")) else None

    @property
    def given(self) -> Given:
        """This answer as a save of its own; a page posted twice is two saves, both right."""
        rev = self.post.get("rev", "")
        base_rev = int(rev[:MOST_DIGITS]) if rev.isascii() and rev.isdigit() else self.item.rev
        return Given(self.wire, client_id=f"form-{uuid4().hex}", seq=1, base_rev=base_rev)

    @property
    def marks(self) -> dict[str, Any]:
        """Flag, strike-outs and note. An option both chosen and struck counts as chosen."""
        chosen = self.post.getlist("answer")
        return {
            "flagged": "flag" in self.post,
            "struck": [each for each in self.post.getlist("strike") if each not in chosen],
            "sure": sure if (sure := self.post.get("sure", self.item.sure)) in Sure else "",
            "note": self.post.get("note", self.item.note).replace("\x00", "")[:NOTE_LENGTH],
        }

    def _pairs(self) -> dict[str, str]:
        numbers = range(1, len(self.item.layout["prompts"]) + 1)
        found = {str(number): self.post.get(f"pair-{number}", "") for number in numbers}
        return {number: letter for number, letter in found.items() if letter}

    def _order(self) -> list[str]:
        """The order as it stands after the pressed button."""
        order = self.post.getlist("order")
        step, _, letter = self.go.partition(":")
        if step == "add" and letter not in order:
            return [*order, letter]
        if step == "out":
            return [each for each in order if each != letter]
        if step in MOVES and letter in order:
            place = order.index(letter)
            order.remove(letter)
            order.insert(max(place + MOVES[step], 0), letter)
        return order


MOVES = {"up": -1, "down": 1}


class SaveInput(StrictSerializer):
    """One save, as a browser or a program sends it."""

    answer = serializers.JSONField(allow_null=True)
    client_id = StrictText(max_length=64, trim_whitespace=False, validators=[CLIENT_ID])
    seq = StrictInteger(min_value=1, max_value=LARGEST_SEQ)
    base_rev = StrictInteger(min_value=0, max_value=LARGEST_REV)


class AnswerFileInput(StrictSerializer):
    class Save(SaveInput):
        position = StrictInteger(min_value=1, max_value=LARGEST_REV)

    attempt = serializers.UUIDField()
    answers = Save(many=True, allow_empty=False)


class AnswerFileForm(forms.Form):
    file = forms.FileField(label="Answer file")

    def __init__(self, *args: Any, attempt: Attempt) -> None:
        super().__init__(*args)
        self.attempt = attempt

    def clean_file(self) -> list[tuple[int, Given]]:
        """The saves in it, in their order."""
        said = AnswerFileInput(data=_json_in(self.cleaned_data["file"]))
        if not said.is_valid():
            raise forms.ValidationError(f"This is no answer file. {first_fault(said.errors)}")
        if said.validated_data["attempt"] != self.attempt.pk:
            raise forms.ValidationError("This file belongs to another attempt.")
        saves = [dict(each) for each in said.validated_data["answers"]]
        return [(save.pop("position"), Given(**save)) for save in saves]


def _json_in(file: UploadedFile) -> Any:
    if (file.size or 0) > LARGEST_FILE:
        raise forms.ValidationError(f"An answer file has at most {LARGEST_FILE:,} bytes.")
    try:
        return StrictJsonParser().parse(file)
    except APIException as fault:
        raise forms.ValidationError(f"This is no answer file. {fault.detail}") from fault
