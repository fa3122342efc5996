"""The versions of a file in a repository that nobody vouches for."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from ledger.errors import DamagedError, StoreError
from ledger.git_objects import MAX_OBJECT_BYTES
from registry.errors import NothingToJudge, QuestionError
from registry.importers.past import Repository, Walk
from registry.importers.place import ImportRefusedError
from tests.registry.importers.gits import Past


@pytest.fixture
def past(tmp_path: Path) -> Past:
    return Past(tmp_path / "board")


def _walk(folder: Path, path: str = "README.md") -> Walk:
    repository = Repository(folder)
    try:
        return repository.walk(path)
    finally:
        repository.close()


def _contents(folder: Path, path: str = "README.md") -> list[bytes]:
    repository = Repository(folder)
    try:
        return [repository.content(one) for one in repository.walk(path).versions]
    finally:
        repository.close()


def test_versions_come_oldest_first_each_with_the_commit_that_brought_it(past: Past) -> None:
    past.commit({"other": "x"}, "2023-01-01T00:00:00Z")
    one = past.commit({"README.md": "1"}, "2023-01-02T08:00:00+08:00")
    past.commit({"other": "y"}, "2023-01-03T00:00:00Z")
    two = past.commit({"README.md": "2"}, "2023-01-04T00:00:00Z")
    back = past.commit({"README.md": "1"}, "2023-01-05T00:00:00Z")
    walk = _walk(past.folder)

    assert [version.commit for version in walk.versions] == [one, two, back]
    assert walk.versions[0].committed == "2023-01-02T00:00:00Z"
    assert (walk.commits, walk.ended) == (5, "")
    assert _contents(past.folder) == [b"1", b"2", b"1"]


@pytest.mark.parametrize("path", ["README.md", "docs/榜单.md", "a b/c"])
def test_the_versions_are_those_that_git_itself_lists(past: Past, path: str) -> None:
    for number in range(12):
        past.commit({path if number % 3 else "other": str(number // 2)}, f"2023-01-{number + 1:02}T00:00:00Z")
    listed = past.git("log", "--first-parent", "--reverse", "--format=%H", "--", path).split()
    assert [one.commit for one in _walk(past.folder, path).versions] == listed


def test_only_the_main_line_of_a_merge_is_followed(past: Past) -> None:
    past.commit({"README.md": "1"}, "2023-01-01T00:00:00Z")
    past.git("checkout", "-q", "-b", "side")
    past.commit({"README.md": "on the side"}, "2023-01-02T00:00:00Z")
    past.commit({"README.md": "merged"}, "2023-01-03T00:00:00Z")
    past.git("checkout", "-q", "main")
    past.commit({"other": "x"}, "2023-01-04T00:00:00Z")
    past.git("merge", "-q", "--no-ff", "-m", "merge", "side", at="2023-01-05T00:00:00Z")

    assert _contents(past.folder) == [b"1", b"merged"]
    assert _walk(past.folder).versions[-1].committed == "2023-01-05T00:00:00Z"


def test_a_file_that_was_taken_out_and_came_back_is_two_versions(past: Past) -> None:
    past.commit({"README.md": "1"})
    (past.folder / "README.md").unlink()
    past.commit({"other": "x"})
    past.commit({"README.md": "1"})
    assert _contents(past.folder) == [b"1", b"1"]


def test_packed_bare_and_detached_repositories_are_read(past: Past, tmp_path: Path) -> None:
    past.commit({"README.md": "1"})
    past.commit({"README.md": "2"})
    past.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    past.git("gc", "-q")
    past.git("pack-refs", "--all")
    assert not (past.folder / ".git/refs/heads/main").exists()
    assert _contents(past.folder) == _contents(tmp_path / "bare") == [b"1", b"2"]
    past.git("checkout", "-q", "HEAD~1")
    assert _contents(past.folder) == [b"1"]


def test_a_shallow_clone_says_that_its_past_is_cut_off(past: Past, tmp_path: Path) -> None:
    for number in range(3):
        past.commit({"README.md": str(number)})
    past.git("clone", "-q", "--depth", "2", f"file://{past.folder}", str(tmp_path / "shallow"))
    walk = _walk(tmp_path / "shallow")
    assert len(walk.versions) == 2
    assert walk.ended.endswith("missing; needed a commit")


def test_a_link_and_a_huge_file_are_refused_and_the_rest_is_read(past: Past) -> None:
    past.commit({"README.md": "1"})
    past.commit({"README.md": b"|" * (MAX_OBJECT_BYTES + 1)})
    (past.folder / "README.md").unlink()
    (past.folder / "README.md").symlink_to("/etc/passwd")
    past.commit({})
    repository = Repository(past.folder)
    try:
        good, huge, link = repository.walk("README.md").versions
        with pytest.raises(DamagedError, match="16,777,217 bytes"):
            repository.content(huge)
        with pytest.raises(DamagedError, match="mode 120000"):
            repository.content(link)
        assert repository.content(good) == b"1"
    finally:
        repository.close()


def test_a_time_that_is_none_is_refused_with_its_commit(past: Past) -> None:
    past.commit({"README.md": "1"})
    raw = subprocess.run(["git", "cat-file", "commit", "HEAD"], cwd=past.folder, capture_output=True).stdout
    for time in (b"999999999999", b"soon"):
        start, _, rest = raw.partition(b"\ncommitter ")
        changed = start + b"\ncommitter a <b> " + time + b" +0000\n" + rest.partition(b"\n")[2]
        oid = subprocess.run(
            ["git", "hash-object", "-t", "commit", "-w", "--literally", "--stdin"],
            cwd=past.folder,
            input=changed,
            capture_output=True,
            check=True,
        ).stdout.decode()
        (past.folder / ".git" / "refs" / "heads" / "main").write_text(oid)
        (version,) = _walk(past.folder).versions
        with pytest.raises(ImportRefusedError, match=f"commit {oid[:12]} committer"):
            _ = version.committed


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "a//b", "a/./b", "a\0b"])
def test_a_path_that_no_commit_can_have_is_a_malformed_question(past: Past, path: str) -> None:
    past.commit({"README.md": "1"})
    with pytest.raises(QuestionError):
        _walk(past.folder, path)


@pytest.mark.parametrize("path", ["docs", "absent", "README.md/below"])
def test_a_folder_and_an_absent_file_have_no_versions(past: Past, path: str) -> None:
    past.commit({"README.md": "1", "docs/a": "2"})
    with pytest.raises(NothingToJudge, match="in none of 1 commits"):
        _walk(past.folder, path)


@pytest.mark.parametrize(
    "head",
    ["ref: ../../../secret", "ref: refs/heads/../../x", "ref: refs/remotes/x", "secret words", "", "ref: refs/heads/x"],
)
def test_a_head_that_leads_elsewhere_is_not_followed(past: Past, head: str) -> None:
    past.commit({"README.md": "1"})
    (past.folder / ".git" / "HEAD").write_text(head)
    with pytest.raises(StoreError):
        _walk(past.folder)


def test_links_pipes_and_borrowed_objects_are_not_followed(past: Past, tmp_path: Path) -> None:
    past.commit({"README.md": "1"})
    ref = past.folder / ".git" / "refs" / "heads" / "main"
    kept = ref.read_bytes()
    (tmp_path / "secret").write_bytes(kept)
    ref.unlink()
    ref.symlink_to(tmp_path / "secret")
    with pytest.raises(StoreError, match="not followed"):
        _walk(past.folder)
    ref.unlink()
    os.mkfifo(ref)
    with pytest.raises(StoreError, match="not followed"):
        _walk(past.folder)
    ref.unlink()
    ref.write_bytes(kept)
    (past.folder / ".git/objects/info").mkdir(exist_ok=True)
    (past.folder / ".git/objects/info/alternates").write_text(str(tmp_path))
    with pytest.raises(StoreError, match="borrows objects"):
        _walk(past.folder)


def test_a_worktree_and_a_repository_of_sha256_are_refused(past: Past, tmp_path: Path) -> None:
    past.commit({"README.md": "1"})
    past.git("worktree", "add", "-q", str(tmp_path / "tree"))
    with pytest.raises(StoreError, match="names another folder"):
        Repository(tmp_path / "tree")
    other = Past(tmp_path / "other")
    other.git("init", "-q", "--bare", "--object-format=sha256", "--initial-branch=main", "b.git")
    (other.folder / "b.git/refs/heads/main").write_text("a" * 64)
    with pytest.raises(StoreError, match="a commit in SHA-1"):
        _walk(other.folder / "b.git")
