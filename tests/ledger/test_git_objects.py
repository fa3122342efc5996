"""Objects are what their names say, or they are damage; and no repository has a say in how they are read."""

from __future__ import annotations

import io
import os
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import git_objects
from ledger.errors import DamagedError, StoreError
from ledger.git_objects import (
    FILE_MODE,
    MAX_OBJECT_BYTES,
    TREE_MODE,
    Commit,
    ObjectReader,
    TreeEntry,
    environment,
    format_tree,
    hash_object,
    is_oid,
    parse_tree,
)
from ledger.git_pack import GitObject, grow_tree, write_objects
from tests.ledger.build import git

OID = b"\x12" * 20
BLOBS = [GitObject(b"blob", b"content %d\n" % number) for number in range(200)]
TREE = GitObject(b"tree", format_tree({b"a": TreeEntry(FILE_MODE, BLOBS[0].oid)}))
STAMP = "A <a@example.org> 0 +0000"
COMMIT = GitObject(b"commit", f"tree {TREE.oid.hex()}\nauthor {STAMP}\ncommitter {STAMP}\n\nwords\n".encode())


@pytest.fixture
def objects(tmp_path: Path) -> Path:
    """Return the object folder of a repository that holds the objects above."""
    repository = tmp_path / "log.git"
    git(tmp_path, "init", "--quiet", "--bare", "log.git")
    for some in (BLOBS[:50], BLOBS[50:100], BLOBS[100:150], [*BLOBS[150:], TREE, COMMIT]):
        write_objects(len(some), some, environment(repository), repository)
    return repository / "objects"


@pytest.fixture
def reader(objects: Path) -> Iterator[ObjectReader]:
    with closing(ObjectReader(objects)) as opened:
        yield opened


def loose(objects: Path, oid: bytes) -> Path:
    return objects / oid.hex()[:2] / oid.hex()[2:]


def overwrite(objects: Path, oid: bytes, raw: bytes) -> None:
    """Put bytes where git keeps an object."""
    path = loose(objects, oid)
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(raw)


# Names and trees


@pytest.mark.parametrize("kind", ["blob", "tree", "commit"])
def test_names_are_those_of_git(objects: Path, kind: str) -> None:
    one = {"blob": BLOBS[0], "tree": TREE, "commit": COMMIT}[kind]
    said = git(objects.parent, "hash-object", "--stdin", "-t", kind, given=one.content)
    assert hash_object(one.kind, one.content).hex() == said.strip()


def test_a_name_is_forty_lowercase_hex_digits() -> None:
    assert is_oid("0123456789abcdef" * 2 + "01234567")
    for other in ("", "a" * 39, "a" * 41, "A" * 40, "g" * 40, "a" * 40 + "\n", "a" * 64, "٣" * 40):
        assert not is_oid(other)


TREES = st.dictionaries(
    st.binary(min_size=1, max_size=4).filter(lambda name: not set(name) & {0, 47}),
    st.builds(TreeEntry, st.sampled_from([TREE_MODE, FILE_MODE, b"100755", b"120000", b"160000"]), st.just(OID)),
)


@given(TREES)
def test_a_tree_is_read_back(tree: dict[bytes, TreeEntry]) -> None:
    assert parse_tree(OID, format_tree(tree)) == tree


@given(TREES, st.data())
def test_what_is_read_as_a_tree_is_written_so(tree: dict[bytes, TreeEntry], data: st.DataObject) -> None:
    raw = format_tree(tree)
    at = data.draw(st.integers(0, len(raw)))
    changed = raw[:at] + data.draw(st.binary(max_size=3)) + raw[at + data.draw(st.integers(0, 3)) :]
    with suppress(DamagedError):
        assert format_tree(parse_tree(OID, changed)) == changed


def spelled(*entries: tuple[bytes, bytes]) -> bytes:
    return b"".join(b"%s %s\x00%s" % (mode, name, OID) for mode, name in entries)


@pytest.mark.parametrize(
    "raw",
    [
        b"x",
        spelled((FILE_MODE, b"a")) + b"x",
        spelled((FILE_MODE, b"a"))[:-1],
        spelled((FILE_MODE, b"b"), (FILE_MODE, b"a")),
        spelled((FILE_MODE, b"a"), (FILE_MODE, b"a")),
        spelled((FILE_MODE, b"a"), (TREE_MODE, b"a")),
        spelled((TREE_MODE, b"a"), (FILE_MODE, b"a.b")),
        spelled((FILE_MODE, b"")),
        spelled((FILE_MODE, b"a/b")),
        spelled((b"644", b"a")),
        spelled((b"100888", b"a")),
        spelled((b"0100644", b"a")),
        spelled((b"-40000", b"a")),
    ],
)
def test_a_tree_that_is_not_well_formed_is_damage(raw: bytes) -> None:
    with pytest.raises(DamagedError, match=f"tree {OID.hex()}: not a well-formed folder"):
        parse_tree(OID, raw)


# Commits


