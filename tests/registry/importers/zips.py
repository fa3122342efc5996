"""Zip files with Zstandard members, which the standard library does not write before Python 3.14."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def deflated(**members: bytes) -> bytes:
    """Return a zip file whose members are deflated; a name's double underscore is a point."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name.replace("__", "."), raw)
    return out.getvalue()


def zstandard(name: str, raw: bytes, *, told: int | None = None, flags: int = 0) -> bytes:
    """Return a zip file with one Zstandard member; `told` is its size by the directory, when that lies."""
    packed, named, size = zstd.compress(raw), name.encode(), len(raw) if told is None else told
    common = struct.pack("<HHHHHIIIHH", 63, flags, 93, 0, 33, zlib.crc32(raw), len(packed), size, len(named), 0)
    local = b"PK\x03\x04" + common + named + packed
    entry = b"PK\x01\x02" + struct.pack("<H", 63) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + named
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)
    return local + entry + end
