"""The background worker. The database says what is to be done; a message only says: look now."""

import logging
import os
import time
from typing import Any

from celery import Celery
from celery.app.task import Task
from celery.signals import setup_logging
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exam_platform.settings")

logger = logging.getLogger(__name__)


class Nudge(Task):
    """A task whose message may be lost: a sweep finds the work again."""

    abstract = True

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        """Send after the commit. A broker that is away costs a log line, never the request."""
        transaction.on_commit(lambda: self.send_or_shrug(*args, **kwargs))

    def send_or_shrug(self, *args: Any, **kwargs: Any) -> None:
        try:
            self.delay(*args, **kwargs)
        except (OperationalError, OSError) as error:
            logger.warning("broker away, %s left to the sweep: %s", self.name, error)

    def on_success(self, *args: Any, **kwargs: Any) -> None:
        """Leave word for /health/deep: a beat that died alone shows only by its age."""
        cache.set(last_run_key(self.name), time.time(), timeout=24 * 3600)


def last_run_key(task_name: str) -> str:
    return f"last run of {task_name}".replace(" ", "-")


app: "Celery[Any]" = Celery("rehearsal", task_cls=Nudge)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def leave_logging_alone(**kwargs: Any) -> None:
    """Celery configures logging unless somebody listens here; settings.LOGGING has done it."""
