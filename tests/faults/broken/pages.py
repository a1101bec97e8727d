"""The scripts of the exam page with one thing wrong each: what negative controls are served."""

import shutil
from pathlib import Path

from tests.conftest import ROOT

SERVER = "tests.faults.broken.server"
RULES = {"last_writer_wins", "takes_late_answers"}

# Which script, what stands there, what stands there instead.
EDITS: dict[str, list[tuple[str, str, str]]] = {
    "tries_once": [
        (
            "queue.js",
            "    } else this.#failing.add(position);",
            "    } else {\n"
            "      this.#entries.delete(position);\n"
            "      await this.store.remove('answers', this.name(position).key, () => true);\n"
            "    }",
        )
    ],
    "newest_first": [
        ("queue.js", "one.sending.seq - other.sending.seq", "other.sending.seq - one.sending.seq")
    ],
    "local_storage": [],  # the whole of store.js is another
    "slow_device": [
        (
            "store.js",
            "  put(shelf, entry) {",
            "  async put(shelf, entry) {\n    await new Promise((done) => setTimeout(done, 100));",
        )
    ],
    "takes_a_stranger_for_a_decision": [
        ("api.js", "status === 200 || status === 400", "status === 200 || status === 401")
    ],
    "believes_the_computer": [
        ("clock.js", "performance.now()", "Date.now()"),
        ("clock.js", "SLEPT_MS = 1_500", "SLEPT_MS = Infinity"),
    ],
    "sleeps_on": [
        ("clock.js", "SLEPT_MS = 1_500", "SLEPT_MS = Infinity"),
        ("clock.js", "RESYNC_MS = 60_000", "RESYNC_MS = 2 ** 31 - 1"),
    ],
}


def spoiling(name: str, folder: Path) -> dict[str, str]:
    """What `Web` must be told so that this is wrong; nothing for a sound program."""
    if not name:
        return {}
    if name in RULES:
        return {"wsgi": SERVER, "FAULTS_RULE": name}
    shutil.copytree(ROOT / "static", folder)
    for script, old, new in EDITS[name]:
        path = folder / "js" / "exam" / script
        assert old in path.read_text(), f"{script} has changed; spoil it anew"
        path.write_text(path.read_text().replace(old, new))
    if name == "local_storage":
        shutil.copy(Path(__file__).with_name("local_storage.js"), folder / "js/exam/store.js")
    return {"wsgi": SERVER, "FAULTS_STATIC": str(folder)}
