"""Slow reports whose messages are gone as soon as they are read: Celery's own default."""

from tests.faults.broken.slow_reports import app

app.conf.update(task_acks_late=False, task_reject_on_worker_lost=False)
