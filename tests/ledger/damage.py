"""What an attacker with write access does to a ledger: any history of any files, with or without the operator's key.

`forge` writes what `Ledger.append` would write for batches of entries, but checks nothing: with the operator's key it is an
operator who cheats. Its revisions are plain values, so a damage is a function from revisions to revisions; `publish` puts them
into a git repository with plumbing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ledger import checkpoint, entry, founding, merkle, revision, sshsig, statement
from ledger.checkpoint import Checkpoint
from ledger.git_objects import Tree, environment, hash_object, parse_tree
from ledger.git_pack import GitObject, grow_tree, write_objects
from ledger.git_store import BRANCH, GitStore
from ledger.note import Signer
from ledger.store import CHECKPOINT, entry_path
from ledger.tile import Edge

OPERATOR = Signer.from_seed("example.org/rankings", b"\1" * 32)
THIEF = Signer.from_seed("example.org/rankings", b"\2" * 32)
"""Has the log's name, not its key."""
ANNA = Signer.from_seed("a.example", b"\3" * 32)
ANNA_NEXT = Signer.from_seed("a.example", b"\4" * 32)
ANNA_RECOVERY = Signer.from_seed("a.example", b"\5" * 32)
BEN = Signer.from_seed("b.example", b"\6" * 32)
BEN_RECOVERY = Signer.from_seed("b.example", b"\7" * 32)
STRANGER = Signer.from_seed("a.example", b"\x08" * 32)

ROTATION = 260
"""Index at which ANNA_NEXT follows ANNA."""
SIZE = 300
"""Entries of the honest ledger: a full tile and a partial one."""

Batches = list[list[bytes]]


def enrolment(signer: Signer, recovery: Signer, *also: Signer) -> bytes:
    """Return the enrolment of a publisher with one key."""
    value = {"type": "jinbang/publisher/v1", "publisher": signer.name}
    text = statement.spell({**value, "keys": [signer.key.format()], "recovery": recovery.key.format()})
    return entry.sign(text, [signer, *also]).raw


def key_change(
    previous: bytes, reason: str, keys: Sequence[Signer], signers: Sequence[Signer], **more: object
) -> bytes:
    """Return a change of a publisher's keys, whose last key event is `previous`."""
    value = {"type": "jinbang/publisher-keys/v1", "publisher": signers[0].name, "reason": reason}
    named = {"previous": entry.statement_id(previous), "keys": [one.key.format() for one in keys]}
    return entry.sign(statement.spell({**value, **named, **more}), list(signers)).raw


def evaluation(number: int, *signers: Signer, pad: int = 0) -> bytes:
    """Return an entry that says little, signed by one publisher or jointly by several."""
    names = sorted(signer.name for signer in signers)
    who = {"publisher": names[0]} if len(names) == 1 else {"publishers": names}
    text = statement.spell({"type": "jinbang/evaluation/v1", **who, "number": number, "note": "x" * pad})
    return entry.sign(text, list(signers)).raw


@cache
def _honest() -> tuple[tuple[bytes, ...], ...]:
    anna = enrolment(ANNA, ANNA_RECOVERY)
    singles = [(evaluation(number, ANNA),) for number in range(3)]
    bulk = tuple(evaluation(number, ANNA) for number in range(10, 10 + ROTATION - 6))
    rotation = key_change(anna, "rotate", [ANNA_NEXT], [ANNA, ANNA_NEXT])
    last = tuple(evaluation(number, ANNA_NEXT) for number in range(1000, 1000 + SIZE - ROTATION - 1))
    joint = (evaluation(3, ANNA, BEN),)
    return ((anna,), (enrolment(BEN, BEN_RECOVERY),), *singles, joint, bulk, (rotation,), last)


def honest() -> Batches:
    """Return the entries of the honest ledger, a list an append: 9 appends of 300 entries."""
    return [list(batch) for batch in _honest()]


@dataclass(frozen=True, slots=True)
class Revision:
    """All files of a commit, and how the commit is made."""

    files: Mapping[str, bytes]
    message: str
    signer: Signer | None = OPERATOR
    """None leaves it unsigned."""
    seconds: int = 1_700_000_000
    merges: bool = False
    """Whether its parent's parent is a parent too."""

    def having(self, files: Mapping[str, bytes | None]) -> Revision:
        """Return the same with files set, or removed where None is given."""
        merged = {**self.files, **files}
        return replace(self, files={path: content for path, content in merged.items() if content is not None})


