"""Each way to damage a log, as somebody with write access to its repository would do it; the audit must name the place.

Exit 0 on a corrupt log is the worst defect that this project can have, so every damage is tried without the operator's key
and with it, on the whole log and on what follows an older checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ledger import checkpoint, note, ranges
from ledger import text as strict
from ledger.audit import Kind, Report, audit
from ledger.checkpoint import Checkpoint
from ledger.founding import Identity
from ledger.founding import files as founding_files
from ledger.note import Signer
from ledger.store import CHECKPOINT, LEDGER_JSON, entry_path
from tests.ledger.damage import (
    ANNA,
    ANNA_NEXT,
    BEN,
    BEN_RECOVERY,
    OPERATOR,
    ROTATION,
    SIZE,
    STRANGER,
    THIEF,
    Revision,
    enrolment,
    evaluation,
    forge,
    honest,
    key_change,
    publish,
    resigned,
    since,
)

BULK, TURN, LAST = 7, 8, 9
"""Revisions that add entries 6 to 259, the rotation 260, and 261 to 299."""
FULL, PARTIAL, UPPER = "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"
COMMIT = "commit"
"""Stands for the name of some commit."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A history that is not what it must be, and how an audit calls it."""

    name: str
    make: Callable[[list[Revision]], list[Revision]]
    kind: Kind
    path: str
    index: int | None
    start: int
    """First revision that is not the honest one."""
    needs_key: bool
    """Whether only an operator who cheats can have made it."""


DAMAGES: list[Damage] = []
Make = Callable[[list[Revision]], list[Revision]]


def damage(
    kind: Kind, path: str = "", index: int | None = None, *, start: int = LAST, needs_key: bool = False
) -> Callable[[Make], Make]:
    """Enter a damage into the list; an index alone stands for its entry's path."""

    def enter(make: Make) -> Make:
        where = path if path or index is None else entry_path(index)
        DAMAGES.append(Damage(make.__name__, make, kind, where, index, start, needs_key))
        return make

    return enter


def files(
    name: str, kind: Kind, start: int, changed: dict[str, bytes | None], index: int | None = None, path: str = ""
) -> None:
    """Enter a damage that sets or removes files from revision `start` on."""

    def make(revisions: list[Revision]) -> list[Revision]:
        return since(revisions, start, changed)

    make.__name__ = name
    damage(kind, path or next(iter(changed)), index, start=start)(make)


def appended(name: str, kind: Kind, *batches: list[bytes], index: int = SIZE) -> None:
    """Enter a damage of an operator who appends what no writer admits, with tiles and checkpoint to match."""

    def make(_: list[Revision]) -> list[Revision]:
        return forge([*honest(), *batches])

    make.__name__ = name
    damage(kind, "", index, start=LAST + 1, needs_key=True)(make)


def flipped(raw: bytes, at: int) -> bytes:
    """Return bytes with one bit changed."""
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


def lines_of(raw: bytes) -> tuple[bytes, list[bytes]]:
    """Return an entry's text with the empty line, and its signature lines."""
    text, _, lines = raw.rpartition(b"\n\n")
    return text + b"\n\n", lines.splitlines(keepends=True)


def two_signatures(raw: bytes) -> bytes:
    """Return the entry with its last signature line twice."""
    text, lines = lines_of(raw)
    return text + b"".join([*lines, lines[-1]])


def backwards(raw: bytes) -> bytes:
    """Return the entry with its signature lines in the other order."""
    text, lines = lines_of(raw)
    return text + b"".join(reversed(lines))


def other_base64(raw: bytes) -> bytes:
    """Return the note with its last line's base64 in its second spelling: the same bytes, other unused bits."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    at = len(raw.rstrip(b"=\n")) - 1
    return raw[:at] + alphabet[alphabet.index(raw[at]) + 1 :][:1] + raw[at + 1 :]


def signed_text(text: bytes, *signers: Signer) -> bytes:
    """Return a note of any text, though it be no statement."""
    return note.format(note.sign(text, signers))


REVISIONS = forge(honest())
RAWS = [raw for batch in honest() for raw in batch]
HEAD = checkpoint.open(REVISIONS[-1].files[CHECKPOINT], OPERATOR.key)
OTHER = evaluation(9999, ANNA)
NEW = evaluation(9999, ANNA_NEXT)
JOINT = evaluation(9999, ANNA_NEXT, BEN)


def sealed(signer: Signer = OPERATOR, **changed: object) -> bytes:
    """Return the head's checkpoint with something else in it, signed anew."""
    values = {"origin": HEAD.checkpoint.origin, "size": SIZE, "root": HEAD.root} | changed
    return checkpoint.sign(Checkpoint(**values), signer).raw  # type: ignore[arg-type]


