import os
from contextlib import suppress
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.log import configure_logging

from exam_platform.durability import refuse_unsafe
from exam_platform.logs import logging_config
from exam_platform.quickstart import engine, folder, people
from exam_platform.secret_key import kept_in


class Command(BaseCommand):
    help = "Run the whole program in one process on one data folder (REHEARSAL_DATA)."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        try:
            with suppress(KeyboardInterrupt), folder.held(settings.DATA):
                self._run(first_port=int(os.environ.get("REHEARSAL_PORT", "8000")))
        except (folder.FolderInUse, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Stopped.")

    def _run(self, *, first_port: int) -> None:
        engine.sigterm_is_ctrl_c()
        self._speak_only_of_faults()
        settings.SECRET_KEY = kept_in(settings.DATA)
        self._prepare()
        demo = people.demo_people(settings.DATA)
        server = engine.web_server(engine.free_socket(first_port))
        with engine.background():
            self._welcome(server.effective_port, demo)
            server.run()

    def _speak_only_of_faults(self) -> None:
        """In the settings, for Celery sets Django up once more; unless LOG_LEVEL asks for more."""
        if "LOG_LEVEL" not in os.environ:
            settings.LOGGING = logging_config(level="ERROR")
            configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)

    def _prepare(self) -> None:
        refuse_unsafe(connection)
        for step in ("migrate", "createcachetable", "clearsessions", "load_bank"):
            call_command(step, verbosity=0, stdout=StringIO())

    def _welcome(self, port: int, demo: list[people.DemoPerson]) -> None:
        lines = [
            f"Rehearsal is ready at http://127.0.0.1:{port}/",
            "",
            *map(str, demo),
            "",
            f"Stop with Ctrl-C. Everything is kept in {settings.DATA}",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
