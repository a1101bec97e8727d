"""Three to five responses put in order; there may be surplus responses that belong nowhere."""

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


def faults(body: Body) -> list[Fault]:
    found = option_faults(body, "options", least=3, most=7)
    if found:
        return found
    order, ids = body.get("order"), {option["id"] for option in body["options"]}
    if not isinstance(order, list) or not 3 <= len(order) <= 5:
        found.append(Fault("order", "Name three to five options in their right order."))
    elif not all(isinstance(each, str) for each in order) or not set(order) <= ids:
        found.append(Fault("order", "Names an option that does not exist."))
    elif len(set(order)) < len(order):
        found.append(Fault("order", "Names an option twice."))
    return found + because_faults(body["options"], "options")


def select(body: Body) -> int:
    return len(body["order"])


def layout(body: Body, rng: Random) -> Layout:
    return {"options": shuffled(body, "options", rng), "prompts": []}


def parse(body: Body, layout: Layout, wire: object) -> Answer:
    order = known_letters(layout, only_field(wire, "order"), field="order")
    if len(order) > select(body):
        raise MalformedAnswer(f"order: name at most {select(body)} options.")
    return {"order": order}


def wire(layout: Layout, answer: Answer) -> Answer:
    letters = letters_of(layout)
    return {"order": [letters[each] for each in answer["order"]]}


def key(body: Body) -> Answer:
    return {"order": list(body["order"])}


def rekeyed(body: Body, key: Answer) -> dict[str, Any]:
    return {**body, "order": list(key["order"])}


def is_complete(body: Body, answer: Answer | None) -> bool:
    return answer is not None and len(answer["order"]) == select(body)


def is_correct(body: Body, answer: Answer | None) -> bool:
    return answer is not None and answer["order"] == list(body["order"])
