"""The database itself refuses to change or delete what was decided about a key."""

from django.db import migrations

from exam_platform.triggers import never_changes


class Migration(migrations.Migration):
    dependencies = [("questions", "0004_corrections")]

    operations = [
        never_changes("questions_correction", name="correction", refusal="a correction never changes")
    ]