def commit(head: str, message: str = "words\n") -> Commit:
    return Commit.parse("1" * 40, f"{head}\nauthor {STAMP}\ncommitter {STAMP}\n\n{message}".encode())


def test_a_commit_has_a_tree_parents_and_a_message() -> None:
    read = commit(f"tree {'a' * 40}\nparent {'b' * 40}\nparent {'c' * 40}", "words\n\nmore: words\n")
    assert (read.tree, read.parents, read.message) == (b"\xaa" * 20, ("b" * 40, "c" * 40), "words\n\nmore: words\n")
    assert commit(f"tree {'a' * 40}").parents == ()


def test_what_a_message_says_is_no_part_of_the_head() -> None:
    read = commit(f"tree {'a' * 40}", f"tree {'b' * 40}\nparent {'c' * 40}\n\nparent {'d' * 40}\n")
    assert (read.tree, read.parents) == (b"\xaa" * 20, ())


@pytest.mark.parametrize(
    "head",
    [
        "",
        "x",
        "tree ",
        f"tree {'a' * 39}",
        f"tree {'A' * 40}",
        f"tree {'a' * 40}\ntree {'a' * 40}",
        f"tree {'a' * 40}\nparent x",
        f"tree {'a' * 40}\nparent {'b' * 64}",
        f"parent {'b' * 40}\ntree {'a' * 40}",
        f"tree {'a' * 40}\nx y\nparent {'b' * 40}",
    ],
)
def test_a_commit_that_is_not_well_formed_is_damage(head: str) -> None:
    with pytest.raises(DamagedError, match="not a well-formed commit"):
        commit(head)


@given(st.binary())
def test_no_bytes_do_anything_but_read_as_a_commit_or_be_damage(raw: bytes) -> None:
    for one in (raw, b"tree " + b"a" * 40 + b"\n" + raw):
        with suppress(DamagedError):
            assert Commit.parse("1" * 40, one).raw == one


# Reading


def test_objects_are_read_by_name_and_kind(reader: ObjectReader) -> None:
    assert reader.read(BLOBS[0].oid, "blob") == BLOBS[0].content
    assert reader.tree(TREE.oid) == {b"a": TreeEntry(FILE_MODE, BLOBS[0].oid)}
    assert reader.commit(COMMIT.oid.hex()).tree == TREE.oid


@pytest.mark.parametrize("count", [0, 1, 64, 65, 200])
def test_many_objects_are_read_in_order_however_many(reader: ObjectReader, count: int) -> None:
    """Few by the process that stays, many by one of their own."""
    wanted = BLOBS[:count][::-1]
    assert list(reader.read_all([one.oid for one in wanted])) == [one.content for one in wanted]


def test_a_stream_may_be_left_early(reader: ObjectReader) -> None:
    before = threading.active_count()
    stream = reader.read_all([one.oid for one in BLOBS] * 100)
    assert next(stream) == BLOBS[0].content
    stream.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
    assert reader.read(BLOBS[1].oid, "blob") == BLOBS[1].content


@pytest.mark.parametrize("at", [0, 100, 199])
def test_a_stream_stops_at_the_object_that_is_missing(reader: ObjectReader, at: int) -> None:
    oids = [one.oid for one in BLOBS]
    oids[at] = OID
    read: list[bytes] = []
    with pytest.raises(DamagedError, match=f"object {OID.hex()}: missing; needed a blob"):
        read.extend(reader.read_all(oids))
    assert threading.active_count() == 1


def test_threads_share_a_reader(reader: ObjectReader) -> None:
    wrong: list[bytes] = []

    def read() -> None:
        wrong.extend(one.oid for one in BLOBS if reader.read(one.oid, "blob") != one.content)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_path_leads_to_what_stands_there(reader: ObjectReader, objects: Path) -> None:
    root, trees = grow_tree(None, {"a/b/c": BLOBS[0].oid, "a/d": BLOBS[1].oid}, lambda _: {})
    write_objects(len(trees), trees, environment(objects.parent), objects)

    assert reader.find(root, "a/b/c") == TreeEntry(FILE_MODE, BLOBS[0].oid)
    assert reader.find(root, "a/d") == TreeEntry(FILE_MODE, BLOBS[1].oid)
    found = reader.find(root, "a/b")
    assert found is not None
    assert found.mode == TREE_MODE
    for path in ("x", "a/x", "a/d/x", "a/b/c/d", "", "a//b", "/a", "a/", "a/../a/d", "a/b/c\x00"):
        assert reader.find(root, path) is None


def test_a_commit_is_there_or_not(reader: ObjectReader) -> None:
    assert reader.has(COMMIT.oid.hex())
    assert not reader.has(OID.hex())
    assert not reader.has(BLOBS[0].oid.hex())


# Damage


def stand_in(kind: bytes, content: bytes) -> bytes:
    """Return the file of a loose object."""
    return zlib.compress(b"%s %d\x00%s" % (kind, len(content), content))


