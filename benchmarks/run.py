"""`make bench`: the bare app and the product in turn, five rounds, and what each request costs.

Needs PostgreSQL: DATABASE_URL names a database ending in `_bench`, which need not exist; two beside
it are made and dropped. Judge by the ratios: both sides were measured in the same minutes.
"""

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks import stage, table
from benchmarks.client import Client
from benchmarks.rounds import Round, Side, one_round
from benchmarks.seats import BareSeat, ProductSeat
from benchmarks.servers import inside
from benchmarks.weight import assets_gzip, page_gzip

SEATS = 8


def main() -> None:
    args = _arguments()
    with ExitStack() as stack:
        logs = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        bare = stack.enter_context(stage.bare(logs))
        product, env = stack.enter_context(stage.product(logs))
        sides = [
            Side("bare", bare, [BareSeat(Client(bare.port)) for _ in range(SEATS)]),
            Side("product", product, [ProductSeat(Client(product.port)) for _ in range(SEATS)]),
        ]
        rounds = _rounds(sides, count=args.rounds, seconds_at_once=args.seconds)
        statements = json.loads(inside(env, "benchmarks.statements", "write()"))
        _say(*table.lines(rounds, statements), "")
        _say(*_bytes(product.port))
        _say(f"web tier, MB: bare {bare.memory_mb():.0f}, product {product.memory_mb():.0f}")
        if args.sql:
            _say("", "One save:", *statements["save"])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="of saves at once, each round")
    parser.add_argument("--sql", action="store_true", help="print the statements of a save")
    return parser.parse_args()


def _rounds(sides: list[Side], *, count: int, seconds_at_once: float) -> list[Round]:
    """One round to warm up, thrown away; then the others, the sides swapping turns."""
    one_round(sides, seconds_at_once=1.0)
    found = []
    for number in range(count):
        sides.reverse()
        found.append(one_round(sides, seconds_at_once=seconds_at_once))
        sys.stderr.write(f"round {number + 1} of {count}\n")
    return found


def _bytes(port: int) -> list[str]:
    """Sizes in gzip of the exam's pages, and of what a first visit downloads."""
    seat = ProductSeat(Client(port))
    landing = assets_gzip(Client(port), "/")
    seat.start()
    seat.settle_in()
    first_visit = assets_gzip(seat.client, "/", f"{seat.attempt}/items/1/")
    page, paper = page_gzip(seat.page().body), page_gzip(seat.paper().body)
    seat.submit()
    review, answers = page_gzip(seat.review().body), page_gzip(seat.answers_page().body)
    return [
        f"gzip bytes: item page {page:,}, paper {paper:,}, review {review:,}, answers {answers:,}",
        f"gzip bytes of CSS and JS: landing page {sum(landing.values()):,}, home and exam"
        f" together {sum(first_visit.values()):,} ({len(first_visit)} files)",
    ]


def _say(*words: str) -> None:
    sys.stdout.write("\n".join(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
