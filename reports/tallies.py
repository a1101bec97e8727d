"""Which answers say something about a question, and how many there are of each: SQL, by hand. The
only writer of Effort.

One statement looks at every answer ever given, so these few are written as the database likes them;
PostgreSQL and SQLite read them alike. An answer counts when its attempt has ended and was not
voided, the question was new to the candidate, the candidate made an effort (at most 15 % of the
answers are rapid guesses), this answer is no rapid guess, and the question was reached: blank
before the last answer is wrong, blank after it says nothing. Where the question is void, and in an
attempt not scored yet, `is_correct` is null, and no answer says anything.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from questions.item_types import Answer

CHUNK = 5000

TIMES = """
SELECT item.version_id, item.seconds, count(*)
FROM attempts_item item JOIN attempts_attempt attempt ON attempt.id = item.attempt_id
WHERE attempt.state IN ('submitted', 'expired') AND attempt.ended_at <= %s
    AND item.is_new AND item.answer IS NOT NULL AND item.seconds > 0
    AND item.is_correct IS NOT NULL
GROUP BY item.version_id, item.seconds
ORDER BY item.version_id, item.seconds
"""

IS_JUDGED = "item.answer IS NOT NULL AND item.is_correct IS NOT NULL"
IS_RAPID = f"""{IS_JUDGED}
    AND item.seconds > 0 AND item.seconds < coalesce(known.rapid_below_s, 8)"""

# Whoever guessed at most 15 % of the answers made an effort (response time effort >= .85).
NO_EFFORT = "DELETE FROM reports_effort"
EFFORT = f"""
INSERT INTO reports_effort (attempt_id, exam_id, ability, last_answered)
SELECT attempt.id, attempt.exam_id, of_attempt.ability, of_attempt.last_answered
FROM (
    SELECT item.attempt_id, avg(item.rest_adj) AS ability,
        max(CASE WHEN item.answer IS NULL THEN 0 ELSE item.position END) AS last_answered
    FROM attempts_item item
    LEFT JOIN reports_itemstatistic known ON known.version_id = item.version_id
    GROUP BY item.attempt_id
    HAVING 100 * sum(CASE WHEN {IS_RAPID} THEN 1 ELSE 0 END)
        <= 15 * sum(CASE WHEN {IS_JUDGED} THEN 1 ELSE 0 END)
) of_attempt
JOIN attempts_attempt attempt ON attempt.id = of_attempt.attempt_id
WHERE attempt.state IN ('submitted', 'expired') AND attempt.ended_at <= %s
    AND of_attempt.ability IS NOT NULL
"""  # noqa: S608  # our own words
LOOKED_AT = "ANALYZE reports_effort"  # or the plans below take it for a small table
ROOM = "SET LOCAL work_mem = '64MB'"  # PostgreSQL: groups stay in memory

COUNTED = f"""item.is_new AND item.rest_adj IS NOT NULL AND item.is_correct IS NOT NULL
    AND NOT ({IS_RAPID})
    AND (item.answer IS NOT NULL OR item.position < effort.last_answered)"""

# Fifths of the candidates of each exam, by how well their attempts went.
ANSWERS = f"""
WITH placed AS (
    SELECT exam_id, ability, ntile(5) OVER (PARTITION BY exam_id ORDER BY ability) AS fifth
    FROM reports_effort
),
cuts AS (
    SELECT exam_id, max(CASE WHEN fifth = 1 THEN ability END) AS first,
        max(CASE WHEN fifth = 2 THEN ability END) AS second,
        max(CASE WHEN fifth = 3 THEN ability END) AS third,
        max(CASE WHEN fifth = 4 THEN ability END) AS fourth
    FROM placed GROUP BY exam_id
)
SELECT item.version_id,
    CASE WHEN item.rest_adj <= cuts.first THEN 0 WHEN item.rest_adj <= cuts.second THEN 1
        WHEN item.rest_adj <= cuts.third THEN 2 WHEN item.rest_adj <= cuts.fourth THEN 3
        ELSE 4 END AS fifth,
    item.answer, item.is_correct,
    count(*), sum(item.rest_adj), sum(item.rest_adj * item.rest_adj)
FROM attempts_item item
JOIN reports_effort effort ON effort.attempt_id = item.attempt_id
JOIN cuts ON cuts.exam_id = effort.exam_id
LEFT JOIN reports_itemstatistic known ON known.version_id = item.version_id
WHERE {COUNTED}
GROUP BY item.version_id, fifth, item.answer, item.is_correct
"""  # noqa: S608  # our own words

SITTINGS = f"""
SELECT attempt.candidate_id, attempt.exam_id, attempt.number, item.task_id, item.version_id,
    item.is_correct, item.rating_u,
    CASE WHEN item.is_scored OR known.n >= %s THEN 1 ELSE 0 END
FROM attempts_item item
JOIN reports_effort effort ON effort.attempt_id = item.attempt_id
JOIN attempts_attempt attempt ON attempt.id = item.attempt_id
LEFT JOIN reports_itemstatistic known ON known.version_id = item.version_id
WHERE {COUNTED}
ORDER BY attempt.candidate_id, attempt.exam_id, attempt.number
"""  # noqa: S608  # our own words


class Timed(NamedTuple):
    """So many answers to this version took so many seconds."""

    version: int
    seconds: int
    answers: int


class Tally(NamedTuple):
    """`n` candidates of one fifth (0 the weakest) gave this stored answer to this version.

    `r` and `rr` are the sums of their scores on the rest of the form, and of the squares.
    """

    version: int
    fifth: int
    answer: Answer | None
    is_correct: bool
    n: int
    r: float
    rr: float


class Sighting(NamedTuple):
    """One answer that counts. `is_correct` and `is_trusted` are truth values as the database has
    them; trusted is an answer that may say something about the candidate as well."""

    candidate: int
    exam: int
    number: int
    task: int
    version: int
    is_correct: int
    rating_u: int | None
    is_trusted: int


def times(*, as_of: datetime) -> Iterator[Timed]:
    """By version, then by seconds."""
    return (Timed(*row) for row in _rows(TIMES, [_stored(as_of)]))


def weigh_efforts(*, as_of: datetime) -> None:
    """Say anew which attempts count: what the next two read. To be called in their transaction.

    Reads the thresholds of rapid guesses from ItemStatistic, where they must stand by then.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(ROOM)
        cursor.execute(NO_EFFORT)
        cursor.execute(EFFORT, [_stored(as_of)])
        cursor.execute(LOOKED_AT)


def answers() -> Iterator[Tally]:
    for version, fifth, answer, is_correct, n, r, rr in _rows(ANSWERS, []):
        given = None if answer is None else json.loads(answer)
        yield Tally(version, fifth, given, bool(is_correct), n, r, rr)


def sightings(*, trusted_after: int) -> Iterator[Sighting]:
    """By candidate, exam and attempt. An unscored question is trusted after so many answers."""
    with connection.chunked_cursor() as cursor:  # as many rows as answers: the database keeps them
        cursor.execute(SITTINGS, [trusted_after])
        while chunk := cursor.fetchmany(CHUNK):
            yield from (Sighting(*row) for row in chunk)


def _rows(statement: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
