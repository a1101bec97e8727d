"""Celery's app with reports that take their time, so that one can be killed in the middle.

FAULTS_SECONDS is how long one takes. Each beginning adds a line to the file FAULTS_BEGUN.
"""

import os
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from celery.signals import worker_process_init

from exam_platform.celery import app

__all__ = ["app"]


@worker_process_init.connect(weak=False)
def take_time(**_: Any) -> None:
    weakness = import_module("reports.weakness")
    draft = weakness.draft

    def slow_draft(attempt: Any, **options: Any) -> Any:
        with Path(os.environ["FAULTS_BEGUN"]).open("a") as begun:
            begun.write(f"{attempt.pk}\n")
        made = draft(attempt, **options)
        time.sleep(float(os.environ["FAULTS_SECONDS"]))
        return made

    weakness.draft = slow_draft
