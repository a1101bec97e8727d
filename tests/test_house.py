"""House rules that no linter knows. house.md says why."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import AllowAny

ROOT = Path(__file__).parent.parent
APPS = ["exam_platform", "accounts", "questions", "attempts", "reports"]
MODULES = [
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
NAMES_NOT_TO_USE = {
    *("core", "common", "utils", "helpers", "services", "selectors", "managers", "constants"),
}

# Signing in and finding one's way there; what a load balancer asks; what anybody may look at.
OPEN_TO_ALL = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "live",
    "ready",
    "home",
    "worker",
}


def routes(patterns: list[URLPattern | URLResolver]):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from routes(pattern.url_patterns)


def is_open(callback) -> bool:
    """DRF checks its own doors, so `login_required` is always off there."""
    if api := getattr(callback, "cls", None):
        return AllowAny in api.permission_classes or not api.permission_classes
    return not getattr(callback, "login_required", True)


def functions(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_only_the_listed_pages_are_open_to_all():
    found = {route.name for route in routes(get_resolver().url_patterns) if is_open(route.callback)}
    assert found == OPEN_TO_ALL


def test_every_test_module_mirrors_a_module():
    for test in (path for app in APPS for path in (ROOT / "tests" / app).rglob("test_*.py")):
        inside = test.relative_to(ROOT / "tests").with_name(test.name.removeprefix("test_"))
        assert (ROOT / inside).exists() or (ROOT / inside.with_suffix("")).is_dir(), shown(test)


def test_no_module_outgrows_the_house():
    assert not {shown(path): n for path in MODULES if (n := lines(path)) > 300}


def test_no_test_module_outgrows_the_house():
    assert not {shown(p): n for p in (ROOT / "tests").rglob("*.py") if (n := lines(p)) > 300}


def test_no_function_outgrows_the_house():
    sizes = {
        f"{shown(path)}: {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in MODULES
        for function in functions(path)
    }
    assert not {name: size for name, size in sizes.items() if size > 30}


def test_no_template_outgrows_the_house():
    sprite = ROOT / "templates" / "_icons.html"
    assert not {shown(p): n for p in TEMPLATES if p != sprite and (n := lines(p)) > 60}


def test_a_module_is_named_for_what_it_is_about():
    assert not [shown(path) for path in MODULES if NAMES_NOT_TO_USE & {path.stem, path.parent.name}]


def test_no_module_listens_for_signals_or_overrides_save():
    for path in MODULES:
        assert "django.dispatch" not in path.read_text(), shown(path)
        assert not [f for f in functions(path) if f.name == "save" and "models" in path.stem]


@pytest.mark.parametrize("module", ["scoring.py", "timing.py", "states.py"])
def test_the_pure_modules_of_attempts_read_no_clock(module):
    text = (ROOT / "attempts" / module).read_text()
    assert not re.search(r"\bnow\(\)|datetime\.now|time\.time", text)


def test_answers_stay_out_of_the_exam_templates():
    """The running attempt's templates get dataclasses without the key, and do not even ask."""
    reviewing = re.compile(r"answered|answers|debrief|result|report")
    running = [
        path
        for path in (ROOT / "templates" / "attempts").rglob("*.html")
        if not reviewing.search(path.stem)
    ]
    assert running
    for template in running:
        found = re.search(
            r"{[{%][^}]*\b(is_correct|is_key|key_ids|rationale|explanation)\b", template.read_text()
        )
        assert not found, shown(template)


def test_partial_name_is_dom_id():
    for template in TEMPLATES:
        text = template.read_text()
        for name in re.findall(r"{% partialdef ([\w-]+)", text):
            assert f'id="{name}"' in text, f"{shown(template)}: {name}"


def test_no_style_and_no_script_inside_a_page():
    """The content security policy refuses them; a template must not even try."""
    inline = re.compile(
        r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
    )
    data = re.compile(r"<script[^>]*type=\"application/json\"")
    for template in TEMPLATES:
        found = inline.search(data.sub("", template.read_text()))
        assert not found, f"{shown(template)}: {found and found.group()}"


def test_html_is_marked_safe_in_one_place_only():
    audited = ROOT / "questions" / "markup.py"
    marking = re.compile(r"\bmark_safe\b|\bSafeString\(|format_html\(f|\|safe\b|autoescape off")
    for path in [*MODULES, *TEMPLATES]:
        if path != audited:
            assert not marking.search(path.read_text()), shown(path)


def test_no_query_is_written_by_hand_into_a_string():
    for path in MODULES:
        assert not re.search(r"\.raw\(|\.extra\(|execute\(f\"", path.read_text()), shown(path)
