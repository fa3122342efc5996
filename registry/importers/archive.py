"""Members of a zip file, deflated or in Zstandard, never more bytes than were allowed."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property

from ledger.text import plain
from registry.importers.place import ImportRefusedError

MAX_MEMBER_BYTES = 32 << 20
"""Bytes of a member once it is unpacked."""
_ZSTANDARD = 93
"""APPNOTE.TXT 6.3.8, section 4.4.5. The standard library reads it from Python 3.14."""
_LOCAL_HEADER = 30
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What `zipfile` raises on bytes that are no zip file, or are encrypted, or use a method that it does not know."""


@dataclass(frozen=True)
class Archive:
    """A zip file in memory."""

    raw: bytes

    @cached_property
    def members(self) -> list[zipfile.ZipInfo]:
        """Return the directory; raises ImportRefusedError when the bytes are no zip file."""
        return self._opened.infolist()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the members, with their folders; a name may stand there twice."""
        return tuple(one.filename for one in self.members)

    @cached_property
    def _opened(self) -> zipfile.ZipFile:
        # Its directory is read once, however many members are.
        try:
            return zipfile.ZipFile(io.BytesIO(self.raw))
        except _BROKEN as error:
            raise ImportRefusedError(f"file: not a zip file ({plain(str(error))})") from error

    def read(self, name: str) -> bytes:
        """Return a member's bytes.

        Raises: ImportRefusedError when it is not there, stands there twice, is too large or was damaged.
        """
        found = [member for member in self.members if member.filename == name]
        if len(found) != 1:
            raise ImportRefusedError(f"{name}: found {len(found)} members of this name, expected one")
        (member,) = found
        if member.file_size > MAX_MEMBER_BYTES:
            raise ImportRefusedError(f"{name}: found {member.file_size:,} bytes, expected at most {MAX_MEMBER_BYTES:,}")
        unpacked = self._unzstd(member) if member.compress_type == _ZSTANDARD else self._unzipped(member)
        if len(unpacked) != member.file_size or zlib.crc32(unpacked) != member.CRC:
            raise ImportRefusedError(
                f"{name}: not the {member.file_size:,} bytes that the directory of the zip file says"
            )
        return unpacked

    def _unzipped(self, member: zipfile.ZipInfo) -> bytes:
        try:
            with self._opened.open(member) as stream:
                return stream.read(MAX_MEMBER_BYTES + 1)
        except _BROKEN as error:
            raise ImportRefusedError(f"{member.filename}: cannot be unpacked ({plain(str(error))})") from error

    def _unzstd(self, member: zipfile.ZipInfo) -> bytes:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd

        try:
            unpacked = zstd.ZstdDecompressor().decompress(self._packed(member), max_length=member.file_size + 1)
        except zstd.ZstdError as error:
            raise ImportRefusedError(f"{member.filename}: cannot be unpacked ({plain(str(error))})") from error
        return bytes(unpacked)

    def _packed(self, member: zipfile.ZipInfo) -> bytes:
        """Return the bytes of a member as they lie in the file, behind its local header."""
        header = self.raw[member.header_offset : member.header_offset + _LOCAL_HEADER]
        if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04") or member.flag_bits & 1:
            raise ImportRefusedError(f"{member.filename}: not where the directory of the zip file says, or encrypted")
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        start = member.header_offset + _LOCAL_HEADER + name_length + extra_length
        return self.raw[start : start + member.compress_size]
