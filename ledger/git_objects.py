r"""Git objects, read without trusting the repository that holds them.

Git runs in an empty directory of our own that only borrows the ledger's object folder. So no configuration, hook, alias,
replace ref, graft, shallow list or worktree of a cloned repository can have a say, and alternates are refused. What git
returns is hashed again: an object that is not what its name says is damage, not data.

    blob, tree, commit: SHA-1("<kind> <length>\\0" || content), names of 40 lowercase hex digits
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import subprocess
import tempfile
import threading
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from shutil import rmtree
from typing import IO, NamedTuple

from ledger.errors import DamagedError, StoreError

TREE_MODE = b"40000"
FILE_MODE = b"100644"
MAX_OBJECT_BYTES = 16 << 20
"""Larger than any file or folder of a ledger; nothing above it is read into memory."""
_MAX_ANSWER_BYTES = MAX_OBJECT_BYTES + 1024
_BLOCK_BYTES = 1 << 16
OID_BYTES = 20
_FEW = 64
"""Up to here asking one by one is faster than starting a process."""
_ASKED = 512
"""Names that are written at once."""
_OID = re.compile(r"[0-9a-f]{40}")
_COMMITTER = re.compile(rb"committer [^\n]*> ([0-9]{1,12}) [-+][0-9]{4}")
_TREE_ENTRY = re.compile(rb"([0-7]{5,6}) ([^\x00/]+)\x00(.{20})", re.DOTALL)


class TreeEntry(NamedTuple):
    """What a name in a tree stands for."""

    mode: bytes
    oid: bytes
    """20 bytes."""


Tree = dict[bytes, TreeEntry]


def is_oid(name: str) -> bool:
    """Say whether a text is the name of a SHA-1 object."""
    return _OID.fullmatch(name) is not None


def hash_object(kind: bytes, content: bytes) -> bytes:
    """Return an object's name as 20 bytes."""
    return hashlib.sha1(b"%s %d\x00%s" % (kind, len(content), content), usedforsecurity=False).digest()


def parse_tree(oid: bytes, raw: bytes) -> Tree:
    """Read a tree object; every byte must belong to an entry, names once and in git's order.

    Raises: DamagedError.
    """
    tree = {name: TreeEntry(mode, target) for mode, name, target in _TREE_ENTRY.findall(raw)}
    if format_tree(tree) != raw:
        raise DamagedError(f"tree {oid.hex()}", "not a well-formed folder", "a sorted list of files and folders")
    return tree


def format_tree(tree: Tree) -> bytes:
    """Return a tree object's bytes, in the order that git demands: a folder sorts as if its name ended in a slash."""
    ordered = sorted(tree.items(), key=lambda item: item[0] + b"/" if item[1].mode == TREE_MODE else item[0])
    return b"".join(b"%s %s\x00%s" % (entry.mode, name, entry.oid) for name, entry in ordered)


