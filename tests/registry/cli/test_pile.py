"""Entries that wait in a file."""

from __future__ import annotations

import pytest

from registry.cli import pile
from registry.cli.changes import Made, Raws
from registry.cli.pile import Pile


@pytest.mark.parametrize("held", [4, 1 << 20])
def test_what_is_piled_is_read_as_often_as_it_is_asked_for_in_any_order(
    held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pile, "HELD", held)
    heap = Pile()
    words = [b"one", b"", b"three\n" * 9, b"four"]
    raws = Raws([Made("a file", heap.put(word)) for word in words])

    assert list(raws) == words
    assert [raws[at] for at in (3, 0, 2, 1, 0)] == [words[at] for at in (3, 0, 2, 1, 0)]
    assert raws[1:3] == words[1:3]
    assert Made("a file", b"held").raw == b"held"
