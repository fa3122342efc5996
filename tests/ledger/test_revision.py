"""What an append writes besides entries: the tiles that change, and a message that says what the checkpoint says."""

from __future__ import annotations

import pytest

from ledger import merkle, revision, tile
from ledger import text as strict
from ledger.entry import Entry
from ledger.errors import FormatError
from ledger.tile import Edge
from tests.ledger.build import ANNA, ANNA_RECOVERY, BEN, enrol, says

ROOT = bytes(range(32))


def leaves(start: int, stop: int) -> list[bytes]:
    return [merkle.leaf_hash(b"%d" % number) for number in range(start, stop)]


def files_of(size: int) -> dict[str, bytes]:
    """Return what a log of a size keeps: each full tile and the newest partial of each level, made at once."""
    edge = Edge.empty()
    full = edge.append(leaves(0, size))
    return {one.path: content for one, content in (*full, *edge.partials())}


@pytest.mark.parametrize("stops", [[1], [255, 256, 257], [1, 512, 513], [256, 256, 700], [300, 65_535, 65_536, 65_537]])
def test_growing_by_steps_keeps_the_files_that_growing_at_once_makes(stops: list[int]) -> None:
    edge, files, start = Edge.empty(), dict[str, bytes](), 0
    for stop in stops:
        before = dict(files)
        for change in revision.grow(edge, leaves(start, stop)):
            assert files.get(change.path) != change.content
            files.pop(change.path, None)
            files |= {change.path: change.content} if change.content is not None else {}
        assert files == files_of(stop)
        full = {path for path in before if ".p/" not in path}
        assert {path: files[path] for path in full} == {path: before[path] for path in full}
        start = stop


def test_growing_by_nothing_changes_nothing() -> None:
    edge = Edge.empty()
    revision.grow(edge, leaves(0, 300))
    assert revision.grow(edge, []) == []


def test_a_partial_tile_goes_when_a_wider_one_comes() -> None:
    edge = Edge.empty()
    revision.grow(edge, leaves(0, 255))
    changed = {one.path: one.content for one in revision.grow(edge, leaves(255, 256))}

    assert changed.keys() == {"tile/0/000", "tile/0/000.p/255", "tile/1/000.p/1"}
    assert changed["tile/0/000.p/255"] is None


def no_words(_: Entry) -> str:
    return ""


def test_a_message_of_one_entry_says_which() -> None:
    one = says(1, ANNA)
    assert revision.message(41, [one.raw], 42, ROOT, lambda _: "Board of May") == (
        "Append 1 entry (41)\n\n"
        f"41 evaluation Board of May by a.example {one.statement.id[:16]}\n\n"
        f"Tree-Size: 42\nRoot-Hash: {strict.to_base64(ROOT)}\n"
    )


def test_a_message_of_several_entries_has_a_line_for_each() -> None:
    entries = [says(1, ANNA, BEN), enrol([ANNA], ANNA_RECOVERY)]
    assert revision.message(41, [one.raw for one in entries], 43, ROOT, no_words) == (
        "Append 2 entries (41-42)\n\n"
        f"41 evaluation by a.example, b.example {entries[0].statement.id[:16]}\n"
        f"42 publisher by a.example {entries[1].statement.id[:16]}\n\n"
        f"Tree-Size: 43\nRoot-Hash: {strict.to_base64(ROOT)}\n"
    )


@pytest.mark.parametrize(("count", "rest"), [(100, ""), (101, "and 1 more\n"), (5000, "and 4900 more\n")])
def test_a_long_message_lists_a_hundred_entries_and_counts_the_rest(count: int, rest: str) -> None:
    listed = revision.message(0, [says(1, ANNA).raw] * count, count, ROOT, no_words)
    assert listed.count("evaluation by a.example") == 100
    assert listed.endswith(f"\n{rest}\n{revision.trailers(count, ROOT)}")


@pytest.mark.parametrize(
    "words", ["a\nTree-Size: 9\n", "a\r\nb", "\x1b[2Ja", "a\x00b", "a\u202eb", "a\u2028b", "a\u200bb", "a\x9b31mb"]
)
def test_what_entries_say_cannot_add_a_line_or_steer_a_terminal(words: str) -> None:
    plain = revision.message(0, [says(1, ANNA).raw], 1, ROOT, no_words)
    listed = revision.message(0, [says(1, ANNA).raw], 1, ROOT, lambda _: words)

    assert listed.count("\n") == plain.count("\n")
    assert "".join(listed.split("\n")).isprintable()
    assert len(listed.splitlines()) == len(plain.splitlines())


def test_what_is_no_entry_has_no_message() -> None:
    with pytest.raises(FormatError):
        revision.message(0, [b"no note"], 1, ROOT, no_words)


def test_the_first_message_names_the_log() -> None:
    assert revision.founding_message("example.org/rankings", merkle.EMPTY_ROOT) == (
        "Found the ledger example.org/rankings\n\n"
        "Tree-Size: 0\nRoot-Hash: 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    )


def test_stored_tiles_give_the_root_that_the_message_says() -> None:
    edge = Edge.empty()
    revision.grow(edge, leaves(0, 700))
    files = files_of(700)
    hashes = tile.TileHashes(700, lambda one: files[one.path])
    assert edge.root() == merkle.root(700, hashes)
