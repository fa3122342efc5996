"""Signed notes: readable text, an empty line, then one signature a line. Source: C2SP signed-note v1.0.0.

    This is an example message.
                                                                       <- empty line
    — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

The signed bytes are the text with its final newline. A key is named by (name, 4-byte key id), where the id is
SHA-256(name || 0x0A || algorithm || public key)[:4]; its text form, the vkey, is `name+id in hex+base64(algorithm || public key)`.

Stricter than the specification where it leaves room: base64 must be canonical, and a (name, key id) may sign once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Any

from msgspec import Struct
from nacl._sodium import ffi, lib
from nacl.bindings import crypto_sign, crypto_sign_BYTES, crypto_sign_PUBLICKEYBYTES, crypto_sign_seed_keypair

from ledger import text as strict
from ledger.errors import FormatError, SignatureError

MAX_NOTE_BYTES = 1 << 20
"""Any note at all; a post-quantum line alone is 3.3 kB."""
MAX_SIGNATURES = 100
_KEY_ID_BYTES = 4
DASH = "— "
_WHAT = "note"


class Algorithm(IntEnum):
    """First byte of a key in a vkey. Source: C2SP signed-note, tlog-cosignature."""

    ED25519 = 0x01
    COSIGNATURE_ED25519 = 0x04
    COSIGNATURE_ML_DSA_44 = 0x06


_PUBLIC_KEY_BYTES = {Algorithm.ED25519: 32, Algorithm.COSIGNATURE_ED25519: 32, Algorithm.COSIGNATURE_ML_DSA_44: 1312}


@lru_cache(maxsize=4096)
def check_name(name: str, *, what: str = "key name") -> str:
    """Return `name` if a note may use it: not empty, no Unicode space, no plus, no control character."""
    if not name or "+" in name or any(letter.isspace() or not letter.isprintable() for letter in name):
        raise FormatError(what, f"empty, or holds a space, a plus or an unprintable character: {strict.shown(name)}")
    return name


class VerifierKey(Struct, frozen=True):
    """A public key with its name, as a vkey spells it."""

    name: str
    algorithm: Algorithm
    public_key: bytes
    """32 bytes for Ed25519, 1,312 for ML-DSA-44."""
    key_id: bytes
    """4 bytes, derived from the three above; a hint that collides harmlessly."""

    @classmethod
    def of(cls, name: str, public_key: bytes, algorithm: Algorithm = Algorithm.ED25519) -> VerifierKey:
        """Return the key with its id computed."""
        check_name(name)
        if len(public_key) != _PUBLIC_KEY_BYTES[algorithm]:
            raise FormatError("public key", f"{len(public_key)} bytes, needed {_PUBLIC_KEY_BYTES[algorithm]}")
        hashed = hashlib.sha256(name.encode() + b"\n" + bytes([algorithm]) + public_key)
        return cls(name, algorithm, public_key, hashed.digest()[:_KEY_ID_BYTES])

    @classmethod
    def parse(cls, vkey: str) -> VerifierKey:
        """Read a vkey; its key id must be the one that follows from name and key."""
        # Base64 may hold a plus, so only the first two separate.
        parts = vkey.split("+", 2)
        if len(parts) != 3:  # noqa: PLR2004 - the three parts of a vkey
            raise FormatError("vkey", f"not NAME+ID+KEY: {strict.shown(vkey)}")
        name, key_id_text, key_text = parts
        key_id = strict.from_hex(key_id_text, what="vkey id", length=_KEY_ID_BYTES)
        raw = strict.from_base64(key_text, what="vkey key")
        if not raw or raw[0] not in tuple(Algorithm):
            raise FormatError("vkey", f"unknown algorithm {raw[:1].hex() or 'none'}")
        key = cls.of(name, raw[1:], Algorithm(raw[0]))
        if key.key_id != key_id:
            raise FormatError("vkey id", f"{key_id_text}, but name and key give {key.key_id.hex()}")
        return key

    def format(self) -> str:
        """Return the vkey."""
        return f"{self.name}+{self.key_id.hex()}+{strict.to_base64(bytes([self.algorithm]) + self.public_key)}"

    @property
    def pair(self) -> tuple[str, bytes]:
        """What a signature line names: (name, key id)."""
        return (self.name, self.key_id)


class Signer(Struct, frozen=True):
    """An Ed25519 private key with its name. No `repr` of it shows the seed."""

    key: VerifierKey
    _secret: bytes

    @classmethod
    def from_seed(cls, name: str, seed: bytes) -> Signer:
        """Return the signer of a 32-byte RFC 8032 seed."""
        public, secret = crypto_sign_seed_keypair(seed)
        return cls(VerifierKey.of(name, public), secret)

    def __repr__(self) -> str:
        return f"Signer({self.key.format()!r})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("key", self.key)]

    @property
    def name(self) -> str:
        """Name that its signature lines carry."""
        return self.key.name

    def sign_raw(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of `message`."""
        return bytes(crypto_sign(message, self._secret)[:crypto_sign_BYTES])

    def sign(self, text: bytes) -> SignatureLine:
        """Return the signature line over a note's text."""
        return SignatureLine(self.key.name, self.key.key_id, self.sign_raw(text))


