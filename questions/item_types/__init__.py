"""The item types, one pure module each. To add a type, add its module and its line here."""

from questions.item_types import matching, multiple_choice, multiple_response, ordering
from questions.item_types.contract import (
    Answer,
    Body,
    Fault,
    ItemRules,
    Layout,
    MalformedAnswer,
)

ITEM_TYPES: dict[str, ItemRules] = {
    "multiple_choice": multiple_choice,
    "multiple_response": multiple_response,
    "ordering": ordering,
    "matching": matching,
}

__all__ = ["ITEM_TYPES", "Answer", "Body", "Fault", "ItemRules", "Layout", "MalformedAnswer"]
