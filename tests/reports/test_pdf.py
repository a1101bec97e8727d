import re
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.template.loader import render_to_string

from reports import pdf, weakness
from reports.official import official_page
from reports.presentation import score_page
from tests import factories
from tests.conftest import NOON

wanted = pytest.mark.skipif(not pdf.is_available(), reason="Pango is not installed")


@pytest.fixture
def html(alice) -> str:
    attempt = factories.finished(of=alice, right=10, wrong=4, now=NOON, scored=14, pilot=2)
    weakness.write(attempt, now=NOON)
    attempt.items.update(seconds=80)
    pages = {
        "page": score_page(attempt, attempt.result),
        "official": official_page(attempt, attempt.result),
    }
    return render_to_string("reports/report_pdf.html", pages)


class Classes(HTMLParser):
    """The classes of everything inside a drawing."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.found = 0, set()

    def handle_starttag(self, tag: str, attributes: list) -> None:
        self.depth += tag == "svg"
        if self.depth:
            self.found |= set(dict(attributes).get("class", "").split())

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "svg"


def test_every_mark_of_a_drawing_has_its_rule_in_it(html):
    paper = Classes()
    paper.feed(pdf.for_paper(html))
    ruled = set(re.findall(r"\.([\w-]+)", pdf.chart_rules()))
    shape_only = {"w", "n", "g-you"}
    assert paper.found - ruled <= shape_only
    assert {"g-track", "d-pt", "h-dot", "t-ok"} <= paper.found


def test_the_rules_of_a_drawing_name_no_variable_and_no_rem(html):
    rules = pdf.chart_rules()
    assert "light-dark" not in rules
    assert "fill: #" in rules
    drawings = re.findall(r"<svg .*?</svg>", pdf.for_paper(html), re.DOTALL)
    assert len(drawings) > 6
    assert not [each for each in drawings if re.search(r'="-?[\d.]+rem"|var\(--', each)]


def test_there_are_no_icons_on_paper(html):
    assert "<use" in html
    assert "<use" not in pdf.for_paper(html)


@wanted
def test_the_report_becomes_a_pdf(html):
    made = pdf.pdf_of(html, site="https://exams.example.org/")
    assert made.startswith(b"%PDF-")
    assert len(made) > 20_000


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A web server: its address, and what it was asked for."""
    asked: list[str] = []

    class Door(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def with_fetches(site: str, file: Path) -> str:
    return (
        f'<img src="{site}/a.png"><img src="{file.as_uri()}"><link rel="stylesheet" '
        f'href="{site}/b.css"><p style="background: url({site}/c.png)">Text</p>'
        f'<link rel="attachment" href="{file.as_uri()}">'
        f'<svg role="img"><image href="{site}/d.png"/></svg>'
    )


@wanted
def test_nothing_is_fetched_from_anywhere(tmp_path, elsewhere):
    site, asked = elsewhere
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    made = pdf.pdf_of(with_fetches(site, secret), site=site)
    assert made.startswith(b"%PDF-")
    assert asked == []
    assert b"EmbeddedFile" not in made


@wanted
def test_the_negative_control_an_open_fetcher_fetches_all_of_it(tmp_path, elsewhere, monkeypatch):
    site, asked = elsewhere
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    library = pdf._weasyprint()
    open_fetcher = library.urls.URLFetcher
    monkeypatch.setattr(library.urls, "URLFetcher", lambda allowed_protocols: open_fetcher())
    made = pdf.pdf_of(with_fetches(site, secret), site=site)
    assert {"/a.png", "/b.css", "/c.png"} <= set(asked)
    assert b"EmbeddedFile" in made


def test_without_the_library_or_pango_there_is_no_pdf(monkeypatch):
    def missing(name: str):
        raise OSError("cannot load library 'libpango-1.0-0'")

    pdf._weasyprint.cache_clear()
    monkeypatch.setattr(pdf, "import_module", missing)
    assert not pdf.is_available()
    pdf._weasyprint.cache_clear()
