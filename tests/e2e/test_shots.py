"""Every screen as a picture, to be looked at beside the prototypes: build/shots."""

from pathlib import Path

import pytest

from tests.e2e import looks
from tests.e2e.screens import BY_ROLE

pytestmark = [pytest.mark.e2e, pytest.mark.shots]

SHOTS = Path(__file__).parents[2] / "build" / "shots"
SCREENS = [
    pytest.param(role, screen, id=screen.name)
    for role, screens in BY_ROLE.items()
    for screen in screens
]


@pytest.mark.parametrize(("role", "screen"), SCREENS)
def test_shots(browse, stage, role, screen):
    SHOTS.mkdir(parents=True, exist_ok=True)
    page = browse(getattr(stage, role) if role else None).new_page()
    looks.show(page, looks.SIZES["1366x900"], "light")
    screen.open(page, stage)
    # An exam page keeps its bars at the edges of the window, where a whole page has none.
    is_whole = page.locator("body.exam").count() == 0
    for name, size in looks.SIZES.items():
        for theme in looks.THEMES:
            looks.show(page, size, theme)
            page.evaluate("document.fonts.ready")
            path = SHOTS / f"{screen.name}-{name}-{theme}.png"
            page.screenshot(path=path, full_page=is_whole)
            assert path.stat().st_size > 0