def resealed(old: bytes, new: bytes) -> bytes:
    """Return the head's checkpoint with some of its text replaced, signed anew."""
    assert HEAD.note.text.count(old) == 1, "the text to be replaced is there once"
    return signed_text(HEAD.note.text.replace(old, new), OPERATOR)


E100, E101 = entry_path(100), entry_path(101)
ROOT = strict.to_base64(HEAD.root).encode()

# Entries
files("changed entry", Kind.ENTRY, LAST, {E100: OTHER}, 100)
files("entry changed by one bit", Kind.ENTRY, LAST, {E100: flipped(RAWS[100], 30)}, 100)
files("entry replaced from the start", Kind.TILE, BULK, {E100: OTHER}, 100, FULL)
files(
    "entry falsified from the start",
    Kind.SIGNATURE,
    BULK,
    {E100: RAWS[100].replace(b'"number": 104', b'"number": 9999')},
    100,
)
files("missing entry", Kind.ENTRY, LAST, {E100: None}, 100)
files("entry missing from the start", Kind.ENTRY, BULK, {E100: None}, 100)
files("last entry missing", Kind.ENTRY, LAST, {entry_path(SIZE - 1): None}, SIZE - 1)
files("extra entry", Kind.ENTRY, LAST, {entry_path(SIZE): NEW}, SIZE)
files("entry after a gap", Kind.ENTRY, LAST, {entry_path(SIZE + 5): NEW}, SIZE + 5)
files("swapped entries", Kind.ENTRY, LAST, {E100: RAWS[101], E101: RAWS[100]}, 100)
files("entries swapped from the start", Kind.TILE, BULK, {E100: RAWS[101], E101: RAWS[100]}, 100, FULL)
files("entries swapped across the tile", Kind.TILE, BULK, {entry_path(9): RAWS[258], entry_path(258): RAWS[9]}, 9, FULL)
files("entry over another", Kind.ENTRY, BULK, {E101: RAWS[100]}, 101)
files("emptied entry", Kind.ENTRY, BULK, {E100: b""}, 100)
files("huge entry", Kind.ENTRY, BULK, {E100: bytes(17 << 20)}, 100)

# Tiles
files("changed full tile", Kind.TILE, LAST, {FULL: flipped(REVISIONS[LAST].files[FULL], 0)})
files("full tile wrong from the start", Kind.TILE, BULK, {FULL: flipped(REVISIONS[LAST].files[FULL], 32 * 7)}, 7)
files("changed partial tile", Kind.TILE, LAST, {PARTIAL: flipped(REVISIONS[LAST].files[PARTIAL], 33)}, 257)
files("upper tile wrong", Kind.TILE, BULK, {UPPER: flipped(REVISIONS[LAST].files[UPPER], 0)})
files("tile cut short", Kind.TILE, LAST, {PARTIAL: REVISIONS[LAST].files[PARTIAL][:-32]}, 299)
files("tile with more in it", Kind.TILE, LAST, {PARTIAL: REVISIONS[LAST].files[PARTIAL] + bytes(32)})
files("missing full tile", Kind.TILE, LAST, {FULL: None})
files("tile missing from the start", Kind.TILE, BULK, {FULL: None})
files("missing partial tile", Kind.TILE, LAST, {PARTIAL: None})
files("older partial tile kept", Kind.TILE, LAST, {"tile/0/001.p/5": REVISIONS[TURN].files["tile/0/001.p/5"]})
files("stray tile", Kind.TILE, LAST, {"tile/0/002": bytes(8192)})
files("tile of a level that is not there", Kind.TILE, LAST, {"tile/2/000.p/1": bytes(32)})
files("entry bundle", Kind.TILE, LAST, {"tile/entries/000": b"x"})

