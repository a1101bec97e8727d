"""The form in which somebody says what the right key of a published question is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from questions.correcting import ensure_news, key_in_force, layout_of, parse_key
from questions.errors import KeyMalformed, NothingToCorrect
from questions.item_types import ITEM_TYPES, Answer
from questions.item_types.contract import ids_of
from questions.markup import stored_html
from questions.models import QuestionVersion

REASON_LENGTH = 500
KEY, VOID = "key", "void"


@dataclass(frozen=True, slots=True)
class KeyOption:
    """An option as its author sees it. `place` is where it stands in the order, 0 if nowhere."""

    letter: str
    html: str
    chosen: bool
    place: int


@dataclass(frozen=True, slots=True)
class KeyPrompt:
    """`chosen` is the letter that belongs to it."""

    number: str
    html: str
    chosen: str


class KeyForm(forms.Form):
    """Valid when `right_key` (None: no answer is right) is another key than that in force.

    The key is posted in the author's letters: `answer`, `place-A` or `pair-1`.
    """

    verdict = forms.ChoiceField(
        label="What is to be done",
        choices={KEY: "Correct the key", VOID: "Void the question"},
        initial=KEY,
    )
    reason = forms.CharField(
        label="What was wrong",
        max_length=REASON_LENGTH,
        help_text="Everybody who signs in can read this. Do not quote the question or its options.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: QueryDict | None = None, *, version: QuestionVersion) -> None:
        super().__init__(data)
        self.data: QueryDict = data or QueryDict()
        self.version = version
        self.right_key: Answer | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.right_key = None if data["verdict"] == VOID else self._parsed()
                ensure_news(self.version, self.right_key)
            except (KeyMalformed, NothingToCorrect) as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return data

    @property
    def posted(self) -> dict[str, Any]:
        """The key as posted, in the wire form; nothing of it checked."""
        if self.version.type == "matching":
            return {"pairs": self._filled("pair", self._numbers)}
        if self.version.type == "ordering":
            places = self._filled("place", self._letters)
            return {"order": sorted(places, key=lambda letter: places[letter])}
        return {"selected": self.data.getlist("answer")}

    def _parsed(self) -> Answer:
        places = self._filled("place", self._letters).values()
        if sorted(places) != [str(place) for place in range(1, len(places) + 1)]:
            raise KeyMalformed("place: number the steps 1, 2, 3 ..., each once.")
        return parse_key(self.version, self.posted)

    def _filled(self, part: str, names: Iterable[str]) -> dict[str, str]:
        """The fields of that part that say something: {"A": "2"} of place-A."""
        posted = {name: str(self.data.get(f"{part}-{name}", "")) for name in names}
        return {name: value for name, value in posted.items() if value}

    @property
    def options(self) -> list[KeyOption]:
        named = self._shown.get("selected", [])
        order = self._shown.get("order", [])
        return [
            KeyOption(
                letter=letter,
                html=stored_html(self.version.rendered["options"][each]),
                chosen=letter in named,
                place=order.index(letter) + 1 if letter in order else 0,
            )
            for letter, each in self._letters.items()
        ]

    @property
    def prompts(self) -> list[KeyPrompt]:
        pairs = self._shown.get("pairs", {})
        texts = self.version.rendered["prompts"]
        return [
            KeyPrompt(number, stored_html(texts[each]), pairs.get(number, ""))
            for number, each in self._numbers.items()
        ]

    @property
    def places(self) -> range:
        """The places of an ordering question, from 1."""
        return range(1, ITEM_TYPES[self.version.type].select(self.version.body) + 1)

    @property
    def _shown(self) -> Mapping[str, Any]:
        """What the fields hold: what was posted, or the key as it is."""
        if self.is_bound:
            return self.posted
        rules = ITEM_TYPES[self.version.type]
        key = key_in_force(self.version) or rules.key(self.version.body)
        return rules.wire(layout_of(self.version), key)

    @property
    def _letters(self) -> dict[str, str]:
        """Letter -> option id."""
        return ids_of(layout_of(self.version))

    @property
    def _numbers(self) -> dict[str, str]:
        """Number -> prompt id."""
        prompts = layout_of(self.version)["prompts"]
        return {str(number): each for number, each in enumerate(prompts, start=1)}
