"""New git objects for one append: trees grown from old ones, and everything written as one pack that git itself checks.

An append is handed to git as a pack, as a push is: `git unpack-objects` for a few objects, `git index-pack` for many. Unlike
fast-import, a pack can carry a signed commit; and git refuses it whole when a byte is wrong (`--strict`).
"""

from __future__ import annotations

import hashlib
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from ledger.errors import StoreError
from ledger.git_objects import FILE_MODE, TREE_MODE, Tree, TreeEntry, format_tree, hash_object

# The limit to which git itself unpacks what a push brings (receive.unpackLimit).
UNPACK_LIMIT = 100
_PACK_KIND = {b"commit": 1, b"tree": 2, b"blob": 3}
_LEVEL = 1
_DURABLE = ("-c", "core.fsync=all", "-c", "core.fsyncMethod=batch")
_DURABLE_PACK = ("-c", "core.fsync=all")


class GitObject(NamedTuple):
    """An object to be written."""

    kind: bytes
    content: bytes

    @property
    def oid(self) -> bytes:
        """20 bytes."""
        return hash_object(self.kind, self.content)


Targets = Mapping[str, bytes | None]
"""Blob name (20 bytes) by path; None removes the path."""


def grow_tree(
    base: bytes | None, targets: Targets, read_tree: Callable[[bytes], Tree]
) -> tuple[bytes, list[GitObject]]:
    """Return the name of a tree that is `base` with the targets set, and the tree objects that are new.

    A folder that becomes empty disappears, as git has no empty folders. The root may be empty.
    """
    written: list[GitObject] = []
    nested: dict[bytes, object] = {}
    for path, oid in targets.items():
        *folders, name = path.encode().split(b"/")
        at = nested
        for folder in folders:
            at = at.setdefault(folder, {})  # type: ignore[assignment]
        at[name] = oid
    root = _grow(base, nested, read_tree, written)
    if root is None:
        root = GitObject(b"tree", b"").oid
        written.append(GitObject(b"tree", b""))
    return root, written


def _grow(
    base: bytes | None, nested: Mapping[bytes, object], read_tree: Callable[[bytes], Tree], written: list[GitObject]
) -> bytes | None:
    """Return the new tree's name, or None when nothing is left in it."""
    tree = dict(read_tree(base)) if base is not None else {}
    for name, target in nested.items():
        if isinstance(target, dict):
            old = tree.get(name)
            inner = old.oid if old is not None and old.mode == TREE_MODE else None
            grown, mode = _grow(inner, target, read_tree, written), TREE_MODE
        else:
            assert target is None or isinstance(target, bytes), "a path leads to a blob name or to nothing"
            grown, mode = target, FILE_MODE
        if grown is None:
            tree.pop(name, None)
        else:
            tree[name] = TreeEntry(mode, grown)
    if not tree:
        return None
    new = GitObject(b"tree", format_tree(tree))
    written.append(new)
    return new.oid


def write_objects(count: int, objects: Iterable[GitObject], environment: Mapping[str, str], folder: Path) -> None:
    """Hand `count` objects to git as one pack; durable when it returns.

    Raises: StoreError with git's own words.
    """
    few = count < UNPACK_LIMIT
    durable = _DURABLE if few else _DURABLE_PACK
    command = ["unpack-objects", "-q", "--strict"] if few else ["index-pack", "--stdin", "--strict"]
    try:
        process = subprocess.Popen(
            ["git", *durable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=dict(environment),
            cwd=folder,
        )
    except OSError as error:
        raise StoreError(f"git: cannot be run: {error.strerror}") from error
    assert process.stdin is not None, "git is started with a pipe"
    broken = False
    try:
        _feed(process.stdin, count, objects)
    except BrokenPipeError:
        # Git refused and left; its own words follow below.
        broken = True
    except BaseException:
        process.kill()
        process.communicate()
        raise
    _, said = process.communicate()
    if process.returncode != 0 or broken:
        lines = said.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise StoreError(f"git {command[0]}: {lines[-1]}")


def _feed(pipe: IO[bytes], count: int, objects: Iterable[GitObject]) -> None:
    for block in pack(count, objects):
        pipe.write(block)
    pipe.flush()


def pack(count: int, objects: Iterable[GitObject]) -> Iterator[bytes]:
    """Return a pack, block by block. Source: gitformat-pack, version 2."""
    digest = hashlib.sha1(usedforsecurity=False)
    header = b"PACK" + struct.pack(">II", 2, count)
    digest.update(header)
    yield header
    written = 0
    for kind, content in objects:
        block = _pack_header(_PACK_KIND[kind], len(content)) + zlib.compress(content, _LEVEL)
        digest.update(block)
        written += 1
        yield block
    assert written == count, "the pack's header says how many objects follow"
    yield digest.digest()


def _pack_header(kind: int, length: int) -> bytes:
    """Return kind and length in git's variable-length form: 4 bits, then 7 bits a byte."""
    first = kind << 4 | length & 15
    length >>= 4
    out = bytearray()
    while length:
        out.append(first | 128)
        first = length & 127
        length >>= 7
    out.append(first)
    return bytes(out)