# Strays
files("stray file", Kind.STRAY, LAST, {"evil": b"x"})
files("stray file from the founding", Kind.STRAY, 0, {"evil": b"x"})
files("stray in a folder", Kind.STRAY, LAST, {"a/b/c": b"x"})
files("stray among entries", Kind.STRAY, LAST, {"entries/000/000/0100.note": OTHER})
files("entry with another ending", Kind.STRAY, LAST, {"entries/000/000/300.NOTE": NEW})
files("stray that hides its name", Kind.STRAY, LAST, {"\u202echeck": b"x"}, path="\ufffdcheck")
files("second checkpoint", Kind.STRAY, LAST, {"checkpoint ": b"x"})
files("changed readme", Kind.HISTORY, LAST, {"README.md": b"trust me\n"})
files("changed attributes", Kind.HISTORY, LAST, {".gitattributes": b"* text\n"})
files(
    "changed allowed signers",
    Kind.HISTORY,
    LAST,
    {"allowed_signers": founding_files(Identity(THIEF.key))["allowed_signers"]},
)
files("removed allowed signers", Kind.HISTORY, LAST, {"allowed_signers": None})
files(
    "other allowed signers from the founding",
    Kind.HISTORY,
    0,
    {"allowed_signers": founding_files(Identity(THIEF.key))["allowed_signers"]},
)
files("readme missing from the founding", Kind.HISTORY, 0, {"README.md": None})
files(
    "ledger.json with other spaces",
    Kind.HISTORY,
    LAST,
    {LEDGER_JSON: Identity(OPERATOR.key).format().replace(b"  ", b" ")},
)
files("ledger.json is gone", Kind.HISTORY, LAST, {LEDGER_JSON: None})
files("ledger.json of another log", Kind.HISTORY, LAST, {LEDGER_JSON: Identity(THIEF.key).format()})

# Checkpoints
files("garbled checkpoint", Kind.CHECKPOINT, LAST, {CHECKPOINT: b"\xff\x00"})
files("checkpoint changed by one bit", Kind.CHECKPOINT, LAST, {CHECKPOINT: flipped(HEAD.raw, 25)})
files("missing checkpoint", Kind.CHECKPOINT, LAST, {CHECKPOINT: None})
files("checkpoint of another root", Kind.CHECKPOINT, LAST, {CHECKPOINT: sealed(root=bytes(32))})
files("checkpoint of another key", Kind.CHECKPOINT, LAST, {CHECKPOINT: sealed(THIEF)})
files("checkpoint of another origin", Kind.CHECKPOINT, LAST, {CHECKPOINT: sealed(origin="example.org/other")})
files(
    "checkpoint of another name",
    Kind.CHECKPOINT,
    LAST,
    {CHECKPOINT: sealed(Signer.from_seed("example.org/x", b"\1" * 32))},
)
files("checkpoint with a leading zero", Kind.CHECKPOINT, LAST, {CHECKPOINT: resealed(b"\n300\n", b"\n0300\n")})
files("checkpoint with a plus sign", Kind.CHECKPOINT, LAST, {CHECKPOINT: resealed(b"\n300\n", b"\n+300\n")})
files("checkpoint in foreign digits", Kind.CHECKPOINT, LAST, {CHECKPOINT: resealed(b"\n300\n", "\n٣٠٠\n".encode())})
files("checkpoint root in another base64", Kind.CHECKPOINT, LAST, {CHECKPOINT: resealed(ROOT, other_base64(ROOT))})
files("checkpoint signature in another base64", Kind.CHECKPOINT, LAST, {CHECKPOINT: other_base64(HEAD.raw)})
files("checkpoint signed twice", Kind.CHECKPOINT, LAST, {CHECKPOINT: two_signatures(HEAD.raw)})
files("checkpoint that says more", Kind.ENTRY, LAST, {CHECKPOINT: sealed(size=SIZE + 1)}, SIZE, entry_path(SIZE))
files(
    "checkpoint that says less", Kind.ENTRY, LAST, {CHECKPOINT: sealed(size=SIZE - 1)}, SIZE - 1, entry_path(SIZE - 1)
)
files(
    "older checkpoint with new entries",
    Kind.ENTRY,
    LAST,
    {CHECKPOINT: REVISIONS[TURN].files[CHECKPOINT]},
    261,
    entry_path(261),
)
files("much older checkpoint", Kind.CHECKPOINT, LAST, {CHECKPOINT: REVISIONS[3].files[CHECKPOINT]})

