"""The database itself refuses to change or delete an entry of the audit log."""

from django.db import migrations

from exam_platform.triggers import never_changes


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_auditentry")]

    operations = [
        never_changes(
            "accounts_auditentry", name="audit_entry", refusal="an audit entry never changes"
        )
    ]
