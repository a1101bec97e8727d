"""A bank, a crowd and all its answers, written by SQL; and how long it takes to judge them.

Runs where Django is set up: see `benchmarks.item_statistics`.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import now

from questions.models import QuestionVersion
from reports import calibration, item_analysis, tallies

ITEMS = 65  # on a form
BANK = 2000
BUDGET_S = 15 / 10_000_000  # for one answer

QUESTIONS = """
INSERT INTO questions_question (reference)
SELECT 'bench-' || n FROM generate_series(1, %(bank)s) n
"""
VERSIONS = """
INSERT INTO questions_questionversion (question_id, number, state, type, gist, stem, body,
    rendered, decides, takeaway, "references", level, rating_u, services, provenance, updated_at,
    published_at)
SELECT question.id, 1, 'published', like_this.type, gist, stem, body, rendered, '', '', '[]',
    'apply', 5000 + question.id %% 4000, '[]', '{}', now(), now()
FROM questions_question question,
    (SELECT * FROM questions_questionversion
     WHERE type = 'multiple_choice' AND state = 'published' ORDER BY id LIMIT 1) like_this
WHERE question.reference LIKE 'bench-%%'
"""
TAGS = """
INSERT INTO questions_questiontask (question_id, task_id)
SELECT question.id, tasks.ids[1 + question.id %% array_length(tasks.ids, 1)]
FROM questions_question question,
    (SELECT array_agg(task.id) AS ids FROM questions_taskstatement task
     JOIN questions_domain domain ON domain.id = task.domain_id
     JOIN questions_exam exam ON exam.id = domain.exam_id WHERE exam.code = 'MLA-C01') tasks
WHERE question.reference LIKE 'bench-%%'
"""
CANDIDATES = """
INSERT INTO accounts_user (password, is_superuser, email, display_name, role, is_active, joined_at,
    theme, text_scale, single_key_shortcuts, clock_alerts, clock_returns)
SELECT '!', false, 'bench' || n || '@example.org', '', 'candidate', true, now(), 'system', 100,
    true, '[]', true
FROM generate_series(1, %(attempts)s / 4 + 1) n
"""
ATTEMPTS = """
INSERT INTO attempts_attempt (id, candidate_id, exam_id, number, mode, extra_time, state,
    pass_mark, started_at, first_deadline, deadline, ended_at, shortages)
SELECT gen_random_uuid(), people.first + n / 4, exam.id, 1 + n %% 4, 'exam', 'none', 'submitted',
    720,
    at.began, at.began + interval '130 min', at.began + interval '130 min',
    at.began + interval '120 min', '[]'
FROM generate_series(0, %(attempts)s - 1) n
CROSS JOIN LATERAL (SELECT now() - interval '1 day' * (1 + (n * 7919) %% 300) AS began) at,
    (SELECT min(id) AS first FROM accounts_user WHERE email LIKE 'bench%%') people,
    (SELECT id FROM questions_exam WHERE code = 'MLA-C01') exam
"""
# A form takes every 30th question of the bank from a place of its own, so none comes twice; an
# attempt's ability comes from its id. Three answers in a hundred are rapid guesses.
ANSWERS = """
INSERT INTO attempts_item (attempt_id, position, version_id, task_id, is_scored, is_new, rating_u,
    layout, answer, rev, answered_at, first_seen_at, seconds, flagged, struck, note, highlights,
    sure, is_correct, rest_adj)
SELECT attempt.id, place, version.id, tag.task_id, true, attempt.number = 1 OR place %% 5 > 0,
    version.rating_u, '{"options": ["c", "a", "d", "b"], "prompts": []}',
    jsonb_build_object('selected', jsonb_build_array(
        CASE WHEN luck.is_right THEN %(key)s::text
            ELSE (%(others)s::text[])[1 + (luck.roll * 300)::int %% 3] END)),
    1, attempt.ended_at, attempt.started_at,
    CASE WHEN luck.roll > 0.97 THEN 2 ELSE 30 + (luck.roll * 120)::int END,
    false, '[]', '', '[]', '', luck.is_right, attempt.ability + (luck.roll - 0.5) / 64
FROM (SELECT *, row_number() OVER (ORDER BY id) AS n,
          (('x' || left(id::text, 4))::bit(16)::int / 65536.0 - 0.5) * 0.6 AS ability
      FROM attempts_attempt) attempt
CROSS JOIN generate_series(1, 65) place
CROSS JOIN LATERAL (SELECT random() AS roll, random() < 0.65 + attempt.ability AS is_right,
    attempt.n + place AS thrown_again_for_every_answer) luck
JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS n FROM questions_questionversion
      WHERE question_id IN (SELECT id FROM questions_question WHERE reference LIKE 'bench-%%')
     ) version ON version.n = (attempt.n * 37 + place * 30) %% %(bank)s
JOIN questions_questiontask tag ON tag.question_id = version.question_id
"""


def fill(answers: int) -> None:
    """As many answers as go into whole forms."""
    choices = QuestionVersion.objects.filter(type="multiple_choice", state="published")
    options = choices.order_by("pk")[0].body["options"]
    values = {
        "bank": BANK,
        "attempts": answers // ITEMS,
        "key": next(each["id"] for each in options if each["correct"]),
        "others": [each["id"] for each in options if not each["correct"]],
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no triggers, no foreign keys
        for statement in (QUESTIONS, VERSIONS, TAGS, CANDIDATES, ATTEMPTS, ANSWERS):
            seconds = _seconds(lambda statement=statement: cursor.execute(statement, values))
            _say(f"{statement.split()[2]}: {cursor.rowcount:,} rows in {seconds:.1f} s")
        cursor.execute("VACUUM ANALYZE")


def measure(answers: int, *, ratings: bool) -> None:
    """Print seconds. The first night fills the thresholds and warms the cache."""
    as_of = now()
    item_analysis.recompute(as_of=as_of)
    steps: dict[str, Callable[[], Any]] = {
        "statement: the seconds of every question": lambda: list(tallies.times(as_of=as_of)),
        "statement: the efforts": lambda: tallies.weigh_efforts(as_of=as_of),
        "statement: the answers of every question, by fifth": lambda: list(tallies.answers()),
        "the whole night": lambda: item_analysis.recompute(as_of=as_of),
    }
    if ratings:
        steps["the weekly ratings"] = lambda: calibration.recalibrate(as_of=as_of)
    with transaction.atomic():
        for name, step in steps.items():
            _say(f"{name}: {_seconds(step):.2f} s")
    _say(f"budget of the night for {answers:,} answers: {BUDGET_S * answers:.2f} s")


def _seconds(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
