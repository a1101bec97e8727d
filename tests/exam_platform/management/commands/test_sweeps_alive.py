import time

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command

from exam_platform.celery import last_run_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
TASKS = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]


def ran(task: str, *, ago: float) -> None:
    cache.set(last_run_key(task), time.time() - ago)


def test_sweeps_that_happened_lately_are_alive():
    for task in TASKS:
        ran(task, ago=30)
    call_command("sweeps_alive")


def test_one_late_sweep_is_named():
    for task in TASKS:
        ran(task, ago=30)
    ran(TASKS[0], ago=300)
    with pytest.raises(CommandError, match=TASKS[0].replace(".", r"\.")):
        call_command("sweeps_alive", within=120)


def test_a_sweep_that_never_happened_is_late():
    with pytest.raises(CommandError, match="Not within"):
        call_command("sweeps_alive")
