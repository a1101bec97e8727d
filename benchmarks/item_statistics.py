"""How long the night takes: every question judged by all answers. PostgreSQL only.

    python -m benchmarks.item_statistics --answers 1000000

Makes a database beside the one DATABASE_URL names (see `benchmarks.databases`), fills it by SQL
with a bank of 2,000 questions and as many answers as asked for, times the statements of the night
and all of it, and drops it. Budget: 10 million answers in 15 s, statements and all.
"""

import argparse
import sys

from benchmarks.databases import database
from benchmarks.servers import django, environment, inside
from benchmarks.stage import database_url


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.item_statistics", description=__doc__
    )
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--ratings", action="store_true", help="time the weekly run as well")
    args = parser.parse_args()
    with database(database_url(), of="items") as url:
        env = environment("exam_platform.settings", url)
        for command in (["migrate", "-v", "0"], ["createcachetable"], ["load_bank"]):
            django(env, *command)
        call = f"fill({args.answers}); measure({args.answers}, ratings={args.ratings})"
        sys.stdout.write(inside(env, "benchmarks.many_answers", call))


if __name__ == "__main__":
    main()
