"""Deciding what the right key of a published version is. The only writer of Corrections."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from questions import publishing
from questions.errors import KeyMalformed, NothingToCorrect
from questions.item_types import ITEM_TYPES, Answer, Layout, MalformedAnswer
from questions.models import Correction, QuestionVersion
from questions.states import ANSWERABLE


@transaction.atomic
def correct(
    version: QuestionVersion, key: Answer | None, *, reason: str, by: User, now: datetime
) -> Correction:
    """Decide that `key` is the right answer to a published version, or, with None, that none is.

    No new form asks this version; the right key waits in the next draft (`publishing.withdraw`).
    Raises `NothingToCorrect`.
    """
    publishing.hold(version.question)
    ensure_news(version, key)
    made = Correction.objects.create(
        version=version, key=key, reason=reason, made_by=by, made_at=now
    )
    publishing.withdraw(version, key=key, by=by, now=now)
    event = "question_voided" if key is None else "key_corrected"
    audit.note(event, actor=by, subject=None, now=now, version=str(version))
    return made


def ensure_news(version: QuestionVersion, key: Answer | None) -> None:
    """Raises `NothingToCorrect` unless this key is another one than that in force."""
    if version.state not in ANSWERABLE:
        raise NothingToCorrect("A draft has no key that anybody was judged by. Edit it.")
    if key == key_in_force(version):
        raise NothingToCorrect(
            "This question is void already." if key is None else "This is the key already."
        )


def key_in_force(version: QuestionVersion) -> Answer | None:
    """The stored answer that is right today; None where none is."""
    if version.is_void:
        return None
    return ITEM_TYPES[version.type].key(version.judged_body)


def layout_of(version: QuestionVersion) -> Layout:
    """Options and prompts in the order, and so by the letters, in which their author sees them."""
    parts = [[each["id"] for each in version.body.get(part, [])] for part in ("options", "prompts")]
    return {"options": parts[0], "prompts": parts[1]}


def parse_key(version: QuestionVersion, wire: object) -> Answer:
    """A key given in the author's letters, complete; raises `KeyMalformed` naming what is amiss."""
    rules = ITEM_TYPES[version.type]
    try:
        key = rules.parse(version.body, layout_of(version), wire)
    except MalformedAnswer as fault:
        raise KeyMalformed(str(fault)) from fault
    if not rules.is_complete(version.body, key):
        raise KeyMalformed(
            f"key: candidates were asked for {rules.select(version.body)}; give as many, or void "
            "the question."
        )
    return key