# What only an operator who cheats can append
TEXT, LINES = lines_of(NEW)
PADDED = RAWS[300 - 1].replace(b'"note": ""', b'"note": "' + b"x" * 65_400 + b'"')
appended("duplicate entry", Kind.ENTRY, [NEW, RAWS[270]], index=SIZE + 1)
appended("duplicate within one append", Kind.ENTRY, [NEW, NEW], index=SIZE + 1)
appended("same statement, other signature", Kind.SIGNATURE, [signed_text(NEW.rpartition(b"\n\n")[0] + b"\n", STRANGER)])
appended("key no longer valid", Kind.SIGNATURE, [OTHER])
appended("key never valid", Kind.SIGNATURE, [evaluation(9999, STRANGER)])
appended("publisher never enrolled", Kind.SIGNATURE, [evaluation(9999, Signer.from_seed("c.example", b"\x09" * 32))])
appended("recovery key signs", Kind.SIGNATURE, [evaluation(9999, BEN_RECOVERY)])
appended("signed by one of two", Kind.SIGNATURE, [signed_text(lines_of(JOINT)[0][:-1], BEN)])
appended("signed by nobody who speaks", Kind.SIGNATURE, [signed_text(TEXT[:-1], BEN)])
appended("extra signature line", Kind.SIGNATURE, [signed_text(TEXT[:-1], ANNA_NEXT, BEN)])
appended("extra line of an unknown key", Kind.SIGNATURE, [signed_text(TEXT[:-1], ANNA_NEXT, STRANGER)])
appended("signature lines in another order", Kind.ENTRY, [backwards(JOINT)])
appended("duplicate signature line", Kind.ENTRY, [two_signatures(NEW)])
appended("signature in another base64", Kind.ENTRY, [other_base64(NEW)])
appended("entry too large", Kind.ENTRY, [signed_text(PADDED.rpartition(b"\n\n")[0] + b"\n", ANNA_NEXT)])
appended("number with a leading zero", Kind.ENTRY, [signed_text(TEXT[:-1].replace(b"9999", b"09999"), ANNA_NEXT)])
appended("number with an exponent", Kind.ENTRY, [signed_text(TEXT[:-1].replace(b"9999", b"9e3"), ANNA_NEXT)])
appended("other spaces", Kind.ENTRY, [signed_text(TEXT[:-1].replace(b"  ", b" "), ANNA_NEXT)])
appended("a field twice", Kind.ENTRY, [signed_text(TEXT[:-1].replace(b"{\n", b'{\n  "type": "a/b/v1",\n'), ANNA_NEXT)])
appended("no statement", Kind.ENTRY, [signed_text(b"hello\n", ANNA_NEXT)])
appended("no note", Kind.ENTRY, [b"hello"])
appended("enrolled twice", Kind.SIGNATURE, [enrolment(BEN, Signer.from_seed("b.example", b"\x0a" * 32))])
appended("change of keys by a stranger", Kind.SIGNATURE, [key_change(RAWS[ROTATION], "rotate", [STRANGER], [STRANGER])])
appended(
    "change of keys without the recovery key",
    Kind.SIGNATURE,
    [key_change(RAWS[ROTATION], "compromise", [ANNA], [ANNA, ANNA_NEXT], last_good_index=5)],
)
appended("change of keys that skips one", Kind.SIGNATURE, [key_change(RAWS[0], "retire", [], [ANNA_NEXT])])


@damage(Kind.SIGNATURE, "", 100, start=BULK, needs_key=True)
def key_not_yet_valid(_: list[Revision]) -> list[Revision]:
    batches = honest()
    batches[6][100 - 6] = NEW
    return forge(batches)