class SignatureLine(Struct, frozen=True, order=True):
    """One `— NAME BASE64` line. Sorts by name, then key id."""

    name: str
    key_id: bytes
    """4 bytes."""
    signature: bytes
    """What follows the key id; its form depends on the algorithm."""

    @classmethod
    def parse(cls, line: str) -> SignatureLine:
        """Read one line without its newline."""
        if not line.startswith(DASH):
            raise FormatError("signature line", f"does not begin with an em dash and a space: {strict.shown(line)}")
        name, space, encoded = line[len(DASH) :].partition(" ")
        if not space:
            raise FormatError("signature line", f"not NAME BASE64: {strict.shown(line)}")
        check_name(name, what="signature line name")
        raw = strict.from_base64(encoded, what="signature line")
        if len(raw) <= _KEY_ID_BYTES:
            raise FormatError("signature line", f"{len(raw)} bytes, needed a key id and a signature")
        return cls(name, raw[:_KEY_ID_BYTES], raw[_KEY_ID_BYTES:])

    def format(self) -> str:
        """Return the line without a newline."""
        return f"{DASH}{self.name} {strict.to_base64(self.key_id + self.signature)}"

    @property
    def pair(self) -> tuple[str, bytes]:
        """(name, key id)."""
        return (self.name, self.key_id)


class Note(Struct, frozen=True):
    """Text and the lines under it; nothing is verified yet."""

    text: bytes
    """The signed bytes: UTF-8, ends in a newline."""
    signatures: tuple[SignatureLine, ...]
    """One or more, in the order of the file."""


def parse(raw: bytes) -> Note:
    """Split a note into text and signature lines; verifies no signature.

    Raises: FormatError.
    """
    strict.within(raw, MAX_NOTE_BYTES, what=_WHAT)
    strict.utf8(raw, what=_WHAT)
    # The text may hold empty lines: the last one separates.
    at = raw.rfind(b"\n\n")
    if at < 0:
        raise FormatError(_WHAT, "no empty line between text and signatures")
    if not raw.endswith(b"\n"):
        raise FormatError(_WHAT, "does not end in a newline")
    lines = raw[at + 2 : -1].decode().split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise FormatError(_WHAT, f"{len(lines)} signature lines, at most {MAX_SIGNATURES}")
    if lines == [""]:
        raise FormatError(_WHAT, "no signature line")
    signatures = tuple(SignatureLine.parse(line) for line in lines)
    if len(signatures) > 1 and len({line.pair for line in signatures}) != len(signatures):
        raise FormatError(_WHAT, "two signature lines by one key")
    return Note(raw[: at + 1], signatures)


def format(note: Note) -> bytes:
    """Return the bytes of a note."""
    if not note.text.endswith(b"\n") or not note.signatures:
        raise FormatError(_WHAT, "text must end in a newline and have a signature")
    lines = "".join(line.format() + "\n" for line in note.signatures)
    return note.text + b"\n" + lines.encode()


def sign(text: bytes, signers: Iterable[Signer]) -> Note:
    """Return `text` signed by each signer, lines sorted by name and key id."""
    strict.utf8(text, what=_WHAT)
    return Note(text, tuple(sorted({signer.sign(text) for signer in signers})))


def merge(notes: Sequence[Note]) -> Note:
    """Return one note with the signatures of all, which must sign the same text."""
    if len({note.text for note in notes}) != 1:
        raise FormatError(_WHAT, "signatures over different texts cannot stand under one")
    lines = {line.pair: line for note in notes for line in note.signatures}
    return Note(notes[0].text, tuple(sorted(lines.values())))


def verify_raw(signature: bytes, public_key: bytes, message: bytes) -> None:
    """Check a 64-byte Ed25519 signature; raises SignatureError."""
    # Without this a longer one, ending in the start of a signed message, would pass for a signature of the message's rest.
    if len(signature) != crypto_sign_BYTES:
        raise SignatureError(f"signature: {len(signature)} bytes, needed {crypto_sign_BYTES}")
    if len(public_key) != crypto_sign_PUBLICKEYBYTES:
        raise SignatureError(f"public key: {len(public_key)} bytes, needed {crypto_sign_PUBLICKEYBYTES}")
    # As `nacl.bindings.crypto_sign_open`, without the copy of the message that it returns: libsodium writes none to NULL.
    signed = signature + message
    if lib.crypto_sign_open(ffi.NULL, ffi.NULL, signed, len(signed), public_key) != 0:
        raise SignatureError("signature: does not verify")


def verify_line(line: SignatureLine, key: VerifierKey, text: bytes) -> None:
    """Check one line by one Ed25519 key over the text.

    Raises: SignatureError. Source: signed-note, algorithm 0x01.
    """
    try:
        verify_raw(line.signature, key.public_key, text)
    except SignatureError as error:
        raise SignatureError(f"signature of {line.name} ({line.key_id.hex()}): does not verify") from error


def open(note: Note, keys: Mapping[tuple[str, bytes], VerifierKey]) -> tuple[VerifierKey, ...]:
    """Return the known Ed25519 keys that signed, in the order of the lines. Unknown (name, key id) pairs are ignored.

    Raises: SignatureError when a known key's line fails, or when no line is by a known key.
    """
    verified = []
    for line in note.signatures:
        key = keys.get(line.pair)
        if key is not None and key.algorithm is Algorithm.ED25519:
            verify_line(line, key, note.text)
            verified.append(key)
    if not verified:
        names = ", ".join(f"{line.name} ({line.key_id.hex()})" for line in note.signatures[:3])
        raise SignatureError(f"signed by no known key: {names}")
    return tuple(verified)


def by_pair(keys: Iterable[VerifierKey]) -> dict[tuple[str, bytes], VerifierKey]:
    """Return keys by what a signature line names."""
    return {key.pair: key for key in keys}
