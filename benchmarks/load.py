"""How many candidates the product carries: `python -m benchmarks.load --candidates 1000`.

Each of them saves one answer and loads one question page in 75 s, at random moments. Afterwards
every acknowledged answer is looked up in the database. The driver shares the machine: what it
used is told, and when it was itself late, the figures are its own.
"""

import argparse
import asyncio
import json
import os
import secrets
import signal
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles

import psycopg

from benchmarks import stage
from benchmarks.arrivals import CLIENT_ID, Candidate, Driver
from benchmarks.servers import Server, inside

MOST_CANDIDATES, MOST_SECONDS = 50_000, 900.0
EVENTS = "SELECT attempt_id, seq FROM attempts_answerevent WHERE client_id = %s"


def main() -> None:
    args = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends what was started
    with (
        tempfile.TemporaryDirectory(prefix="load-") as logs,
        stage.product(Path(logs)) as (server, env),
    ):
        crowd = json.loads(inside(env, "benchmarks.crowd", f"write({args.candidates})"))
        candidates = _candidates(crowd)
        asyncio.run(Driver(server.port, candidates).drive(args.warm_up))
        _say(*_measured(server, candidates, env["DATABASE_URL"], seconds=args.seconds))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--candidates", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--warm-up", type=float, default=5.0, metavar="SECONDS")
    args = parser.parse_args()
    if not 20 <= args.candidates <= MOST_CANDIDATES or not 1 <= args.seconds <= MOST_SECONDS:
        parser.error(f"give 20 to {MOST_CANDIDATES} candidates and 1 to {MOST_SECONDS:.0f} seconds")
    return args


def _candidates(crowd: dict[str, list]) -> list[Candidate]:
    return [
        Candidate(
            attempt,
            crowd["forms"][form],
            {"sessionid": session, "csrftoken": secrets.token_hex(16)},
        )
        for session, attempt, form in crowd["people"]
    ]


def _measured(
    server: Server, candidates: list[Candidate], database_url: str, *, seconds: float
) -> list[str]:
    began, web, own = time.perf_counter(), server.cpu_seconds(), time.process_time()
    outcome = asyncio.run(Driver(server.port, candidates).drive(seconds))
    took = time.perf_counter() - began
    web, own = server.cpu_seconds() - web, time.process_time() - own
    asked = sum(outcome.answers.values())
    lost = outcome.acknowledged - _stored(database_url)
    return [
        f"{len(candidates):,} candidates, {asked:,} requests in {took:.0f} s"
        f" ({asked / took:.0f} per second)",
        *(f"{kind}: {_spread(times)}" for kind, times in sorted(outcome.seconds.items())),
        f"answers: {dict(sorted(outcome.answers.items()))}",
        f"acknowledged {len(outcome.acknowledged):,} saves, lost {len(lost)}",
        f"CPU of {os.cpu_count()} cores: web tier {_share(web, took)}, driver {_share(own, took)};"
        f" {1000 * web / asked:.2f} ms of the web tier for each request",
        f"driver late by: {_spread(outcome.lateness)}",
    ]


def _stored(database_url: str) -> set[tuple[str, int]]:
    with psycopg.connect(database_url) as connection:
        return {(str(attempt), seq) for attempt, seq in connection.execute(EVENTS, [CLIENT_ID])}


def _spread(seconds: list[float]) -> str:
    cuts = quantiles(seconds, n=100, method="inclusive")
    p50, p95, p99, most = (1000 * each for each in (cuts[49], cuts[94], cuts[98], max(seconds)))
    return f"p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f}, most {most:.1f} ms"


def _share(cpu: float, took: float) -> str:
    return f"{cpu / took / (os.cpu_count() or 1):.0%}"


def _say(*words: str) -> None:
    sys.stdout.write("\n".join(words) + "\n")


if __name__ == "__main__":
    main()
