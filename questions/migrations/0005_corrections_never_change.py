"""The database itself refuses to change or delete what was decided about a key."""

from django.db import migrations

TABLE = "questions_correction"
REFUSAL = "a correction never changes"
SQLITE = [
    f"""CREATE TRIGGER correction_is_kept BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER correction_is_frozen BEFORE UPDATE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS correction_is_kept",
    "DROP TRIGGER IF EXISTS correction_is_frozen",
]
POSTGRESQL = [
    f"""CREATE FUNCTION refuse_change_of_correction() RETURNS trigger AS $$
    BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{REFUSAL}'; END
    $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER correction_never_changes BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_correction()""",
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER correction_never_changes ON {TABLE}",
    "DROP FUNCTION refuse_change_of_correction()",
]


def run(statements):
    def for_vendor(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return for_vendor


class Migration(migrations.Migration):
    dependencies = [("questions", "0004_corrections")]

    operations = [
        migrations.RunPython(
            run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            run({"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}),
        )
    ]
