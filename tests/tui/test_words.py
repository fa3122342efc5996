"""What the interface says, in both languages."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from tui import words


def test_no_word_is_given_twice() -> None:
    """The later would be said in the place of the earlier."""
    tree = ast.parse(Path(words.__file__).read_text(encoding="utf-8"))
    names = Counter(
        target.id
        for one in tree.body
        if isinstance(one, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Name)
    )

    assert [name for name, count in names.items() if count > 1] == []
