"""The database itself refuses to change or delete an entry of the audit log."""

from django.db import migrations

TABLE = "accounts_auditentry"
REFUSAL = "an audit entry never changes"
SQLITE = [
    f"""CREATE TRIGGER audit_entry_is_frozen BEFORE UPDATE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER audit_entry_is_kept BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS audit_entry_is_frozen",
    "DROP TRIGGER IF EXISTS audit_entry_is_kept",
]
POSTGRESQL = [
    f"""CREATE FUNCTION refuse_change_of_audit_entry() RETURNS trigger AS $$
    BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{REFUSAL}'; END
    $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER audit_entry_is_frozen BEFORE UPDATE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit_entry()""",
    f"""CREATE TRIGGER audit_entry_is_kept BEFORE DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit_entry()""",
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER audit_entry_is_frozen ON {TABLE}",
    f"DROP TRIGGER audit_entry_is_kept ON {TABLE}",
    "DROP FUNCTION refuse_change_of_audit_entry()",
]


def run(statements):
    def for_vendor(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return for_vendor


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_auditentry")]

    operations = [
        migrations.RunPython(
            run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            run({"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}),
        )
    ]
