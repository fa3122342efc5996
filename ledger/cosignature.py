r"""Cosignatures: a witness says that it saw a checkpoint, consistent with all it saw before. Source: C2SP tlog-cosignature v1.0.1.

Algorithm 0x04: 8 bytes of POSIX seconds, then Ed25519 over `cosignature/v1\\ntime <seconds>\\n` and the checkpoint's text.
Algorithm 0x06 (ML-DSA-44) is recognised and not verified: PyNaCl has no such signature, so it never counts.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime

from ledger.errors import FormatError, SignatureError
from ledger.note import Algorithm, SignatureLine, Signer, VerifierKey, verify_raw

_TIME_BYTES = 8
_LENGTH = _TIME_BYTES + 64
_MAX_SECONDS = 253_402_300_799
"""End of the year 9999."""


def key_of(signer: Signer) -> VerifierKey:
    """Return the key under which a signer cosigns. A key that cosigns must do nothing else."""
    return VerifierKey.of(signer.name, signer.key.public_key, Algorithm.COSIGNATURE_ED25519)


def sign(text: bytes, signer: Signer, at: int) -> SignatureLine:
    """Return the line that cosigns a checkpoint's text.

    Units: `at` is POSIX seconds, from 0 to the end of the year 9999; ValueError otherwise.
    """
    if not 0 <= at <= _MAX_SECONDS:
        raise ValueError(f"cosigned at {at} s: not from 1970 to 9999")
    signature = signer.sign_raw(_message(text, at))
    return SignatureLine(signer.name, key_of(signer).key_id, struct.pack(">Q", at) + signature)


def verify(line: SignatureLine, key: VerifierKey, text: bytes) -> datetime:
    """Return when the witness saw the checkpoint (aware UTC).

    Raises: FormatError when the line is no cosignature of a kind that is verified here; SignatureError when it is false.
    """
    if key.algorithm is not Algorithm.COSIGNATURE_ED25519 or line.pair != key.pair:
        raise FormatError("cosignature", f"not one of {key.name} in Ed25519")
    if len(line.signature) != _LENGTH:
        raise FormatError("cosignature", f"{len(line.signature)} bytes, needed {_LENGTH}")
    (at,) = struct.unpack(">Q", line.signature[:_TIME_BYTES])
    if at > _MAX_SECONDS:
        raise FormatError("cosignature", f"time {at} is beyond the year 9999")
    try:
        verify_raw(line.signature[_TIME_BYTES:], key.public_key, _message(text, at))
    except SignatureError as error:
        raise SignatureError(f"cosignature of {line.name} ({line.key_id.hex()}): does not verify") from error
    return datetime.fromtimestamp(at, UTC)


def _message(text: bytes, at: int) -> bytes:
    return b"cosignature/v1\ntime %d\n" % at + text
