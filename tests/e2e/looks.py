"""What every screen must keep, at every width and in both themes."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"1366x900": (1366, 900), "390x844": (390, 844)}
THEMES = ("light", "dark")
WIDTHS = (320, 390, 1366)

RUN_AXE = """async (tags) => {
  const { violations } = await axe.run(document, {
    runOnly: tags, resultTypes: ["violations"], preload: false });
  const told = ({ target, any }) => `${target} ${any[0]?.message ?? ""}`;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(told).join(" | ")}`);
}"""

# Links inside a sentence are exempt; a control is as big as the largest of it and its labels.
SMALL_TARGETS = """() => {
  const size = (element) => { const box = element.getBoundingClientRect();
    return [box.width, box.height]; };
  const isExempt = (control) =>
    control.matches("a") && getComputedStyle(control).display === "inline";
  const controls = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary")];
  return controls.filter((control) => {
    if (!control.checkVisibility({ visibilityProperty: true }) || isExempt(control)) return false;
    const sizes = [control, ...(control.labels ?? [])].map(size);
    const [width, height] = [0, 1].map((side) => Math.max(...sizes.map((each) => each[side])));
    return width > 1 && height > 1 && (width < 23.9 || height < 23.9);
  }).map((control) => `${control.outerHTML.slice(0, 90)} ${size(control).map(Math.round)}`);
}"""

OVERFLOW = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const isWide = (element) => element.getBoundingClientRect().right > clientWidth + 1;
  const inmost = [...document.body.querySelectorAll("*")].filter((element) =>
    isWide(element) && ![...element.children].some(isWide));
  const told = inmost.slice(0, 3).map((each) => each.outerHTML.slice(0, 90));
  return [`${scrollWidth} px wide: ${told}`];
}"""


@cache
def axe_source() -> str:
    return AXE.read_text()


def show(page: Page, size: tuple[int, int], theme: str) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=theme)


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.0 to 2.2 A and AA and its best practice."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(axe_source())
    return page.evaluate(RUN_AXE, TAGS)


def faults_at_width(page: Page, width: int) -> list[str]:
    show(page, (width, 900), "light")
    return page.evaluate(OVERFLOW) + page.evaluate(SMALL_TARGETS)
