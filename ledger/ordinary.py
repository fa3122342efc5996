"""The ordinary entry, checked in few steps: a statement by one publisher, with one signature line.

It only ever says that an entry stands. Of any other it says nothing: `entry.parse` and `Publishers.check` decide, and give the
reason. Whatever stands here stands there: who changes a rule there changes it here, and a property test compares them.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from functools import lru_cache

import msgspec

from ledger import note, statement
from ledger.entry import MAX_ENTRY_BYTES
from ledger.errors import LedgerError
from ledger.publishers import Publishers, is_key_event

_KEY_ID_BYTES = 4
_SIGNED_BYTES = 68
"""Key id and Ed25519 signature."""
_ENCODED_BYTES = 92
"""The same in base64."""


def stands(index: int, raw: bytes, text: bytes, publishers: Publishers) -> bool:
    """Say that an entry is of good form and signed under the keys valid at its index; False says nothing.

    `text` is what stands above its last empty line, as `entry.text_of` cuts it off.
    """
    if not text or len(raw) > MAX_ENTRY_BYTES or not raw.endswith(b"\n") or is_key_event(raw):
        return False
    start, encoded = raw[len(text) + 1 : -1 - _ENCODED_BYTES], raw[-1 - _ENCODED_BYTES : -1]
    try:
        signed = a2b_base64(encoded)
        if len(signed) != _SIGNED_BYTES or b2a_base64(signed, newline=False) != encoded:
            return False
        # Characters are checked with it: the one spelling holds none below a space but newlines, and is UTF-8.
        name = statement.speaker(text)
        if name is None or name != _signer(start):
            return False
        key = publishers.key_at(name, signed[:_KEY_ID_BYTES], index)
        note.verify_raw(signed[_KEY_ID_BYTES:], key.public_key, text)
    except (LedgerError, msgspec.MsgspecError, ValueError, RecursionError):
        return False
    return True


@lru_cache(maxsize=1024)
def _signer(start: bytes) -> str | None:
    """Return the name in a signature line that was cut off before its base64; None when it is no such line.

    Raises: FormatError, UnicodeDecodeError.
    """
    line = start.decode()
    name = line.removeprefix(note.DASH).removesuffix(" ")
    return note.check_name(name) if line == f"{note.DASH}{name} " else None
