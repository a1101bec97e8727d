from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import audit
from accounts.models import AuditEntry


class Command(BaseCommand):
    help = "Fail when an entry of the audit log was changed or taken out; else say the last digest."

    def handle(self, **options: Any) -> None:
        if number := audit.first_broken():
            raise CommandError(f"Entry {number} of the audit log is missing or was changed.")
        last = AuditEntry.objects.last()
        told = f"The last, number {last.number}, has the digest {last.digest}." if last else ""
        self.stdout.write(f"{AuditEntry.objects.count()} entries, all as written. {told}".strip())
