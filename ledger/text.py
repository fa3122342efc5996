"""Strict decimal, base64 and line reading, used by every parser of a log format.

One value has one spelling: what these accept formats back to the same bytes. Python's own readers are generous
(`int("1_0")`, `int("٣")`, and two base64 spellings of the same bytes), so they are used only here.
"""

from __future__ import annotations

import base64
import binascii
import re

from ledger.errors import FormatError

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
_LOWER_HEX = re.compile(r"[0-9a-f]*")
# Deleting every byte that may stand leaves the others; ten times as fast as searching for one.
_NOT_CONTROL = b"\n" + bytes(range(0x20, 0x100))
# Control characters, line separators, and the characters that re-order or hide what stands beside them (UTS 55, UAX 9).
# A text, compiled when first needed: most of what is shown holds none of these.
_UNPRINTABLE = "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
MAX_SHOWN = 40
"""Characters of untrusted input that an error message repeats."""


def shown(value: str) -> str:
    """Return `value` quoted, escaped and cut, fit for a one-line message."""
    return ascii(value if len(value) <= MAX_SHOWN else value[:MAX_SHOWN] + "…")


def plain(value: str) -> str:
    """Return untrusted text fit for a terminal or a commit message: one line, no control, hidden or bidi character."""
    # None of the characters counts as printable; some that do not, such as the wide space of Chinese, stay.
    return value if value.isprintable() else re.sub(_UNPRINTABLE, "\ufffd", value)


def decimal(line: str, *, what: str) -> int:
    """Read a non-negative decimal as the log formats write it: ASCII digits, no sign, no leading zero, below 10^19."""
    if _DECIMAL.fullmatch(line) is None:
        raise FormatError(what, f"not a canonical decimal: {shown(line)}")
    return int(line)


def from_base64(line: str, *, what: str, length: int | None = None) -> bytes:
    """Read standard, padded base64 with no second spelling; `length` in bytes when it is fixed."""
    try:
        raw = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError) as error:
        raise FormatError(what, f"not base64: {shown(line)}") from error
    if base64.b64encode(raw).decode("ascii") != line:
        raise FormatError(what, f"not canonical base64: {shown(line)}")
    if length is not None and len(raw) != length:
        raise FormatError(what, f"{len(raw)} bytes, needed {length}")
    return raw


def to_base64(raw: bytes) -> str:
    """Return standard base64 with padding."""
    return base64.b64encode(raw).decode("ascii")


def from_hex(line: str, *, what: str, length: int) -> bytes:
    """Read exactly `length` bytes of lowercase hexadecimal."""
    if len(line) != 2 * length or _LOWER_HEX.fullmatch(line) is None:
        raise FormatError(what, f"not {2 * length} lowercase hex digits: {shown(line)}")
    return bytes.fromhex(line)


def utf8(raw: bytes, *, what: str) -> str:
    """Decode strictly and refuse every control character below space but the newline (C2SP signed-note)."""
    control = raw.translate(None, _NOT_CONTROL)
    if control:
        raise FormatError(what, f"control character 0x{control[0]:02x} at byte {raw.index(control[0])}")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(what, f"not UTF-8 at byte {error.start}") from error


def within(raw: bytes, limit: int, *, what: str) -> bytes:
    """Return `raw` if it is at most `limit` bytes; checked before any other work."""
    if len(raw) > limit:
        raise FormatError(what, f"{len(raw):,} bytes, at most {limit:,}")
    return raw
