"""The store on git: a repository whose branch `main` holds one revision an append, each commit signed by the operator.

Reading and writing objects goes through `git_objects` and `git_pack`; here is what a revision is, how the head moves, and who
may write. GitPython makes the repository and moves its ref; it is loaded only then.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from ledger import revision as revision_text
from ledger import sshsig
from ledger import text as strict
from ledger.errors import (
    BusyError,
    DamagedError,
    FormatError,
    MovedError,
    SignatureError,
    StoreError,
    VerificationError,
)
from ledger.git_objects import (
    FILE_MODE,
    TREE_MODE,
    ObjectReader,
    Tree,
    TreeEntry,
    environment,
    hash_object,
    is_oid,
)
from ledger.git_pack import GitObject, grow_tree, write_objects
from ledger.note import Signer, VerifierKey
from ledger.store import Change, Draft, entry_path

BRANCH = "refs/heads/main"
_LOCK = "jinbang.lock"
_LOCK_POLL_S = 0.01
MAX_FOLDERS = 16
"""Levels of folders; the deepest tile path has 9."""
_NO_OID = "0" * 40
_BRANCH_LINE_BYTES = 41
_SAMPLE = "17"
"""One of the 256 folders of loose objects; git too counts in this one."""
_MANY_IN_SAMPLE = 6700 // 256
"""What `gc.auto` is by default, by folder."""


class Dated(NamedTuple):
    """A revision, and when its commit says that it was made."""

    revision: str
    seconds: int | None
    """POSIX; None when it does not say so in a form that git writes. It decides nothing."""


class GitStore:
    """Revisions of a log in a git repository, bare or not. Revision ids are commit names."""

    def __init__(self, path: Path) -> None:
        """Open a repository that is there; raises StoreError when it is not one that can be read safely."""
        self.path = path.absolute()
        """Absolute, because git runs in a folder of its own."""
        self.git_dir = _git_dir(self.path)
        self._objects = ObjectReader(self.git_dir / "objects")

    @classmethod
    def create(cls, path: Path) -> GitStore:
        """Make an empty bare repository; raises StoreError when something is at the path."""
        cls.check_free(path)
        path = path.absolute()
        kept = environment(path) | {"GIT_DEFAULT_REF_FORMAT": "files", "GIT_DEFAULT_HASH": "sha1"}
        del kept["GIT_DIR"]
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{path}: cannot make a repository: {error.strerror}") from error
        _run(["init", "--quiet", "--bare", "--template=", "--initial-branch=main", "."], path, kept)
        return cls(path)

    @staticmethod
    def check_free(path: Path) -> None:
        """Raise StoreError when something is at a path."""
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise StoreError(f"{path}: is there already and not empty")

    def close(self) -> None:
        """End the git process that answers reads."""
        self._objects.close()

    # Reading

    def head(self) -> str | None:
        """Return the commit that the branch names, read from the ref files themselves."""
        try:
            line = (self.git_dir / BRANCH).read_bytes()[: _BRANCH_LINE_BYTES + 1].decode(errors="replace")
        except FileNotFoundError:
            line = self._packed_head()
        except OSError as error:
            raise StoreError(f"{self.git_dir / BRANCH}: {error.strerror}") from error
        if not line:
            return None
        if not is_oid(line.rstrip("\n")):
            raise DamagedError(BRANCH, strict.shown(line.strip()), "40 hex digits")
        return line.rstrip("\n")

    def read(self, revision: str, path: str) -> bytes:
        found = self._objects.find(self._root(revision), path)
        if found is None or found.mode != FILE_MODE:
            raise DamagedError(path, "no such file", "a file of the ledger")
        return self._objects.read(found.oid, "blob")

    def contents(self, ids: Iterable[str]) -> Iterator[bytes]:
        return self._objects.read_all(map(bytes.fromhex, ids))

    def entries(self, revision: str, start: int, stop: int) -> Iterator[bytes]:
        return self.chosen(revision, range(start, stop))

    def chosen(self, revision: str, indexes: Iterable[int]) -> Iterator[bytes]:
        return self._objects.read_all(self._entry_oid(revision, index) for index in indexes)

    def history(self, revision: str) -> list[str]:
        revisions: list[str] = []
        at: str | None = revision
        while at is not None:
            commit = self._objects.commit(at)
            revisions.append(at)
            if len(commit.parents) > 1:
                raise DamagedError(f"commit {at}", "a merge", "one parent")
            at = commit.parents[0] if commit.parents else None
        return revisions[::-1]

    def recent(self, revision: str, most: int) -> list[Dated]:
        """Return a revision and those before it, the newest first, with the times that their commits state."""
        found: list[Dated] = []
        at: str | None = revision
        while at is not None and len(found) < most:
            commit = self._objects.commit(at)
            found.append(Dated(at, int(commit.committed) if commit.committed else None))
            at = commit.parents[0] if commit.parents else None
        return found

    def changes(self, before: str | None, after: str) -> Iterator[Change]:
        old = self._root(before) if before is not None else None
        return self._compare(old, self._root(after), "")

    def check_revision(self, revision: str, key: VerifierKey, *, size: int, root: bytes) -> None:
        """Check the commit's SSHSIG signature and the trailers of its message."""
        commit = self._objects.commit(revision)
        payload, armored = sshsig.split_commit(commit.raw)
        if armored is None:
            raise SignatureError(f"commit {revision[:12]}: not signed; needed a signature of {key.name}")
        try:
            sshsig.verify(payload, armored, key.public_key)
        except (SignatureError, FormatError) as error:
            raise SignatureError(f"commit {revision[:12]}: {error}") from error
        if not commit.message.endswith("\n" + revision_text.trailers(size, root)):
            raise VerificationError(f"commit {revision[:12]}: trailers do not say size {size} and its root")

    # Writing

    def prepare(self, parent: str | None, draft: Draft, signer: Signer) -> str:
        blobs = {path: content for path, content in draft.files.items() if content is not None}
        targets: dict[str, bytes | None] = dict.fromkeys(draft.files)
        targets |= {path: hash_object(b"blob", content) for path, content in blobs.items()}
        for at, raw in enumerate(draft.entries):
            targets[entry_path(draft.start + at)] = hash_object(b"blob", raw)
        base = self._root(parent) if parent is not None else None
        root, trees = grow_tree(base, targets, self._objects.tree)
        commit = GitObject(b"commit", _commit(root, parent, draft, signer))
        objects = chain(
            (GitObject(b"blob", raw) for raw in draft.entries),
            (GitObject(b"blob", content) for content in blobs.values()),
            trees,
            [commit],
        )
        count = len(draft.entries) + len(blobs) + len(trees) + 1
        write_objects(count, objects, self._objects.environment, self._objects.empty)
        return commit.oid.hex()

    def publish(self, before: str | None, after: str) -> None:
        settings = ["-c", f"core.hooksPath={os.devnull}", "-c", "core.fsync=all"]
        try:
            _run([*settings, "update-ref", BRANCH, after, before or _NO_OID], self.git_dir, environment(self.git_dir))
        except StoreError as error:
            if self.head() != before:
                raise MovedError("head: moved by another writer") from error
            raise

    def holds(self, revision: str, parent: str | None) -> bool:
        if not is_oid(revision) or not self._objects.has(revision):
            return False
        return self._objects.commit(revision).parents == ((parent,) if parent is not None else ())

    def tidy(self) -> None:
        """Pack loose objects when there are many, as git does by itself; what no revision reaches stays as it is."""
        sample = self.git_dir / "objects" / _SAMPLE
        head = self.head()
        if head is None or not sample.is_dir() or len(list(sample.iterdir())) <= _MANY_IN_SAMPLE:
            return
        # In the directory of our own, since `git gc` would run what the repository's settings name.
        branch = self._objects.empty / BRANCH
        branch.parent.mkdir(exist_ok=True)
        branch.write_text(head + "\n")
        _run(["-c", "core.fsync=all", "repack", "-d", "-l", "-q"], self._objects.empty, self._objects.environment)

    def lock(self, timeout_s: float) -> AbstractContextManager[None]:
        return _file_lock(self.git_dir / _LOCK, timeout_s)

    # Inside

    def _packed_head(self) -> str:
        try:
            packed = (self.git_dir / "packed-refs").read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise StoreError(f"{self.git_dir / 'packed-refs'}: {error.strerror}") from error
        found = [line.split(" ")[0] for line in packed.splitlines() if line.endswith(" " + BRANCH)]
        return found[-1] if found else ""

    def _root(self, revision: str) -> bytes:
        return self._objects.commit(revision).tree

    def _entry_oid(self, revision: str, index: int) -> bytes:
        found = self._objects.find(self._root(revision), entry_path(index))
        if found is None or found.mode != FILE_MODE:
            raise DamagedError(entry_path(index), "no such file", f"entry {index}")
        return found.oid

    def _compare(self, old: bytes | None, new: bytes | None, prefix: str) -> Iterator[Change]:
        """Yield the files that differ between two trees; anything but plain files in a few folders is damage."""
        if old == new:
            return
        if prefix.count("/") > MAX_FOLDERS:
            raise DamagedError(prefix, "folders in folders", f"at most {MAX_FOLDERS} levels")
        before = self._objects.tree(old) if old is not None else {}
        after = self._objects.tree(new) if new is not None else {}
        if new is not None and not after and prefix:
            # Git itself never writes an empty folder; as a change it is seen and accounted for.
            yield Change(prefix, None, new.hex())
        for name, left, right in _differing(before, after):
            path = prefix + strict.plain(name.decode(errors="replace"))
            if left is None and right is not None and right.mode == FILE_MODE:
                # What nearly every change is.
                yield Change(path, None, right.oid.hex())
                continue
            for entry in (left, right):
                if entry is not None and entry.mode not in (FILE_MODE, TREE_MODE):
                    raise DamagedError(path, f"mode {entry.mode.decode()}", "a plain file or folder")
            old_tree, old_file = _split(left)
            new_tree, new_file = _split(right)
            if old_file != new_file:
                yield Change(path, _hex(old_file), _hex(new_file))
            if old_tree != new_tree:
                yield from self._compare(old_tree, new_tree, path + "/")


