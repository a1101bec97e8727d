"""The database itself refuses to change or delete what candidates may have been asked."""

from django.db import migrations

from exam_platform.triggers import by_vendor, refusing

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
    refusing("published_version", refusal=REFUSAL),
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


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_initial")]

    operations = [
        by_vendor(
            {"sqlite": SQLITE, "postgresql": POSTGRESQL},
            {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK},
        )
    ]
