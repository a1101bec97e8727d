"""Every screen of every role, light and dark, on a laptop and on a phone: axe, reflow, targets."""

import pytest
from django.urls import reverse

from tests.e2e import looks
from tests.e2e.screens import BY_ROLE
from tests.e2e.sitting import items_of

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not looks.AXE.exists(), reason="axe-core is not installed: npm ci"),
]
SCREENS_AT_A_TIME = 5
PARTS = [
    pytest.param(role, first, id=f"{role or 'visitor'}-{first // SCREENS_AT_A_TIME + 1}")
    for role, screens in BY_ROLE.items()
    for first in range(0, len(screens), SCREENS_AT_A_TIME)
]


def faults_of(page):
    for name, size in looks.SIZES.items():
        for theme in looks.THEMES:
            looks.show(page, size, theme)
            for violation in looks.violations(page):
                yield f"{name} {theme}: {violation}"
    for width in looks.WIDTHS:
        for fault in looks.faults_at_width(page, width):
            yield f"{width}: {fault}"


@pytest.mark.parametrize(("role", "first"), PARTS)
def test_every_screen_is_fit_for_everybody(browse, stage, role, first):
    page = browse(getattr(stage, role) if role else None).new_page()
    found = []
    for screen in BY_ROLE[role][first : first + SCREENS_AT_A_TIME]:
        looks.show(page, looks.SIZES["1366x900"], "light")
        screen.open(page, stage)
        found += [f"{screen.name} {fault}" for fault in faults_of(page)]
    assert not found, "\n".join(found)


BAD_PAGE = """
<!doctype html><html lang="en"><title>Bad</title>
<main><h1>Bad</h1><p style="color: #bbb">Pale</p><button>x</button>
<div style="width: 2000px">Wide</div></main>
"""


def test_the_negative_control_a_bad_page_is_found_out(browse):
    page = browse().new_page()
    page.set_content(BAD_PAGE + "<style>button { width: 10px; height: 10px; padding: 0 }</style>")
    assert any("color-contrast" in each for each in looks.violations(page))
    small, wide = "<button", "2000px"
    found = looks.faults_at_width(page, 390)
    assert any(small in each for each in found)
    assert any(wide in each for each in found)


def wide_texts(attempt):
    """Items with a table or code in them, which do not wrap."""
    stems = {item: item.version.rendered["stem"] for item in items_of(attempt)}
    return [item for item, stem in stems.items() if "<table" in stem or "<pre" in stem]


@pytest.mark.parametrize(
    ("role", "attempt", "name"),
    [("sitter", "sitting", "attempts:item"), ("graduate", "sat", "attempts:answer")],
)
def test_tables_and_code_stay_inside_a_phone(browse, stage, role, attempt, name):
    page = browse(getattr(stage, role)).new_page()
    items = wide_texts(getattr(stage, attempt))
    assert items
    found = []
    for item in items:
        page.goto(reverse(name, args=[item.attempt_id, item.position]))
        found += [f"{item.version.question}: {each}" for each in looks.faults_at_width(page, 320)]
    assert not found, "\n".join(found)