def forge(batches: Iterable[Sequence[bytes]], signer: Signer = OPERATOR) -> list[Revision]:
    """Return the revisions that a writer makes who checks no entry: the founding, then one a batch."""
    identity = founding.Identity(signer.key)
    edge, files = Edge.empty(), dict(founding.files(identity))
    revisions: list[Revision] = []
    for batch in ([], *batches):
        files |= {entry_path(edge.size + at): raw for at, raw in enumerate(batch)}
        for change in revision.grow(edge, [merkle.leaf_hash(raw) for raw in batch]):
            files.pop(change.path, None)
            files |= {change.path: change.content} if change.content is not None else {}
        root = edge.root()
        files[CHECKPOINT] = checkpoint.sign(Checkpoint(identity.origin, edge.size, root), signer).raw
        message = f"Append {len(batch)} entries\n\n{revision.trailers(edge.size, root)}"
        revisions.append(Revision(dict(files), message, signer))
    return revisions


def since(revisions: Sequence[Revision], start: int, files: Mapping[str, bytes | None]) -> list[Revision]:
    """Return the history in which files are as given from revision `start` on."""
    return [*revisions[:start], *(one.having(files) for one in revisions[start:])]


def resigned(revisions: Sequence[Revision], start: int, signer: Signer | None) -> list[Revision]:
    """Return the history in which the commits from `start` on are by another signer, or by none."""
    return [*revisions[:start], *(replace(one, signer=signer) for one in revisions[start:])]


def publish(path: Path, revisions: Sequence[Revision]) -> GitStore:
    """Write a history into a new bare repository."""
    store = GitStore.create(path)
    objects, head = _objects(revisions)
    write_objects(len(objects), objects.values(), environment(store.git_dir), store.git_dir)
    (store.git_dir / BRANCH).write_text(head + "\n")
    return store


def _objects(revisions: Sequence[Revision]) -> tuple[dict[bytes, GitObject], str]:
    """Return every object of a history by its name, and the last commit's name."""
    made: dict[bytes, GitObject] = {}
    before: Mapping[str, bytes] = {}
    root: bytes | None = None
    parents: list[str] = []

    def read_tree(oid: bytes) -> Tree:
        return parse_tree(oid, made[oid].content)

    for one in revisions:
        changed = {path for path in before.keys() | one.files.keys() if before.get(path) != one.files.get(path)}
        blobs = {path: GitObject(b"blob", one.files[path]) for path in changed if path in one.files}
        targets = {path: blobs[path].oid if path in blobs else None for path in sorted(changed)}
        root, trees = grow_tree(root, targets, read_tree)
        commit = GitObject(b"commit", commit_bytes(one, root, parents[-2:] if one.merges else parents[-1:]))
        made |= {item.oid: item for item in (*blobs.values(), *trees, commit)}
        before, parents = one.files, [*parents, commit.oid.hex()]
    return made, parents[-1]


def commit_bytes(one: Revision, root: bytes, parents: Sequence[str]) -> bytes:
    """Return a commit object."""
    stamp = f"{OPERATOR.name} <{OPERATOR.name}> {one.seconds} +0000"
    lines = [f"tree {root.hex()}", *(f"parent {parent}" for parent in parents), f"author {stamp}", f"committer {stamp}"]
    payload = ("\n".join(lines) + "\n\n" + one.message).encode()
    return payload if one.signer is None else sshsig.sign_commit(payload, one.signer)


def write_loose(store: GitStore, kind: bytes, content: bytes) -> bytes:
    """Write one object as a loose file, without a check by git. Returns its 20-byte name."""
    oid = hash_object(kind, content)
    replace_loose(store, oid, kind, content)
    return oid


def replace_loose(store: GitStore, oid: bytes, kind: bytes, content: bytes) -> None:
    """Put an object's file under any name, true or not."""
    path = store.git_dir / "objects" / oid.hex()[:2] / oid.hex()[2:]
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(zlib.compress(b"%s %d\x00%s" % (kind, len(content), content)))
