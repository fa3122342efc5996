"""Where foreign vectors and real data lie: beside the repository, not in it."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

_ZSTANDARD = 93
_SHARED = Path(__file__).resolve().parents[2] / "shared"


def vectors(*parts: str) -> Path:
    """Return a path under the shared vectors, or skip the test (at collection: the module) that asks for them."""
    return _under("vectors", *parts)


def data(*parts: str) -> Path:
    """Return a path under the shared real files, or skip as `vectors` does."""
    return _under("data", *parts)


def unpacked(path: Path, member: zipfile.ZipInfo) -> bytes:
    """Return a member of a zip file, also one in Zstandard, which the standard library reads from Python 3.14 only."""
    if member.compress_type != _ZSTANDARD:
        with zipfile.ZipFile(path) as archive:
            return archive.read(member)
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    raw = path.read_bytes()[member.header_offset :]
    start = 30 + int.from_bytes(raw[26:28], "little") + int.from_bytes(raw[28:30], "little")
    return bytes(zstd.decompress(raw[start : start + member.compress_size]))


def _under(*parts: str) -> Path:
    path = _SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"foreign vectors are not beside this checkout: {'/'.join(parts)}", allow_module_level=True)
    return path
