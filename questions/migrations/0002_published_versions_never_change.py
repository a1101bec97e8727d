"""The database itself refuses to change or delete what candidates may have been asked."""

from django.db import migrations

TABLE = "questions_questionversion"
FROZEN = [
    "question_id",
    "number",
    "type",
    "gist",
    "stem",
    "body",
    "rendered",
    "decides",
    "takeaway",
    "references",
    "level",
    "rating_u",
    "services",
    "provenance",
    "created_by_id",
    "published_at",
]
STATES = "('published', 'retired')"
REFUSAL = "a published version never changes"


def differs(operator):
    return " OR ".join(f'OLD."{column}" {operator} NEW."{column}"' for column in FROZEN)


def moves_back(operator):
    return (
        f"(OLD.state = 'retired' AND NEW.state {operator} 'retired')"
        f" OR NEW.state NOT IN {STATES}"
    )


SQLITE = [
    f"""CREATE TRIGGER published_version_is_kept BEFORE DELETE ON {TABLE}
    WHEN OLD.state IN {STATES}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER published_version_is_frozen BEFORE UPDATE ON {TABLE}
    WHEN OLD.state IN {STATES} AND ({differs("IS NOT")} OR {moves_back("<>")})
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS published_version_is_kept",
    "DROP TRIGGER IF EXISTS published_version_is_frozen",
]
POSTGRESQL = [
    f"""CREATE FUNCTION refuse_change_of_published_version() RETURNS trigger AS $$
    BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{REFUSAL}'; END
    $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER published_version_is_kept BEFORE DELETE ON {TABLE}
    FOR EACH ROW WHEN (OLD.state IN {STATES})
    EXECUTE FUNCTION refuse_change_of_published_version()""",
    f"""CREATE TRIGGER published_version_is_frozen BEFORE UPDATE ON {TABLE}
    FOR EACH ROW WHEN (OLD.state IN {STATES}
    AND ({differs("IS DISTINCT FROM")} OR {moves_back("<>")}))
    EXECUTE FUNCTION refuse_change_of_published_version()""",
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER published_version_is_kept ON {TABLE}",
    f"DROP TRIGGER published_version_is_frozen ON {TABLE}",
    "DROP FUNCTION refuse_change_of_published_version()",
]


def run(statements):
    def for_vendor(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return for_vendor


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_initial")]

    operations = [
        migrations.RunPython(
            run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            run({"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}),
        )
    ]
