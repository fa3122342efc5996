"""The look at an index before its ledger is opened: the repository is as hostile as any, and is not obeyed."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry import glance
from registry.places import Places
from tests.ledger.build import enrolments, git, in_git


def test_it_is_where_the_index_of_the_ledger_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JINBANG_HOME", str(tmp_path / "home"))
    path = in_git(tmp_path, [enrolments()])
    vkey = git(path, "cat-file", "blob", "main:ledger.json").partition('"vkey": "')[2].partition('"')[0]

    places = Places.of()
    assert glance.index_file(path) == places.cache / f"index-{places.index_name(path, vkey)}.sqlite"


@pytest.mark.parametrize("ref", ["", "nonsense\n", f"{'0' * 40}\n"])
def test_of_what_is_no_ledger_there_is_none(ref: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", ".")
    (tmp_path / "refs" / "heads" / "main").write_text(ref)

    assert glance.index_file(tmp_path) is None


def test_a_repository_that_names_a_program_to_fetch_with_does_not_have_it_run(tmp_path: Path) -> None:
    path, trap = tmp_path / "ledger.git", tmp_path / "trapped"
    path.mkdir()
    git(path, "init", "-q", "--bare", ".")
    for name, value in (
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("protocol.ext.allow", "always"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", f"ext::sh -c touch% {trap}"),
    ):
        git(path, "config", name, value)
    (path / "refs" / "heads" / "main").write_text(f"{'a' * 40}\n")

    assert glance.index_file(path) is None
    assert not trap.exists()
