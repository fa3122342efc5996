"""The picture in the README is what is drawn today: `python -m tests.tui.picture` draws it anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.picture import PICTURE, picture


def test_the_picture_in_the_readme_is_up_to_date_and_loads_nothing(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    kept = PICTURE.read_text(encoding="utf-8")
    assert kept == picture(ledger)
    assert "url(http" not in kept
