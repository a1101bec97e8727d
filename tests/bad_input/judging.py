"""What an answer to hostile input must look like, and what it must have left alone."""

import json
import re
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import transaction

OWN = ["accounts", "questions", "attempts", "reports"]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What our own pages may load and link to; "/" is this host, "#" this page.
OUR_SCRIPTS = ("/static/", "/api/v1/docs/")
OURS = re.compile(r"/(?![/\\])")
DEAD_SCHEMES = ("javascript:", "data:", "vbscript:", "file:", "blob:")
# Tags and attributes that no page of ours has, so that one of them came from what somebody typed.
FOREIGN_TAGS = {"base", "iframe", "object", "embed", "math", "style", "canary", "frame", "marquee"}
FOREIGN_ATTRIBUTES = {"style", "srcdoc", "canary"}
LINKS = ("href", "src", "action", "formaction", "xlink:href", "hx-get", "hx-post")

Rows = dict[str, list[dict[str, Any]]]


def domain_rows(*, but: Iterable[str] = ()) -> Rows:
    """Every row of our own tables, column by column; `but` names columns: "Item.note", "Item.*"."""
    models = [model for app in OWN for model in apps.get_app_config(app).get_models()]
    hidden = set(but)
    found: Rows = {}
    for model in [*models, EmailAddress]:
        name = model.__name__
        if f"{name}.*" in hidden:
            continue
        found[name] = [
            {key: value for key, value in row.items() if f"{name}.{key}" not in hidden}
            for row in model.objects.order_by("pk").values()
        ]
    return found


def changes(before: Rows, after: Rows) -> dict[str, list[str]]:
    """Model -> what is new, gone or different, in a form that a failing test can show."""
    found = {}
    for name in before:
        if before[name] != after[name]:
            counts = f"{len(before[name])} rows before, {len(after[name])} after"
            pairs = zip(before[name], after[name], strict=False)
            cells = [
                f"{row.get('id')}: {key} is {other[key]!r:.60}, was {row[key]!r:.60}"
                for row, other in pairs
                for key in row
                if row[key] != other[key]
            ]
            found[name] = [counts, *cells[:3]]
    return found


class _Reader(HTMLParser):
    """Reads a page as a browser would, and notes what could run, load or lead astray."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name.lower(): (value or "") for name, value in attrs}
        if tag in FOREIGN_TAGS:
            self.found.append(f"<{tag}>")
        if tag == "script" and not said.get("src", "").startswith(OUR_SCRIPTS):
            self.found.append("<script> that is not ours")
        self.found += [f"<{tag} {name}>" for name in said if _is_foreign(name)]
        self.found += [
            f"<{tag} {name}={said[name][:40]!r}>"
            for name in LINKS
            if said.get(name, "").strip().lower().startswith(DEAD_SCHEMES)
            or (name == "formaction" and not OURS.match(said.get(name, "/")))
        ]


def _is_foreign(name: str) -> bool:
    return name.startswith(("on", "hx-on", "data-hx-on")) or name in FOREIGN_ATTRIBUTES


def live_markup(page: str) -> list[str]:
    """Everything in a page of ours that only somebody's text can have brought in."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found


def faults(answer, *, status: int | list[int] | None = None, field: str = "") -> list[str]:
    """Everything wrong with an answer to hostile input; `field` is what a 400 must name."""
    allowed = [status] if isinstance(status, int) else status
    found = _status_faults(answer.status_code, allowed)
    found += [f"no {name}" for name, value in HEADERS.items() if answer.get(name) != value]
    kind = answer.get("Content-Type", "")
    if kind.startswith("application/json") and _is_of_the_api(answer):
        found += _problem_faults(answer, field)
    elif kind.startswith("text/html"):
        page = answer.content.decode()
        found += [f"live markup: {each}" for each in live_markup(page)]
        found += ["tells of the inside"] if "Traceback" in page or "site-packages" in page else []
    return found


def _status_faults(status: int, allowed: list[int] | None) -> list[str]:
    if allowed is None:
        return [] if 400 <= status < 500 else [f"status {status}, not 4xx"]
    return [] if status in allowed else [f"status {status}, not {allowed}"]


def _is_of_the_api(answer) -> bool:
    """The sign-in pages answer programs in a form of their own."""
    request = getattr(answer, "request", {"PATH_INFO": "/api/"})
    return request["PATH_INFO"].startswith("/api/")


def _problem_faults(answer, field: str) -> list[str]:
    if answer.status_code < 400:
        return []
    body = json.loads(answer.content)
    found = [] if {"code", "detail"} <= body.keys() else ["not a problem: code and detail missing"]
    said = f"{body.get('detail')} {' '.join(body.get('fields', {}))}"
    return found if field in said else [*found, f"{field} is not named in {said[:200]!r}"]


def verdict(case: dict[str, Any], send: Callable[[dict[str, Any]], Any]) -> list[str]:
    """What is wrong with how one case was met: the answer, or what it left behind.

    A case says `status` (one, or a list of those allowed; any 4xx without it), the `field` a
    refusal must name, and with `may_change` the columns it may write. It is undone afterwards.
    """
    with transaction.atomic():
        try:
            before = domain_rows(but=case.get("may_change", []))
            found = faults(send(case), status=case.get("status"), field=case.get("field", ""))
            if not case.get("writes"):
                found += map(
                    str, changes(before, domain_rows(but=case.get("may_change", []))).items()
                )
        except Exception as error:
            found = [f"raised {error!r:.300}"]
        transaction.set_rollback(True)
    return found


def failures(cases: Iterable[dict[str, Any]], send: Callable[[dict[str, Any]], Any]) -> dict:
    """Name -> what is wrong, of those cases that were not met as they must be."""
    verdicts = {case["name"]: verdict(case, send) for case in cases}
    return {name: found for name, found in verdicts.items() if found}
