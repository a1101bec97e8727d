"""A page of ours as a PDF, by WeasyPrint (the extra `pdf`), which needs the system's Pango.

The sheets that the page uses on screen give the look; what they say for print holds. Nothing is
fetched, neither from the network nor from a file: sheets and font are handed over.
"""

import re
from base64 import b64encode
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

SHEETS = ("css/tokens.css", "css/ui.css", "css/charts.css", "css/report.css")
FONT = "fonts/inter-latin.woff2"
REM = 12.8  # CSS pixels: the size of letters that report.css sets for print

TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
VALUE_OF = re.compile(r"var\((--[\w-]+)\)")
LIGHT_OF = re.compile(r"light-dark\((#\w+), #\w+\)")
LAYER = re.compile(r"@layer page \{(.*)\}", re.DOTALL)
ICON = re.compile(r'<svg class="i[ "][^>]*>.*?</svg>')
DRAWING = re.compile(r'<svg [^>]*role="img"[^>]*>')
LENGTH = re.compile(r"(?<=[\": ])(-?[\d.]+)rem(?=[\";])")


def is_available() -> bool:
    """Whether PDFs can be made here."""
    return _weasyprint() is not None


def pdf_of(html: str, *, site: str) -> bytes:
    """`html` as a PDF whose links lead to `site`. Only where `is_available()`."""
    weasyprint = _weasyprint()
    nothing_else = weasyprint.urls.URLFetcher(allowed_protocols={"data"})
    fonts = weasyprint.text.fonts.FontConfiguration()
    sheets = [
        weasyprint.CSS(string=sheet, url_fetcher=nothing_else, font_config=fonts)
        for sheet in map(_sheet, SHEETS)
    ]
    page = weasyprint.HTML(string=for_paper(html), base_url=site, url_fetcher=nothing_else)
    return bytes(page.write_pdf(stylesheets=sheets, font_config=fonts))


def for_paper(html: str) -> str:
    """With every drawing complete in itself: its own rules, and lengths in pixels.

    A drawing sees no sheet and no sprite of the page there, and counts its rem by the text next to
    it. Icons go: the words beside them say the same.
    """
    rules = chart_rules()
    plain = ICON.sub("", html)
    drawn = DRAWING.sub(lambda found: f"{found[0]}<style>{rules}</style>", plain)
    return LENGTH.sub(_pixels, drawn)


def chart_rules() -> str:
    """charts.css with the light colours in place of their names, outside of its layer."""
    tokens = dict(reversed(TOKEN.findall(_read("css/tokens.css"))))  # the first of a name holds
    layer = LAYER.search(_read("css/charts.css"))
    rules = layer[1] if layer else ""
    valued = VALUE_OF.sub(lambda found: tokens[found[1]], rules)
    return LIGHT_OF.sub(r"\1", valued)


def _pixels(rem: re.Match[str]) -> str:
    return f"{float(rem[1]) * REM:.2f}px"


@cache
def _weasyprint() -> Any:
    """The library, or None where it or Pango is not installed. Loading it takes a second."""
    try:
        return import_module("weasyprint")
    except (ImportError, OSError):
        return None


def _sheet(name: str) -> str:
    font = f"data:font/woff2;base64,{b64encode(_path(FONT).read_bytes()).decode()}"
    return _read(name).replace(f"../{FONT}", font)


def _read(name: str) -> str:
    return _path(name).read_text()


def _path(name: str) -> Path:
    return Path(str(finders.find(name)))
