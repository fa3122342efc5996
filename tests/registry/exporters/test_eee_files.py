"""Where records of Every Eval Ever go: in folders below the one that was named, whatever the names hold."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from registry.exporters.eee_files import folder_name, path
from registry.reads.exports import Exported
from tests.registry.exporters.rows import HOSTILE

HOSTILE_PATHS = (
    "..",
    ".",
    "../../etc",
    "/etc/passwd",
    "a/../b",
    "C:\\x",
    "~",
    "-rf",
    "CON",
    "通义千问",
    "\x00",
    "金" * 300,
)


def line(name: str, at: int = 0) -> Exported:
    blank = dict.fromkeys(Exported._fields, "")
    return Exported(**{**blank, "statement_id": "ab" * 32, "at": at, "leaderboard": name, "model": name})  # type: ignore[arg-type]


@given(st.sampled_from([*HOSTILE, *HOSTILE_PATHS]) | st.text(st.characters(codec="utf-8"), max_size=30))
def test_a_folder_is_one_that_leads_nowhere_else(name: str) -> None:
    made = folder_name(name)
    assert made
    assert made == Path(made).name
    assert not made.startswith((".", "-"))
    assert not re.search(r"[/\\\s\x00-\x1f<>:\"|?*$`]", made)
    assert len(made.encode()) <= 255


def test_a_line_has_the_same_place_each_time_and_no_other_has_it() -> None:
    assert path(line("A")) == path(line("A"))
    assert path(line("A")) != path(line("A", 1))
    parts = path(line("A")).parts
    assert parts[:3] == ("A", "unknown", "A")
    pattern = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.json"
    assert re.fullmatch(pattern, parts[3])
