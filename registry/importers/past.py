"""The versions of one file in a git repository that is not ours: every state it had on the main line, oldest first.

The repository is hostile. Its objects are read as those of a ledger are, from a directory of our own, so that nothing it says is
obeyed; of its other files only HEAD and the ref that HEAD names are read. Only first parents are followed, and no renames.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ledger.errors import DamagedError, StoreError
from ledger.git_objects import TREE_MODE, Commit, ObjectReader, is_oid
from ledger.text import shown
from registry.errors import NothingToJudge, QuestionError
from registry.importers.numbers import Number
from registry.importers.place import At

_FILE_MODES = frozenset({b"100644", b"100755", b"100664"})
_REF = re.compile(r"refs/heads(/[^\x00-\x20\x7f~^:?*\[\\/.][^\x00-\x20\x7f~^:?*\[\\/]*)+")
_MAX_HEAD_BYTES = 4096
_MAX_PACKED_BYTES = 64 << 20
"""Repositories with a million refs have about as much."""


@dataclass(frozen=True, slots=True)
class Version:
    """The file as a commit left it."""

    commit: str
    seconds: str
    """When it was committed, in digits, as the commit says; empty when it does not say."""
    oid: bytes
    """Name of the content, 20 bytes."""
    mode: bytes

    @property
    def committed(self) -> str:
        """When it was committed, in UTC; raises ImportRefusedError when that is no time."""
        at = At(Number(self.seconds) if self.seconds else None, f"commit {self.commit[:12]} committer")
        return at.unix_time() or at.refuse("a time")


@dataclass(frozen=True, slots=True)
class Walk:
    """What the main line holds of a file."""

    versions: tuple[Version, ...]
    """Each time its content changed, oldest first."""
    commits: int
    """How many commits were looked at."""
    ended: str
    """Why the walk could not go on before the first commit; empty when it saw the whole line."""


class Repository:
    """A repository whose objects can be read; nothing else of it is used."""

    def __init__(self, path: Path) -> None:
        """Open one; raises StoreError when it cannot be read safely."""
        self.git_dir = _git_dir(path.absolute())
        self._objects = ObjectReader(self.git_dir / "objects")

    def close(self) -> None:
        """End git."""
        self._objects.close()

    def walk(self, path: str, progress: Callable[[int], None] | None = None) -> Walk:
        """Return the versions of a file on the main line.

        Raises: NothingToJudge when no commit has the file; QuestionError on a path that none can have; StoreError.
        """
        _check_path(path)
        found: list[Version | None] = []
        looked, ended = 0, ""
        for commit in self._line(_head(self.git_dir)):
            if isinstance(commit, DamagedError):
                ended = str(commit)
                break
            here = self._version(commit, path)
            # Going back, a version belongs to the oldest commit that has it.
            if found and _content(found[-1]) == _content(here):
                found.pop()
            found.append(here)
            looked += 1
            if progress is not None:
                progress(looked)
        versions = tuple(one for one in reversed(found) if one is not None)
        if not versions:
            raise NothingToJudge(f"{shown(path)}: in none of {looked:,} commits on the main line of {self.git_dir}")
        return Walk(versions, looked, ended)

    def content(self, version: Version) -> bytes:
        """Return the file's bytes; raises DamagedError, also when they are too many."""
        if version.mode not in _FILE_MODES:
            raise DamagedError("file", f"mode {version.mode.decode()}", "a plain file, no link and no folder")
        return self._objects.read(version.oid, "blob")

    def _line(self, head: str) -> Iterator[Commit | DamagedError]:
        at: str | None = head
        first = True
        while at is not None:
            try:
                commit = self._objects.commit(at)
            except DamagedError as error:
                if first:
                    raise
                yield error
                return
            yield commit
            first = False
            at = commit.parents[0] if commit.parents else None

    def _version(self, commit: Commit, path: str) -> Version | None:
        entry = self._objects.find(commit.tree, path)
        if entry is None or entry.mode == TREE_MODE:
            return None
        return Version(commit.oid, commit.committed, entry.oid, entry.mode)


def _content(version: Version | None) -> tuple[bytes, bytes] | None:
    return (version.oid, version.mode) if version is not None else None


def _check_path(path: str) -> None:
    names = path.split("/")
    if "" in names or "." in names or ".." in names or "\0" in path:
        raise QuestionError(
            f"--path: found {shown(path)}, expected a file as the repository names it, such as README.md"
        )


def _git_dir(path: Path) -> Path:
    for candidate in (path, path / ".git"):
        if candidate.is_dir() and (candidate / "objects").is_dir() and (candidate / "HEAD").exists():
            return candidate
    if (path / ".git").is_file():
        raise StoreError(f"{path}: its .git names another folder, which is not followed; name the repository itself")
    raise StoreError(f"{path}: not a git repository" if path.exists() else f"{path}: no such repository")


def _head(git_dir: Path) -> str:
    """Return the commit that HEAD names, directly or by a branch."""
    said = _read(git_dir, "HEAD", _MAX_HEAD_BYTES) or ""
    if is_oid(said.strip()):
        return said.strip()
    ref = said.removeprefix("ref:").strip()
    if not said.startswith("ref:") or not _REF.fullmatch(ref):
        raise StoreError(f"{git_dir / 'HEAD'}: found {shown(said.strip()[:80])}, needed a branch or a commit")
    oid = _read(git_dir, ref, _MAX_HEAD_BYTES)
    if oid is None:
        packed = _read(git_dir, "packed-refs", _MAX_PACKED_BYTES) or ""
        oid = next((line.split(" ")[0] for line in packed.splitlines() if line.endswith(f" {ref}")), "")
    if not is_oid(oid.strip()):
        found = shown(oid.strip()[:80]) if oid else "no commit"
        raise StoreError(f"{git_dir / ref}: found {found}, needed the name of a commit in SHA-1")
    return oid.strip()


def _read(git_dir: Path, name: str, limit: int) -> str | None:
    """Return a small file of a repository, or None when there is none: no link, no pipe, nothing outside of it."""
    path = git_dir
    for part in name.split("/"):
        path /= part
        try:
            kind = path.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return None
        if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
            raise StoreError(f"{path}: a link or no file, which is not followed")
    try:
        with path.open("rb") as file:
            return _text(file, limit, path)
    except IsADirectoryError:
        return None


def _text(file: IO[bytes], limit: int, path: Path) -> str:
    raw = file.read(limit + 1)
    if len(raw) > limit:
        raise StoreError(f"{path}: more than {limit:,} bytes")
    return raw.decode(errors="replace")
