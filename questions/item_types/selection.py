"""What multiple choice and multiple response share: some options are right, the rest are not."""

from random import Random
from typing import Any

from questions.item_types.contract import (
    Answer,
    Body,
    Fault,
    Layout,
    MalformedAnswer,
    because_faults,
    known_letters,
    letters_of,
    only_field,
    option_faults,
    shuffled,
)

_WORDS = {1: "one", 2: "two", 3: "three", 4: "four"}


def faults(body: Body, *, least: int, most: int) -> list[Fault]:
    found = option_faults(body, "options", least=least, most=most)
    if found:
        return found
    found = because_faults(body["options"], "options")
    if any(not isinstance(option.get("correct"), bool) for option in body["options"]):
        found.append(Fault("options", "Say of every option whether it is correct: true or false."))
    return found


def correct_ids(body: Body) -> list[str]:
    return [option["id"] for option in body["options"] if option["correct"]]


def layout(body: Body, rng: Random) -> Layout:
    return {"options": shuffled(body, "options", rng), "prompts": []}


def parse(layout: Layout, wire: object, *, select: int) -> Answer:
    chosen = known_letters(layout, only_field(wire, "selected"), field="selected")
    if len(chosen) > select:
        raise MalformedAnswer(f"selected: you can select {_WORDS.get(select, select)}.")
    return {"selected": sorted(chosen)}


def wire(layout: Layout, answer: Answer) -> Answer:
    letters = letters_of(layout)
    return {"selected": sorted(letters[each] for each in answer["selected"])}


def key(body: Body) -> Answer:
    return {"selected": sorted(correct_ids(body))}


def rekeyed(body: Body, key: Answer) -> dict[str, Any]:
    options = [{**option, "correct": option["id"] in key["selected"]} for option in body["options"]]
    return {**body, "options": options}


def is_complete(answer: Answer | None, *, select: int) -> bool:
    return answer is not None and len(answer["selected"]) == select


def is_correct(body: Body, answer: Answer | None) -> bool:
    return answer is not None and set(answer["selected"]) == set(correct_ids(body))
