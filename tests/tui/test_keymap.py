"""One table of keys, from which everything that has to do with keys is made."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from textual.containers import VerticalScroll

from tui import keymap
from tui.app import JinbangApp
from tui.keymap import KEYS, Scope
from tui.screens.audit import AuditScreen, Checkpoints
from tui.screens.board import BoardScreen
from tui.screens.compare import CompareScreen
from tui.screens.entry import EntryScreen
from tui.screens.flag import FlagScreen
from tui.screens.menu import CopyMenu, ExportMenu
from tui.screens.rankings import RankingsScreen
from tui.widgets.crossing import Crossing
from tui.widgets.filter_box import FilterBox
from tui.widgets.pane import Pane
from tui.widgets.placements import Placements

DOCS = Path(__file__).resolve().parents[2] / "docs" / "tui.md"
OWNERS = {
    Scope.EVERYWHERE: JinbangApp,
    Scope.RANKINGS: RankingsScreen,
    Scope.COMPARE: CompareScreen,
    Scope.CROSSING: Crossing,
    Scope.BOARD: BoardScreen,
    Scope.PLACEMENTS: Placements,
    Scope.AUDIT: AuditScreen,
    Scope.CHECKPOINTS: Checkpoints,
    Scope.ENTRY: EntryScreen,
    Scope.FLAG: FlagScreen,
    Scope.LIST: Placements,
    Scope.BOX: FilterBox,
    Scope.TEXT: Pane,
    Scope.COPY: CopyMenu,
    Scope.EXPORT: ExportMenu,
}


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key.scope.name}.{key.id}")
def test_every_key_calls_something_that_is_there(key: keymap.Key) -> None:
    """Textual is silent about an action that nobody has."""
    owner = OWNERS[key.scope]
    assert hasattr(owner, f"action_{key.id}") or hasattr(VerticalScroll, f"action_{key.id}")


@pytest.mark.parametrize("scope", Scope)
def test_no_key_means_two_things_in_one_place(scope: Scope) -> None:
    keys = Counter(one for key in keymap.of(scope) for one in key.keys.split(","))

    assert [one for one, times in keys.items() if times > 1] == []


def test_the_documented_keys_are_those_of_the_keymap() -> None:
    """`python -m tui.keymap` prints the table."""
    assert keymap.table() in DOCS.read_text(encoding="utf-8")