def environment(git_dir: Path, objects: Path | None = None) -> dict[str, str]:
    """Return what git may see of the environment: where to work, and nothing that a user or a repository has set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "SSH_ASKPASS"))}
    if objects is not None:
        kept["GIT_OBJECT_DIRECTORY"] = str(objects)
    return kept | {
        "GIT_DIR": str(git_dir),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


@dataclass(frozen=True, slots=True)
class Commit:
    """What the log reads of a commit object."""

    oid: str
    raw: bytes
    tree: bytes
    """20 bytes."""
    parents: tuple[str, ...]
    message: str

    @property
    def committed(self) -> str:
        """When it was made, as the digits of POSIX seconds that it states; empty when it states none as git does. It decides nothing."""
        head = self.raw.partition(b"\n\n")[0].split(b"\n")
        stated = _COMMITTER.fullmatch(next((line for line in head if line.startswith(b"committer ")), b""))
        return stated[1].decode() if stated is not None else ""

    @classmethod
    def parse(cls, oid: str, raw: bytes) -> Commit:
        """Read a commit object; raises DamagedError."""
        head, _, message = raw.partition(b"\n\n")
        lines = head.decode(errors="replace").split("\n")
        trees = [line[5:] for line in lines if line.startswith("tree ")]
        parents = tuple(line[7:] for line in lines if line.startswith("parent "))
        # Git reads them at the top and nowhere else: in another order it would see another history than we do.
        in_order = lines[: 1 + len(parents)] == [
            f"tree {trees[0]}" if trees else "",
            *(f"parent {one}" for one in parents),
        ]
        if len(trees) != 1 or not in_order or not all(map(is_oid, (*trees, *parents))):
            raise DamagedError(f"commit {oid}", "not a well-formed commit", "one tree and its parents")
        return cls(oid, raw, bytes.fromhex(trees[0]), parents, message.decode(errors="replace"))


_open: weakref.WeakSet[ObjectReader] = weakref.WeakSet()
"""Readers that are still held, and perhaps not closed."""


class ObjectReader:
    """Objects of one object folder, through `git cat-file`. One process answers single questions and stays; streams have their own."""

    def __init__(self, objects: Path) -> None:
        alternates = objects / "info" / "alternates"
        if alternates.exists():
            raise StoreError(
                f"{alternates}: borrows objects from another repository; make a full copy (git repack -a -d)"
            )
        self.objects = objects
        self.empty = Path(tempfile.mkdtemp(prefix="jinbang-git-"))
        """A git directory of our own without objects or settings."""
        (self.empty / "refs").mkdir()
        (self.empty / "objects").mkdir()
        (self.empty / "HEAD").write_text("ref: refs/heads/main\n")
        (self.empty / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
        self.environment = environment(self.empty, objects)
        self._single: list[subprocess.Popen[bytes]] = []
        """The process that answers single questions, once there is one."""
        self._mutex = threading.Lock()
        self._close = weakref.finalize(self, _close, self.empty, self._single)
        _open.add(self)
        self.tree = lru_cache(maxsize=64)(self._tree)
        """Return the tree of a 20-byte name, parsed; recent ones are kept."""
        self.commit = lru_cache(maxsize=64)(self._commit)
        """Return a commit by name; recent ones are kept."""

    def close(self) -> None:
        """End git and remove the empty directory."""
        self._close()

    def read(self, oid: bytes, kind: str) -> bytes:
        """Return one object's content; raises DamagedError when it is missing, of another kind, or not what its name says."""
        with self._mutex:
            if not self._single:
                self._single.append(self._start())
            pipe_in, pipe_out = _pipes(self._single[0])
            # Two dots: no name of a ref, so git looks for no file.
            end = b".." + secrets.token_hex(16).encode()
            try:
                pipe_in.write(b"%s\n%s\n" % (oid.hex().encode(), end))
                pipe_in.flush()
                return _answer(BytesIO(_until(pipe_out, end + b" missing\n")), oid, kind)
            except (OSError, DamagedError) as error:
                # The answer was not read to its end, so this process cannot be asked again.
                _end(self._single.pop())
                if isinstance(error, DamagedError):
                    raise
                raise StoreError(f"git cat-file: {error}") from error

    def read_all(self, oids: Iterable[bytes]) -> Iterator[bytes]:
        """Return the contents of blobs, in order: one by one when they are few, as a stream of their own when many."""
        # Many names in one piece take a quarter of the memory that they take apart.
        names = b"".join(oids)
        if len(names) <= _FEW * OID_BYTES:
            return (self.read(oid, "blob") for oid in _apart(names))
        return self._stream(names)

    def _stream(self, names: bytes) -> Iterator[bytes]:
        process = self._start()
        pipe_in, pipe_out = _pipes(process)
        asker = threading.Thread(target=_ask, args=(pipe_in, names), daemon=True)
        asker.start()
        try:
            for oid in _apart(names):
                yield _answer(pipe_out, oid, "blob")
        finally:
            _end(process)
            asker.join()

    def _commit(self, oid: str) -> Commit:
        return Commit.parse(oid, self.read(bytes.fromhex(oid), "commit"))

    def has(self, oid: str) -> bool:
        """Say whether a commit is there and is what its name says."""
        try:
            self.commit(oid)
        except DamagedError:
            return False
        return True

    def find(self, tree: bytes, path: str) -> TreeEntry | None:
        """Return what stands at a path below a tree, or None."""
        entry = TreeEntry(TREE_MODE, tree)
        for name in path.encode().split(b"/"):
            if entry.mode != TREE_MODE:
                return None
            found = self.tree(entry.oid).get(name)
            if found is None:
                return None
            entry = found
        return entry

    def _tree(self, oid: bytes) -> Tree:
        return parse_tree(oid, self.read(oid, "tree"))

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                ["git", "cat-file", "--batch"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=_BLOCK_BYTES,
                env=self.environment,
                cwd=self.empty,
                # An interrupt from the terminal is for us; to git it would look like damage.
                process_group=0,
            )
        except OSError as error:
            raise StoreError(f"git: cannot be run: {error.strerror}") from error


