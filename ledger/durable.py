"""Files that survive a crash whole: the old content or the new one, never a part. Both functions raise OSError."""

from __future__ import annotations

import os
from pathlib import Path

_OWNER_ONLY = 0o700


def write_new(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Make a file that is not there yet; raises FileExistsError when it is. What could not be finished is removed."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        _fill(handle, content)
        _sync_folder(path.parent)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def replace(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Make a file, or put it in the place of the one that is there."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    # Left by a process of the same number that was cut off; nobody else writes under this name.
    temporary.unlink(missing_ok=True)
    write_new(temporary, content, mode=mode)
    try:
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _fill(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, as fsync makes a file's content."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
