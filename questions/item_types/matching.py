"""Three to seven prompts, each with its response; responses may be surplus or used again."""

from random import Random
from typing import Any

from questions.item_types.contract import (
    Answer,
    Body,
    Fault,
    Layout,
    MalformedAnswer,
    because_faults,
    ids_of,
    letters_of,
    only_field,
    option_faults,
    shuffled,
    span,
)


def faults(body: Body) -> list[Fault]:
    found = option_faults(body, "prompts", least=3, most=7)
    found += option_faults(body, "options", least=2, most=9)
    if found:
        return found
    ids = {option["id"] for option in body["options"]}
    found = [
        Fault(f"prompts.{prompt['id']}", "Name the option that belongs here (match).")
        for prompt in body["prompts"]
        if prompt.get("match") not in ids
    ]
    used = {prompt.get("match") for prompt in body["prompts"]}
    surplus = [option for option in body["options"] if option["id"] not in used]
    return found + because_faults(body["prompts"], "prompts") + because_faults(surplus, "options")


def select(body: Body) -> int:
    return len(body["prompts"])


def layout(body: Body, rng: Random) -> Layout:
    return {
        "options": shuffled(body, "options", rng),
        "prompts": shuffled(body, "prompts", rng),
    }


def parse(body: Body, layout: Layout, wire: object) -> Answer:
    pairs = only_field(wire, "pairs")
    options, prompts = ids_of(layout), _prompt_ids(layout)
    if not isinstance(pairs, dict) or not pairs:
        raise MalformedAnswer('pairs: give an object such as {"1": "B"}, or null to clear.')
    for prompt, letter in pairs.items():
        if prompt not in prompts:
            raise MalformedAnswer(f"pairs: {prompt[:20]!r} is not a prompt.")
        if not isinstance(letter, str) or letter not in options:
            raise MalformedAnswer(f"pairs.{prompt}: name an option, {span(options)}.")
    return {"pairs": {prompts[prompt]: options[letter] for prompt, letter in pairs.items()}}


def wire(layout: Layout, answer: Answer) -> Answer:
    letters = letters_of(layout)
    numbers = {each: number for number, each in _prompt_ids(layout).items()}
    pairs = {numbers[prompt]: letters[option] for prompt, option in answer["pairs"].items()}
    return {"pairs": dict(sorted(pairs.items()))}


def key(body: Body) -> Answer:
    return {"pairs": {prompt["id"]: prompt["match"] for prompt in body["prompts"]}}


def rekeyed(body: Body, key: Answer) -> dict[str, Any]:
    prompts = [{**prompt, "match": key["pairs"][prompt["id"]]} for prompt in body["prompts"]]
    return {**body, "prompts": prompts}


def is_complete(body: Body, answer: Answer | None) -> bool:
    return answer is not None and len(answer["pairs"]) == select(body)


def is_correct(body: Body, answer: Answer | None) -> bool:
    return answer is not None and answer == key(body)


def _prompt_ids(layout: Layout) -> dict[str, str]:
    """Number on this attempt -> prompt id."""
    return {str(number): each for number, each in enumerate(layout["prompts"], start=1)}