def _differing(before: Tree, after: Tree) -> Iterator[tuple[bytes, TreeEntry | None, TreeEntry | None]]:
    """Yield the names for which two folders have not the same, in the order of their paths."""
    if not before:
        yield from ((name, None, entry) for name, entry in after.items())
        return
    names = {name for name, _ in before.items() ^ after.items()}
    folders = (after, before)

    def order(name: bytes) -> bytes:
        is_folder = any(tree[name].mode == TREE_MODE for tree in folders if name in tree)
        return name + b"/" if is_folder else name

    yield from ((name, before.get(name), after.get(name)) for name in sorted(names, key=order))


def _split(entry: TreeEntry | None) -> tuple[bytes | None, bytes | None]:
    """Return a tree entry as (folder, file), one of them None."""
    if entry is None:
        return None, None
    return (entry.oid, None) if entry.mode == TREE_MODE else (None, entry.oid)


def _hex(oid: bytes | None) -> str | None:
    return oid.hex() if oid is not None else None


def _git_dir(path: Path) -> Path:
    """Return the directory that holds refs and objects."""
    for candidate in (path, path / ".git"):
        if (candidate / "objects").is_dir() and (candidate / "HEAD").is_file():
            if (candidate / "reftable").exists():
                raise StoreError(
                    f"{path}: keeps its refs as reftable; needed ref files (git refs migrate --ref-format=files)"
                )
            return candidate
    if not path.exists():
        raise StoreError(f"{path}: no such ledger")
    raise StoreError(f"{path}: not a git repository")


