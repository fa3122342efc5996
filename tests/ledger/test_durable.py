"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from ledger import durable

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_file_is_for_its_owner_and_so_is_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "one"

    durable.write_new(path, b"content")

    assert path.read_bytes() == b"content"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.write_bytes(b"old")

    with pytest.raises(FileExistsError):
        durable.write_new(path, b"new")

    assert path.read_bytes() == b"old"


def test_a_link_to_nowhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FileExistsError):
        durable.write_new(tmp_path / "one", b"new")

    assert not (tmp_path / "elsewhere").exists()


def test_replacing_leaves_the_new_content_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "state"

    durable.replace(path, b"first and longer")
    durable.replace(path, b"second")

    assert path.read_bytes() == b"second"
    assert [one.name for one in tmp_path.iterdir()] == ["state"]


def test_what_a_process_that_was_cut_off_left_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / f"state.{os.getpid()}.new").write_bytes(b"half")

    durable.replace(tmp_path / "state", b"whole")

    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("state", b"whole")]


def test_a_replacement_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "state" / "inside").mkdir(parents=True)

    with pytest.raises(OSError, match="irectory"):
        durable.replace(tmp_path / "state", b"new")

    assert [one.name for one in tmp_path.iterdir()] == ["state"]


def test_a_new_file_that_cannot_be_finished_is_removed(tmp_path: Path) -> None:
    """A limit on file size stands for a full disk."""
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
        with pytest.raises(OSError, match="File too large"):
            durable.write_new(tmp_path / "one", bytes(100))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)

    assert list(tmp_path.iterdir()) == []
