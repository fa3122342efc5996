"""Digests of datasets: those that `sha256sum` gives, whatever the size of the blocks they are read in."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry import datasets
from registry.datasets import digest
from registry.errors import NothingToJudge, QuestionError

COREUTILS = r"find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum"


def test_a_files_digest_is_that_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_bytes(b"a,b\n1,2\n")
    assert digest(tmp_path / "data.csv") == (hashlib.sha256(b"a,b\n1,2\n").hexdigest(), 1, 8, None)


def test_a_folders_digest_is_what_coreutils_give(tmp_path: Path) -> None:
    """Sorted by bytes: an upper-case name goes before a lower-case one, a dash before a slash, Chinese last."""
    for name in ("b", "B", "a/x", "a-x", "a/y/z", "题目.jsonl", ".hidden", "with a space"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    done = subprocess.run(["bash", "-c", COREUTILS], cwd=tmp_path, capture_output=True, text=True, check=True)
    found = digest(tmp_path)
    assert found.sha256 == done.stdout.split()[0]
    assert (found.files, found.items) == (8, None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.lists(st.sampled_from([b"{}", b"\n", b" ", b"\r\n", b"x"])).map(b"".join), block=st.integers(1, 7))
def test_items_are_the_lines_that_are_not_empty_wherever_a_block_ends(
    tmp_path: Path, content: bytes, block: int
) -> None:
    path = tmp_path / "items.jsonl"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(datasets, "_BLOCK", block)
        found = digest(path)
    assert found.items == sum(bool(line.strip()) for line in content.split(b"\n"))
    assert found.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("name", ["a\nb", "a\\b", "a\rb"])
def test_a_name_that_sha256sum_escapes_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    with pytest.raises(QuestionError, match="a line break or a backslash"):
        digest(tmp_path)


def test_a_link_and_a_device_are_refused_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "link").symlink_to("/etc/passwd")
    with pytest.raises(QuestionError, match="a link or a device"):
        digest(tmp_path / "data")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(QuestionError, match="neither a file nor a folder"):
        digest(tmp_path / "pipe")


def test_an_empty_folder_has_no_digest(tmp_path: Path) -> None:
    with pytest.raises(NothingToJudge, match="holds no file"):
        digest(tmp_path)
