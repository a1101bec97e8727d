"""Fixing a form for a group. The only code that writes fixed forms."""

from datetime import datetime
from random import Random

from django.db import transaction

from attempts import blueprints, pool
from attempts.drawing import Drawn, Entry, draw
from attempts.errors import NoSuchForm
from attempts.fixed_forms import FixedForm, FixedItem
from questions.models import Exam


def fix(exam: Exam, name: str, *, is_shuffled: bool = False, now: datetime) -> FixedForm:
    """Draw a form of this exam once and for all, for candidates who met nothing of it.

    Raises `NotEnoughQuestions`, and `ValidationError` for a name that is taken or malformed.
    """
    form = FixedForm(exam=exam, name=name, is_shuffled=is_shuffled, fixed_at=now)
    form.full_clean()
    drawn = draw(blueprints.of_exam(exam), pool.offer(exam, met={}, now=now), Random(form.pk.int))
    form.shortages = drawn.shortages
    entries = [entry for unit in drawn.units for entry in unit]
    with transaction.atomic():
        form.save()
        FixedItem.objects.bulk_create(
            FixedItem(
                form=form,
                position=position,
                version_id=entry.version,
                task_id=entry.task,
                is_scored=entry.version not in drawn.pilots,
                rating_u=entry.rating_u,
            )
            for position, entry in enumerate(entries, start=1)
        )
    return form


def form_named(exam: Exam, name: str) -> FixedForm:
    """The fixed form of this exam with this name. Raises `NoSuchForm`."""
    form = exam.fixed_forms.filter(name=name).first()
    if form is None:
        raise NoSuchForm(f"form: {exam} has no form with this name.")
    return form


def drawn_from(form: FixedForm, rng: Random) -> Drawn:
    """The questions of a fixed form in the order in which one attempt asks them."""
    items = list(form.items.select_related("version__question", "task"))
    units = pool.grouped(
        Entry(
            item.version_id,
            item.version.question_id,
            item.task_id,
            item.task.domain_id,
            item.version.type,
            item.rating_u,
            item.version.question.case_study_id,
        )
        for item in items
    )
    if form.is_shuffled:
        rng.shuffle(units)
    pilots = {item.version_id for item in items if not item.is_scored}
    return Drawn(units, pilots, form.shortages)
