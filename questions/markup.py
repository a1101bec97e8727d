"""Authors' Markdown to safe HTML: the one place where text becomes markup.

Two walls, each enough alone: a CommonMark parser with raw HTML, images and headings switched off
and only http(s) links let through, then nh3 with the short list of tags, classes and attributes
that the first wall can produce. Nothing typed or imported reaches a page by another way.
"""

import re
from collections.abc import Callable, Sequence
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from questions.errors import TextTooLong

MOST_CHARACTERS = 20_000
MOST_LINES = 400
MOST_CELLS_IN_A_ROW = 30
MOST_MARKS = 2_000  # of the characters that a parser may have to look at again and again

_MARKS = re.compile(r"[\[\]*_`<>|~!\\&]")
# Control characters mean nothing in a text; bidirectional overrides make code read as it is not.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")
_LINK = re.compile(r"https?://[^/\s]", re.IGNORECASE)

_RIGHT = "text-align:right"
_TABLE = '<div class="scroll-x" tabindex="0" role="group" aria-label="Table"><table class="tbl">'
_TAGS = {"p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "a", "hr"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td", "div"}
_CLASSES = {
    "div": {"scroll-x"},
    "table": {"tbl"},
    "th": {"r"},
    "td": {"r"},
    "p": {"q__ask"},
}
_ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "div": {"tabindex", "role", "aria-label"},
    "pre": {"tabindex"},
}


def to_html(text: str) -> SafeString:
    """Safe HTML of a Markdown text; raises `TextTooLong` for what would take too long to read."""
    return _rendered(_parsed(text))


def stem_html(text: str) -> SafeString:
    """Like `to_html`; the last paragraph, which asks the question, bears the class `q__ask`."""
    tokens = _parsed(text)
    if len(tokens) >= 3 and tokens[-1].type == "paragraph_close":
        opening = next(each for each in reversed(tokens) if each.type == "paragraph_open")
        opening.attrSet("class", "q__ask")
    return _rendered(tokens)


def inline_html(text: str) -> SafeString:
    """Safe HTML of one line of Markdown, without a paragraph around it."""
    return _clean(_PARSER.renderInline(_readable(text).replace("\n", " ")))


def stored_html(html: str) -> SafeString:
    """Marks HTML as safe that one of these functions made and the database has kept since."""
    return mark_safe(html)  # noqa: S308 - rendered above, frozen with its version


def _readable(text: str) -> str:
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > MOST_CHARACTERS or text.count("\n") > MOST_LINES:
        raise TextTooLong(f"A text may have {MOST_CHARACTERS:,} characters and {MOST_LINES} lines.")
    if len(_MARKS.findall(text)) > MOST_MARKS:
        raise TextTooLong(f"A text may have {MOST_MARKS:,} Markdown characters such as * and [.")
    if any(line.count("|") > MOST_CELLS_IN_A_ROW for line in text.split("\n")):
        raise TextTooLong(f"A table may have {MOST_CELLS_IN_A_ROW} columns.")
    return text


def _parsed(text: str) -> list[Token]:
    return _PARSER.parse(_readable(text))


def _rendered(tokens: Sequence[Token]) -> SafeString:
    return _clean(_PARSER.renderer.render(tokens, _PARSER.options, {}))


def _clean(html: str) -> SafeString:
    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow",
        clean_content_tags={"script", "style"},
    )
    return stored_html(safe)


def _align_by_class(tokens: Sequence[Token]) -> None:
    """A column aligned to the right: a class, since the policy forbids style attributes."""
    for cell in tokens:
        if (
            cell.type in {"th_open", "td_open"}
            and cell.attrs.pop("style", "") == "text-align:right"
        ):
            cell.attrSet("class", "r")


def _empty_headers_are_cells(tokens: Sequence[Token]) -> None:
    """A confusion matrix has an empty corner; to a screen reader that is no header."""
    for opening, content, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "th_open" and not content.content:
            opening.tag = closing.tag = "td"


def _html(text: str) -> Callable[..., str]:
    return lambda *args: text


def _code(_renderer: object, tokens: Sequence[Token], index: int, *args: object) -> str:
    return f'<pre tabindex="0"><code>{escape(tokens[index].content)}</code></pre>\n'


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    parser.disable(["html_block", "html_inline", "image", "heading", "lheading", "reference"])
    parser.validateLink = lambda url: bool(_LINK.match(url))  # type: ignore[method-assign]
    parser.core.ruler.push("align", lambda state: _align_by_class(state.tokens))
    parser.core.ruler.push("corner", lambda state: _empty_headers_are_cells(state.tokens))
    wrap = (
        '<div class="scroll-x" tabindex="0" role="group" aria-label="Table"><table class="tbl">\n'
    )
    parser.add_render_rule("table_open", _html(wrap))
    parser.add_render_rule("table_close", _html("</table></div>\n"))
    parser.add_render_rule("fence", _code)
    parser.add_render_rule("code_block", _code)
    return parser


_PARSER = _parser()