def _commit(root: bytes, parent: str | None, draft: Draft, signer: Signer) -> bytes:
    """Return a signed commit object."""
    name = signer.name
    stamp = f"{name} <{name}> {int(draft.made_at.timestamp())} +0000"
    lines = [f"tree {root.hex()}"]
    if parent is not None:
        lines.append(f"parent {parent}")
    lines += [f"author {stamp}", f"committer {stamp}"]
    payload = "\n".join(lines) + "\n\n" + draft.message
    return sshsig.sign_commit(payload.encode(), signer)


@contextmanager
def _file_lock(path: Path, timeout_s: float) -> Iterator[None]:
    """Hold an advisory lock, which the system releases when a process dies."""
    try:
        # A link would make us create a file wherever the repository says.
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}") from error
    try:
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    raise BusyError(f"{path}: another writer has held the lock for {timeout_s:g} s") from error
                time.sleep(_LOCK_POLL_S)
        yield
    finally:
        os.close(handle)


def _run(words: list[str], folder: Path, kept: Mapping[str, str]) -> None:
    """Run git in just this environment; raises StoreError with git's own words."""
    try:
        import git  # deferred: only writing needs it
    except ImportError as error:
        raise StoreError(f"git: cannot be run: {_git_words(error)}") from error

    # GitPython adds to the environment and takes nothing from it.
    others = sorted(os.environ.keys() - kept.keys())
    without = ["env", *chain.from_iterable(("-u", name) for name in others)] if others else []
    try:
        git.Git(str(folder)).execute([*without, "git", *words], env=dict(kept))
    except git.CommandError as error:
        raise StoreError(f"git: {_git_words(error)}") from error


def _git_words(error: Exception) -> str:
    """Return the last line that git said."""
    said = str(getattr(error, "stderr", "") or error).strip().splitlines()
    return strict.plain(said[-1].strip()) if said else type(error).__name__