def _until(pipe: IO[bytes], end: bytes) -> bytes:
    """Return what git says before `end`, the answer to a name that nobody can have foreseen.

    A loose object may be shorter than its header says. Git then writes less than it has announced, and waits.
    """
    said = bytearray()
    while not said.endswith(end) and len(said) <= _MAX_ANSWER_BYTES:
        some = os.read(pipe.fileno(), _BLOCK_BYTES)
        if not some:
            break
        said += some
    return bytes(said.removesuffix(end))


def _answer(pipe: IO[bytes], oid: bytes, kind: str) -> bytes:
    """Read one answer of `git cat-file --batch`: `<name> <kind> <length>` LF content LF."""
    header = pipe.readline(200)
    start = f"{oid.hex()} {kind} ".encode()
    if not header.startswith(start):
        raise _other_answer(header, pipe, oid, kind)
    length = int(header[len(start) :])
    content = _content(pipe, oid, length)
    if hashlib.sha1(b"%s %d\x00%s" % (kind.encode(), length, content), usedforsecurity=False).digest() != oid:
        raise DamagedError(f"object {oid.hex()}", "content with another hash", "the content that its name says")
    return content


def _content(pipe: IO[bytes], oid: bytes, length: int) -> bytes:
    if length > MAX_OBJECT_BYTES:
        raise DamagedError(f"object {oid.hex()}", f"{length:,} bytes", f"at most {MAX_OBJECT_BYTES:,}")
    content = pipe.read(length + 1)[:length]
    if len(content) != length:
        raise DamagedError(f"object {oid.hex()}", "cut short", f"{length:,} bytes")
    return content


def _other_answer(header: bytes, pipe: IO[bytes], oid: bytes, kind: str) -> DamagedError:
    """Return what is wrong with an object that git does not know as one of this kind."""
    words = header.split()
    name = f"object {oid.hex()}"
    if len(words) != 3:  # noqa: PLR2004 - name, kind, length
        return DamagedError(name, "missing" if words[1:] == [b"missing"] else "unreadable", f"a {kind}")
    if hash_object(words[1], _content(pipe, oid, int(words[2]))) != oid:
        return DamagedError(name, "content with another hash", "the content that its name says")
    return DamagedError(name, f"a {words[1].decode()}", f"a {kind}")


def _apart(names: bytes) -> Iterator[bytes]:
    """Return the names that stand in one piece."""
    return (names[at : at + OID_BYTES] for at in range(0, len(names), OID_BYTES))


def _ask(pipe: IO[bytes], names: bytes) -> None:
    """Write the names of objects, then close."""
    try:
        for start in range(0, len(names), _ASKED * OID_BYTES):
            asked = names[start : start + _ASKED * OID_BYTES].hex("\n", OID_BYTES)
            # A separator is counted from the right; the pieces are of one length, so that is the same.
            pipe.write(asked.encode() + b"\n")
        pipe.close()
    except (OSError, ValueError):
        # The reader stopped early and ended git: nobody waits for the rest.
        return


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None, "cat-file is started with pipes"
    assert process.stdout is not None, "cat-file is started with pipes"
    return process.stdin, process.stdout


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in _pipes(process):
        try:
            pipe.close()
        except OSError:
            # Closing flushes; git is gone and nobody reads what was still to be asked.
            continue


def close_all() -> None:
    """Close every reader, for a process that ends without the interpreter's own ending."""
    for reader in list(_open):
        reader.close()


def _close(folder: Path, processes: list[subprocess.Popen[bytes]]) -> None:
    """End what is left of a reader; holds nothing of it, so that it can be collected."""
    while processes:
        _end(processes.pop())
    rmtree(folder, ignore_errors=True)
