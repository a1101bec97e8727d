"""Figures as lines of text."""

from collections.abc import Sequence
from statistics import median

from benchmarks.rounds import ACTIONS, AT_ONCE, Figure, Round

HEAD = f"{'':<22}{'bare':>16}{'product':>18}{'product ÷ bare, waited':>27}{'CPU':>20}{'SQL':>6}"
UNITS = f"{'':<22}{'p50 ms':>9}{'CPU':>7}{'p50 ms':>11}{'CPU':>7}" + 2 * f"{'min med max':>20}"


def lines(rounds: Sequence[Round], statements: dict[str, list[str]]) -> list[str]:
    """One line for each action: medians over the rounds, and the ratios' least, median and most."""
    rows = [_row(rounds, action.name, len(statements[action.move])) for action in ACTIONS]
    return [HEAD, UNITS, *rows, "", *_rates(rounds)]


def _row(rounds: Sequence[Round], action: str, statements: int) -> str:
    bare, product = (_of(rounds, action, side) for side in ("bare", "product"))
    waited = _spread([p.ms / b.ms for b, p in zip(bare, product, strict=False)])
    cpu = _spread([p.cpu_ms / b.cpu_ms for b, p in zip(bare, product, strict=False)])
    figures = f"{_medians(bare):>16}{_medians(product):>18}"
    return f"{action:<22}{figures}{waited:>27}{cpu:>20}{statements:>6}"


def _rates(rounds: Sequence[Round]) -> list[str]:
    bare, product = (_of(rounds, AT_ONCE, side) for side in ("bare", "product"))
    ratio = _spread([(p.rate or 0) / (b.rate or 1) for b, p in zip(bare, product, strict=True)])
    return [
        f"{AT_ONCE}: bare {_rate(bare)}, product {_rate(product)} per second; ratio {ratio}",
        f"  CPU of one save there: bare {_cpu(bare)}, product {_cpu(product)} ms",
    ]


def _of(rounds: Sequence[Round], action: str, side: str) -> list[Figure]:
    return [figures[action, side] for figures in rounds if (action, side) in figures]


def _medians(figures: Sequence[Figure]) -> str:
    if not figures:
        return "-"
    return f"{median(figure.ms for figure in figures):.2f}{_cpu(figures):>7}"


def _cpu(figures: Sequence[Figure]) -> str:
    return f"{median(figure.cpu_ms for figure in figures):.2f}"


def _rate(figures: Sequence[Figure]) -> str:
    return f"{median(figure.rate or 0 for figure in figures):.0f}"


def _spread(ratios: Sequence[float]) -> str:
    """Least, median, most."""
    if not ratios:
        return "-"
    return f"{min(ratios):.2f} {median(ratios):.2f} {max(ratios):.2f}"
