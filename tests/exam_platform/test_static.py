import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import FileSystemStorage

from exam_platform.static import HashedStorage, without_comments

STATIC = Path(__file__).parents[2] / "static"
SCRIPT = b"""/** What it is for.
 * And more. */
// why
export const both = "/** not a comment */"; // stays
  /** @param {string} a */
  export function one(a) {
    return /** @type {any} */ (a) / 2;
  }
/** @type {any} */ (both).go();
"""


def test_only_lines_that_are_nothing_but_comment_go():
    assert without_comments(SCRIPT).decode().splitlines() == [
        'export const both = "/** not a comment */"; // stays',
        "  export function one(a) {",
        "    return /** @type {any} */ (a) / 2;",
        "  }",
        "/** @type {any} */ (both).go();",
    ]


@pytest.mark.parametrize("script", [*STATIC.glob("js/*.js"), *STATIC.glob("js/exam/*.js")])
def test_no_line_of_ours_looks_like_a_comment_without_being_one(script):
    """Inside a template literal it would: none of ours has more than one line."""
    assert not re.search(r"^[^`\n]*`[^`\n]*$", script.read_text(), re.MULTILINE)


@pytest.fixture
def collected(tmp_path, settings):
    settings.STATIC_ROOT = str(tmp_path)
    storage = HashedStorage(location=str(tmp_path))
    paths = {}
    for finder in get_finders():
        for name, source in finder.list([]):
            if name.startswith("js/exam/") and isinstance(source, FileSystemStorage):
                with source.open(name) as script:
                    storage.save(name, script)
                paths[name] = (source, name)
    faults = [fault for *_, fault in storage.post_process(paths) if isinstance(fault, Exception)]
    assert not faults
    return storage


def test_collected_scripts_import_each_other_by_hash_and_bear_no_types(collected):
    name = collected.stored_name("js/exam/main.js")
    script = Path(collected.path(name)).read_text()
    assert re.search(r'from "\./queue\.[0-9a-f]{12}\.js"', script)
    assert re.search(r'import\("\./sign_in\.[0-9a-f]{12}\.js"\)', script)
    assert "@param" not in script
    assert Path(collected.path(f"{name}.gz")).exists()


def test_the_script_of_the_exam_page_is_light(collected):
    """All that a question page loads; the rest comes when it is wanted, or on other pages."""
    later = {"practice.js", "readiness.js", "sign_in.js"}
    scripts = [each for each in STATIC.glob("js/exam/*.js") if each.name not in later]
    sizes = {
        each.name: len(gzip.compress(without_comments(each.read_bytes()), 9)) for each in scripts
    }
    assert sum(sizes.values()) <= 30_000, sizes
