"""Scores anew what is due, and takes its time in the middle of each attempt, so as to be killed.

FAULTS_BEGUN gets a line for each attempt, before its change is noted. With FAULTS_UNLOCKED every
statement is a transaction of its own: the negative control.
"""

import os
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import django


def main() -> None:
    django.setup()
    results, cascade = import_module("attempts.results"), import_module("reports.cascade")
    note = results._note

    def slow_note(*told: Any, **options: Any) -> None:
        with Path(os.environ["FAULTS_BEGUN"]).open("a") as begun:
            begun.write("begun\n")
        time.sleep(0.3)
        note(*told, **options)

    results._note = slow_note
    if os.environ.get("FAULTS_UNLOCKED"):
        models, rules = import_module("attempts.models"), import_module("tests.faults.broken.rules")
        models.Attempt.locked = rules.unlocked
        cascade._rescore = cascade._rescore.__wrapped__
    cascade.rescore_some(now=import_module("django.utils.timezone").now())


if __name__ == "__main__":
    main()