def announced(length: int) -> bytes:
    """Return the file of a loose object whose header says another length than its content has."""
    return zlib.compress(b"blob %d\x00%s" % (length, BLOBS[0].content))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (stand_in(b"blob", b"other content\n"), "content with another hash"),
        (stand_in(b"tree", TREE.content), "content with another hash"),
        (stand_in(b"blob", BLOBS[0].content)[:-6], "unreadable|missing|cut short"),
        (stand_in(b"blob", BLOBS[0].content)[:9], "unreadable|missing|cut short"),
        (announced(99), "cut short; needed 99 bytes"),
        (announced(999999), "cut short; needed 999,999 bytes"),
        (announced(5), "content with another hash"),
        (zlib.compress(b"nothing 5\x00" + BLOBS[0].content), "unreadable"),
        (b"", "missing|unreadable"),
        (b"garbage", "missing|unreadable"),
        (stand_in(b"blob", bytes(MAX_OBJECT_BYTES + 1)), "16,777,217 bytes; needed at most 16,777,216"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_an_object_that_was_replaced_is_damage_and_the_next_one_is_read(
    reader: ObjectReader, objects: Path, raw: bytes, why: str
) -> None:
    """Git announces a length before it has read the object, so what follows may be shorter: nobody may wait for the rest."""
    overwrite(objects, BLOBS[0].oid, raw)

    with pytest.raises(DamagedError, match=f"object {BLOBS[0].oid.hex()}: ({why})"):
        reader.read(BLOBS[0].oid, "blob")
    assert reader.read(BLOBS[1].oid, "blob") == BLOBS[1].content
    with pytest.raises(DamagedError, match=f"object {BLOBS[0].oid.hex()}: "):
        list(reader.read_all([one.oid for one in BLOBS]))


def test_a_true_object_of_another_kind_is_damage(reader: ObjectReader) -> None:
    for one, kind in ((BLOBS[0], "tree"), (TREE, "blob"), (COMMIT, "tree")):
        with pytest.raises(DamagedError, match=f"a {one.kind.decode()}; needed a {kind}"):
            reader.read(one.oid, kind)


def test_the_largest_object_is_read_and_a_larger_one_is_not(reader: ObjectReader, objects: Path) -> None:
    largest = GitObject(b"blob", bytes(MAX_OBJECT_BYTES))
    overwrite(objects, largest.oid, stand_in(b"blob", largest.content))
    assert reader.read(largest.oid, "blob") == largest.content


def test_an_answer_that_ends_early_is_damage() -> None:
    said = io.BytesIO(f"{OID.hex()} blob 10\nabc".encode())
    with pytest.raises(DamagedError, match="cut short; needed 10 bytes"):
        git_objects._answer(said, OID, "blob")


def test_git_that_was_killed_is_started_again(reader: ObjectReader) -> None:
    reader.read(BLOBS[0].oid, "blob")
    (process,) = reader._single
    process.kill()
    process.wait()

    with pytest.raises(StoreError, match="git cat-file: "):
        reader.read(BLOBS[0].oid, "blob")
    assert reader.read(BLOBS[0].oid, "blob") == BLOBS[0].content


def test_a_closed_reader_leaves_nothing_behind(objects: Path) -> None:
    reader = ObjectReader(objects)
    reader.read(BLOBS[0].oid, "blob")
    (process,) = reader._single
    reader.close()

    assert not reader.empty.exists()
    assert process.returncode is not None
    reader.close()


def test_without_git_nothing_is_read(objects: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with closing(ObjectReader(objects)) as reader, pytest.raises(StoreError, match="git: cannot be run: No such file"):
        reader.read(BLOBS[0].oid, "blob")


# What a repository says


@pytest.mark.parametrize("name", ["alternates"])
def test_objects_of_another_repository_are_refused(objects: Path, tmp_path: Path, name: str) -> None:
    """Who controls the other place could change what is read here."""
    (objects / "info").mkdir(exist_ok=True)
    (objects / "info" / name).write_text(f"{tmp_path}\n")
    with pytest.raises(StoreError, match="borrows objects from another repository"):
        ObjectReader(objects)


def test_the_environment_has_nothing_that_others_set_for_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_OBJECT_DIRECTORY", "GIT_EXEC_PATH", "GIT_CONFIG_PARAMETERS", "GIT_NEW_IN_2030", "SSH_ASKPASS"):
        monkeypatch.setenv(name, "/elsewhere")
    monkeypatch.setenv("GIT_DIR", "/elsewhere")

    seen = environment(tmp_path)

    assert "/elsewhere" not in seen.values()
    assert seen["GIT_DIR"] == str(tmp_path)
    assert seen["PATH"] == os.environ["PATH"]
    assert environment(tmp_path, tmp_path / "objects")["GIT_OBJECT_DIRECTORY"] == str(tmp_path / "objects")


def test_reading_obeys_nothing_that_others_set_for_git(objects: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", "/nowhere")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    with closing(ObjectReader(objects)) as reader:
        assert reader.read(BLOBS[0].oid, "blob") == BLOBS[0].content
