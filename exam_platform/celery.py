"""The background worker. The database says what is to be done; a message only says: look now."""

import os
import time
from typing import Any

from celery import Celery
from celery.app.task import Task
from celery.signals import setup_logging
from django.core.cache import cache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exam_platform.settings")


class NotedTask(Task):
    """Leaves word of each success: a beat that died alone shows by nothing else."""

    abstract = True

    def on_success(self, *args: Any, **kwargs: Any) -> None:
        cache.set(last_run_key(self.name), time.time(), timeout=24 * 3600)


def last_run_key(task_name: str) -> str:
    return f"last-run-of-{task_name}"


app: "Celery[Any]" = Celery("rehearsal", task_cls=NotedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def leave_logging_alone(**kwargs: Any) -> None:
    """Celery configures logging unless somebody listens here; settings.LOGGING has done it."""
