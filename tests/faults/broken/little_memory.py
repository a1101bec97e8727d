"""Celery's app whose worker may grow by 32 MiB and no more; a report here wants twice that.

The pauses between its tries are seconds: a scenario does not wait for minutes.
"""

import resource
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from celery.signals import worker_process_init

from exam_platform.celery import app

__all__ = ["app"]
MIB = 2**20


@worker_process_init.connect(weak=False)
def be_poor(**_: Any) -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + 32 * MIB
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    weakness, outbox = import_module("reports.weakness"), import_module("reports.outbox")
    outbox.PAUSES = [timedelta(seconds=5), timedelta(seconds=10)]
    draft = weakness.draft

    def greedy_draft(*arguments: Any, **options: Any) -> Any:
        taken = bytearray(64 * MIB)
        made = draft(*arguments, **options)
        del taken
        return made

    weakness.draft = greedy_draft
