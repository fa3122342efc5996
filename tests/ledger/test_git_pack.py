"""What we write is what git itself would have written, and git refuses the whole of it when a byte is wrong."""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import git_pack
from ledger.errors import StoreError
from ledger.git_objects import FILE_MODE, TREE_MODE, ObjectReader, Tree, TreeEntry, environment, format_tree, parse_tree
from ledger.git_pack import UNPACK_LIMIT, GitObject, Targets, grow_tree, pack, write_objects
from tests.ledger.build import git

EMPTY_TREE = bytes.fromhex("4b825dc642cb6eb9a060e54bf8d69288fbee4904")
NAMES = st.sampled_from(["a", "b", "a.b", "a0", "a-", "ab", "金"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "log.git")
    return tmp_path / "log.git"


def write(repository: Path, objects: list[GitObject], count: int | None = None) -> None:
    write_objects(len(objects) if count is None else count, iter(objects), environment(repository), repository)


def stored(repository: Path) -> set[str]:
    """Return the names of all objects that git finds."""
    return set(git(repository, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split())


def blob(number: int, length: int = 0) -> GitObject:
    """Return a blob that does not compress."""
    content = b"".join(hashlib.sha512(b"%d %d" % (number, at)).digest() for at in range(length // 64 + 1))
    return GitObject(b"blob", b"%d\n" % number + content[:length])


# Trees


class Trees:
    """Tree objects by name."""

    def __init__(self) -> None:
        self.raw: dict[bytes, bytes] = {EMPTY_TREE: b""}

    def grow(self, base: bytes | None, targets: Targets) -> bytes:
        root, written = grow_tree(base, targets, self.read)
        assert root in {one.oid for one in written}
        self.raw |= {one.oid: one.content for one in written}
        return root

    def read(self, oid: bytes) -> Tree:
        return parse_tree(oid, self.raw[oid])


def apply(files: dict[str, bytes], targets: Targets) -> dict[str, bytes]:
    """Return the files after targets are set: a file takes the place of a folder, and the other way round."""
    after = dict(files)
    for path, oid in targets.items():
        in_the_way = [one for one in after if one == path or one.startswith(path + "/") or path.startswith(one + "/")]
        for one in in_the_way:
            if oid is not None or one == path or one.startswith(path + "/"):
                del after[one]
        if oid is not None:
            after[path] = oid
    return after


def without_conflict(paths: dict[str, bytes]) -> dict[str, bytes | None]:
    """Return targets of which none lies below another."""
    return {path: oid for path, oid in paths.items() if not any(one.startswith(path + "/") for one in paths)}


TARGETS = st.dictionaries(PATHS, st.sampled_from([bytes([1]) * 20, bytes([2]) * 20])).map(without_conflict)


@given(st.lists(TARGETS, max_size=4))
def test_a_tree_grown_by_steps_is_the_tree_made_at_once(steps: list[dict[str, bytes | None]]) -> None:
    trees, root = Trees(), EMPTY_TREE
    files: dict[str, bytes] = {}
    for targets in steps:
        root = trees.grow(root, targets)
        files = apply(files, targets)
    assert root == Trees().grow(None, files)


@given(TARGETS, st.data())
def test_files_that_are_removed_leave_no_trace(targets: dict[str, bytes | None], data: st.DataObject) -> None:
    paths = sorted(targets)
    gone = set(data.draw(st.lists(st.sampled_from(paths)))) if paths else set()
    trees = Trees()
    root = trees.grow(trees.grow(None, targets), dict.fromkeys(gone))

    assert root == Trees().grow(None, {path: oid for path, oid in targets.items() if path not in gone})


def test_removing_what_is_not_there_changes_nothing() -> None:
    trees = Trees()
    root = trees.grow(None, {"a/b": b"1" * 20})
    assert trees.grow(root, {"a/c": None, "x/y/z": None}) == root


def test_a_tree_without_files_is_the_empty_tree_of_git() -> None:
    trees = Trees()
    assert trees.grow(None, {}) == EMPTY_TREE
    assert trees.grow(trees.grow(None, {"a/b/c": b"1" * 20}), {"a/b/c": None}) == EMPTY_TREE


def test_only_trees_on_the_way_to_a_change_are_written() -> None:
    trees = Trees()
    root = trees.grow(None, {"a/b/c": b"1" * 20, "d/e": b"1" * 20, "f": b"1" * 20})
    _, written = grow_tree(root, {"a/b/x": b"2" * 20}, trees.read)
    assert len(written) == 3


def test_folders_and_files_sort_as_git_sorts_them(repository: Path) -> None:
    """A folder sorts as if its name ended in a slash: between `a-`, `a.b` and `a0`."""
    paths = ["a/x", "a-", "a.b", "a0", "ab/金/y", "ab/z", "a-b/q/r", "Z"]
    one = blob(1)
    write(repository, [one])
    settings = {"GIT_INDEX_FILE": str(repository / "index")}
    for path in paths:
        words = ("--add", "--cacheinfo", f"100644,{one.oid.hex()},{path}")
        git(repository, "update-index", *words, settings=settings)
    written = git(repository, "write-tree", settings=settings).strip()

    assert grow_tree(None, dict.fromkeys(paths, one.oid), Trees().read)[0].hex() == written


# Packs


@pytest.mark.parametrize("length", [0, 1, 14, 15, 16, 17, 2046, 2047, 2048, 2049, 262_143, 262_144, (1 << 20) + 1])
def test_a_length_of_any_size_is_written_as_git_reads_it(repository: Path, length: int) -> None:
    """Lengths are kept in 4 bits, then 7 bits a byte."""
    one = GitObject(b"blob", b"x" * length)
    git(repository, "unpack-objects", "-q", given=b"".join(pack(1, [one])))
    assert git(repository, "cat-file", "-s", one.oid.hex()).strip() == str(length)


def test_a_pack_is_what_the_format_says() -> None:
    raw = b"".join(pack(2, [blob(1), blob(2)]))
    assert raw[:12] == b"PACK" + struct.pack(">II", 2, 2)
    assert raw[-20:] == hashlib.sha1(raw[:-20], usedforsecurity=False).digest()
    assert b"".join(pack(2, [blob(1), blob(2)])) == raw


@pytest.mark.parametrize("count", [1, UNPACK_LIMIT - 1, UNPACK_LIMIT, UNPACK_LIMIT + 1, 300])
def test_every_object_is_written_whether_few_or_many(repository: Path, count: int) -> None:
    """Few become files of their own; many stay one pack."""
    tree = GitObject(b"tree", format_tree({b"%d" % at: TreeEntry(FILE_MODE, blob(at).oid) for at in range(count - 1)}))
    objects = [*(blob(at, 100) for at in range(count - 1)), GitObject(b"tree", b"") if count == 1 else tree]
    objects = [blob(at) for at in range(count - 1)] + objects[-1:]

    write(repository, objects)

    assert stored(repository) == {one.oid.hex() for one in objects}
    assert len(list((repository / "objects" / "pack").glob("*.pack"))) == (count >= UNPACK_LIMIT)
    with closing(ObjectReader(repository / "objects")) as reader:
        assert [reader.read(one.oid, one.kind.decode()) for one in objects] == [one.content for one in objects]
    assert "missing" not in git(repository, "fsck", "--strict", "--full")


@pytest.mark.parametrize("extra", [0, UNPACK_LIMIT])
@pytest.mark.parametrize(
    "bad",
    [
        GitObject(b"tree", b"100644 b\x00" + bytes(20) + b"100644 a\x00" + bytes(20)),
        GitObject(b"tree", b"garbage"),
        GitObject(b"tree", format_tree({b"a": TreeEntry(FILE_MODE, b"\x07" * 20)})),
        GitObject(b"tree", format_tree({b"a": TreeEntry(TREE_MODE, blob(1).oid)})),
        GitObject(b"commit", b"garbage"),
        GitObject(b"commit", b"tree " + b"0" * 40 + b"\nauthor A <a> 0 +0000\ncommitter A <a> 0 +0000\n\nx\n"),
    ],
    ids=["unsorted", "garbage tree", "missing blob", "blob as folder", "garbage commit", "commit without tree"],
)
def test_git_refuses_what_is_not_sound(repository: Path, bad: GitObject, extra: int) -> None:
    with pytest.raises(StoreError, match="^git (unpack-objects|index-pack): .+"):
        write(repository, [*(blob(at) for at in range(1 + extra)), bad])
    assert bad.oid.hex() not in stored(repository)


@pytest.mark.parametrize("count", [3, UNPACK_LIMIT])
def test_a_wrong_count_is_an_error_of_ours_and_nothing_is_kept(repository: Path, count: int) -> None:
    with pytest.raises(AssertionError, match="how many objects follow"):
        write(repository, [blob(1), blob(2)], count)
    assert not list((repository / "objects" / "pack").glob("*.pack"))


@pytest.mark.parametrize("count", [3, UNPACK_LIMIT])
def test_an_error_while_objects_are_made_stops_git_and_travels_on(repository: Path, count: int) -> None:
    def objects() -> Iterator[GitObject]:
        yield blob(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_objects(count, objects(), environment(repository), repository)
    assert not list((repository / "objects" / "pack").glob("*.pack"))


def test_git_that_leaves_early_is_heard(repository: Path) -> None:
    """A disk that takes nothing: git says so and goes, while we still write."""
    broken = environment(repository, repository / "HEAD" / "objects")
    objects = [blob(at, 50_000) for at in range(UNPACK_LIMIT - 1)]
    with pytest.raises(StoreError, match="^git unpack-objects: fatal: "):
        write_objects(len(objects), objects, broken, repository)


def test_git_that_says_nothing_is_an_error_all_the_same(repository: Path, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexit 7\n")
    program.chmod(0o755)
    silent = {**environment(repository), "PATH": f"{program.parent}:{os.environ['PATH']}"}
    with pytest.raises(StoreError, match="git unpack-objects: no reason given"):
        write_objects(1, [blob(1)], silent, repository)


def test_without_git_nothing_is_written(repository: Path, tmp_path: Path) -> None:
    nowhere = {**environment(repository), "PATH": str(tmp_path)}
    with pytest.raises(StoreError, match="git: cannot be run: No such file"):
        write_objects(1, [blob(1)], nowhere, repository)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([b"blob", b"tree", b"commit"]), st.binary(max_size=300)), max_size=5))
def test_the_header_of_each_object_says_its_kind_and_length(objects: list[tuple[bytes, bytes]]) -> None:
    for kind, content in objects:
        raw = b"".join(pack(1, [GitObject(kind, content)]))[12:]
        number, length, shift, at = raw[0] >> 4 & 7, raw[0] & 15, 4, 0
        while raw[at] & 128:
            at += 1
            length |= (raw[at] & 127) << shift
            shift += 7
        assert (number, length) == (git_pack._PACK_KIND[kind], len(content))
