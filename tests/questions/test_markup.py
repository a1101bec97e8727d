import time

import pytest

from questions.errors import TextTooLong
from questions.markup import inline_html, stem_html, stored_html, to_html

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/x.png)",
    "![x](x.png 'a' onerror=alert(1))",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](\x01javascript:alert(1))",
    "[a](vbscript:msgbox(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](file:///etc/passwd)",
    "[a](//evil.example)",
    "[a](/accounts/logout/)",
    "[a](https:///evil.example)",
    "<javascript:alert(1)>",
    "<https://ok.example onclick=alert(1)>",
    '[a](https://ok.example "x\\" onmouseover=alert(1)")',
    "[a]: javascript:alert(1)\n\n[a]",
    "<a href='https://ok.example' id=submit>x</a>",
    "<a name=form>x</a>",
    "<form action=/x><input name=csrf></form>",
    "<style>*{display:none}</style>",
    "<base href='https://evil.example'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object><embed src=x>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<div hx-get=/x hx-trigger=load>x</div>",
    "<div data-hx-post=/x>x</div>",
    "<div _='on load alert(1)'>x</div>",
    "<p style='position:fixed'>x</p>",
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "`<script>alert(1)</script>`",
    "```html onload=alert(1)\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "    <script>alert(1)</script>",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "| a |\n|:-:|\n| b |",
    "{{ 7|add:7 }}{% load static %}",
    "<x-element onfocus=alert(1) tabindex=1 autofocus>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "*[a](javascript:alert(1))* **![b](data:image/svg+xml,<svg onload=alert(1)>)**",
]
ALLOWED_TAGS = "p|br|em|strong|code|pre|ul|ol|li|blockquote|a|hr|table|thead|tbody|tr|th|td|div"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("render", [to_html, stem_html, inline_html])
def test_hostile_text_comes_out_as_text(text, render):
    html = render(text)
    tags = _tags(html)
    assert {name for name, _ in tags} <= set(ALLOWED_TAGS.split("|"))
    allowed = {"href", "rel", "class", "tabindex", "role", "aria-label", "start", "title"}
    assert {attribute for _, attributes in tags for attribute in attributes} <= allowed
    links = [attributes["href"] for _, attributes in tags if "href" in attributes]
    assert all(link.startswith(("https://ok.example", "https://evil.example/")) for link in links)


def _tags(html):
    """Every start tag with its attributes, as a browser's parser reads them."""
    from html.parser import HTMLParser  # noqa: PLC0415

    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.append((tag, dict(attributes)))

    Reader().feed(html)
    return found


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000,
        "[" * 10_000,
        "*" * 10_000,
        "a" * 1_000_000,
        "a\n" * 10_000,
        "| a " * 400 + "\n" + "|-" * 400 + "\n" + "| a |\n" * 300,
        "| a |\n|---|\n" + "| a |\n" * 10_000,
    ],
)
def test_what_would_take_too_long_is_refused_at_once(text):
    started = time.perf_counter()
    with pytest.raises(TextTooLong):
        to_html(text)
    assert time.perf_counter() - started < 0.2


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_900,
        "*a **b " * 280,
        ">" * 1_900,
        "`" * 1_900,
        "_a" * 1_900,
        "- " * 9_000,
        "[a](" * 490,
    ],
)
def test_the_worst_that_is_taken_takes_a_moment(text):
    started = time.perf_counter()
    to_html(text)
    assert time.perf_counter() - started < 1.0


def test_markdown_becomes_markup():
    assert to_html("**a** and `b`") == "<p><strong>a</strong> and <code>b</code></p>\n"
    assert 'href="https://docs.example/x"' in to_html("[a](https://docs.example/x)")
    assert 'rel="noopener noreferrer nofollow"' in to_html("[a](https://docs.example/x)")
    assert inline_html("a **b**\nc") == "a <strong>b</strong> c"


def test_the_last_paragraph_asks():
    html = stem_html("A team has data.\n\nWhich store fits?")
    assert html == '<p>A team has data.</p>\n<p class="q__ask">Which store fits?</p>\n'


def test_a_list_at_the_end_asks_nothing():
    assert "q__ask" not in stem_html("Which?\n\n- a\n- b")
    assert stem_html("") == ""


def test_a_table_keeps_its_alignment_without_styles_and_can_be_scrolled_by_key():
    html = to_html("| | P |\n|---|---:|\n| N | 3 |")
    assert '<th class="r">P</th>' in html
    assert '<td class="r">3</td>' in html
    assert "<td></td>" in html  # an empty corner is no header
    assert 'tabindex="0" role="group" aria-label="Table"' in html
    assert "style" not in html


def test_headings_of_an_author_do_not_become_headings_of_the_page():
    assert "<h1" not in to_html("# Big\n\nAlso big\n====")


@pytest.mark.parametrize("unseen", ["\u202e", "\u2066", "\x00", "\x1b", "\ufeff"])
def test_characters_that_hide_what_is_read_are_dropped(unseen):
    assert to_html(f"`ad{unseen}min`") == "<p><code>admin</code></p>\n"


def test_writing_from_right_to_left_is_left_alone():
    assert "\u0645\u0631\u062d\u0628\u0627" in to_html("\u0645\u0631\u062d\u0628\u0627")


def test_stored_markup_is_marked_safe_for_templates():
    assert hasattr(stored_html("<p>a</p>"), "__html__")