@damage(Kind.SIGNATURE, "", 0, start=1, needs_key=True)
def entry_before_any_enrolment(_: list[Revision]) -> list[Revision]:
    batches = honest()
    return forge([batches[2], *batches[:2], *batches[3:]])


# Histories


@damage(Kind.HISTORY, COMMIT, start=0, needs_key=True)
def squashed_into_one_commit(revisions: list[Revision]) -> list[Revision]:
    return [revisions[-1]]


@damage(Kind.HISTORY, COMMIT)
def last_commit_unsigned(revisions: list[Revision]) -> list[Revision]:
    return resigned(revisions, LAST, None)


@damage(Kind.HISTORY, COMMIT)
def last_commit_signed_by_another(revisions: list[Revision]) -> list[Revision]:
    return resigned(revisions, LAST, THIEF)


@damage(Kind.HISTORY, COMMIT, start=4)
def commits_squashed_without_the_key(revisions: list[Revision]) -> list[Revision]:
    return [*revisions[:4], *resigned(revisions[6:], 0, None)]


@damage(Kind.ENTRY, entry_path(3), 3, start=3, needs_key=True)
def commits_in_another_order(revisions: list[Revision]) -> list[Revision]:
    return [*revisions[:3], revisions[4], revisions[3], *revisions[5:]]


@damage(Kind.HISTORY, COMMIT)
def amended_trailers(revisions: list[Revision]) -> list[Revision]:
    return [*revisions[:-1], replace(revisions[-1], message=revisions[-1].message.replace("Size: 300", "Size: 301"))]


@damage(Kind.HISTORY, COMMIT)
def message_without_trailers(revisions: list[Revision]) -> list[Revision]:
    return [*revisions[:-1], replace(revisions[-1], message="Append\n")]


@damage(Kind.HISTORY, COMMIT)
def merge_commit(revisions: list[Revision]) -> list[Revision]:
    return [*revisions[:-1], replace(revisions[-1], merges=True)]


@damage(Kind.CHECKPOINT, CHECKPOINT, start=LAST + 1)
def commit_that_takes_an_older_checkpoint(revisions: list[Revision]) -> list[Revision]:
    return [*revisions, revisions[-1].having({CHECKPOINT: revisions[TURN].files[CHECKPOINT]})]


@damage(Kind.CHECKPOINT, CHECKPOINT, start=LAST + 1)
def commit_that_adds_nothing(revisions: list[Revision]) -> list[Revision]:
    return [*revisions, replace(revisions[-1], seconds=1_800_000_000)]


@damage(Kind.ENTRY, entry_path(261), 261, start=LAST + 1)
def commit_that_goes_back(revisions: list[Revision]) -> list[Revision]:
    return [*revisions, revisions[TURN]]


def check(report: Report, one: Damage) -> None:
    assert not report.ok
    first = report.failures[0]
    path = first.path.partition(" ")[0] if one.path == COMMIT else first.path
    assert (first.kind, path, first.index) == (one.kind, one.path, one.index), str(first)
    assert str(first).isprintable()


def trusted(one: Damage) -> bytes | None:
    """Return the last honest checkpoint before a damage."""
    return REVISIONS[one.start - 1].files[CHECKPOINT] if one.start else None


@pytest.mark.parametrize("one", DAMAGES, ids=lambda one: one.name.replace(" ", "_"))
def test_a_damage_is_found_and_its_place_is_named(one: Damage, tmp_path: Path) -> None:
    """An operator who cheats signs what he makes; anybody else leaves a wrong signature besides."""
    made = one.make(REVISIONS)
    signers = [OPERATOR] if one.needs_key else [OPERATOR, THIEF]
    for signer in signers:
        keep = signer is OPERATOR
        with closing(publish(tmp_path / str(keep), made if keep else resigned(made, one.start, signer))) as store:
            check(audit(store, key=OPERATOR.key, executor=ranges.INLINE), one)
            if keep:
                check(audit(store, key=OPERATOR.key, executor=ranges.INLINE, everything=True), one)
            after = audit(store, key=OPERATOR.key, executor=ranges.INLINE, since=trusted(one)) if one.start else None
            assert after is None or not after.ok
