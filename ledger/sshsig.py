"""SSH signatures, as git wants them on commits, with PyNaCl. Source: OpenSSH PROTOCOL.sshsig; git's gpgsig header.

    blob:    "SSHSIG" || u32 1 || str(key) || str(namespace) || str("") || str("sha512") || str(signature)
    signed:  "SSHSIG" || str(namespace) || str("") || str("sha512") || str(SHA-512(message))

The blob is armored in base64 of 70 columns. A commit is signed without its `gpgsig` header, which then stands last in its
head, later lines indented by a space; in any other place it would give the same commit a second name.
"""

from __future__ import annotations

import hashlib
import struct
from typing import NamedTuple

from ledger import text as strict
from ledger.errors import FormatError, SignatureError
from ledger.note import Signer, verify_raw

_MAGIC = b"SSHSIG"
_HASH = b"sha512"
_TYPE = b"ssh-ed25519"
_BEGIN = "-----BEGIN SSH SIGNATURE-----"
_END = "-----END SSH SIGNATURE-----"
_COLUMNS = 70
_KEY_BYTES = 32
_SIGNATURE_BYTES = 64
_HEADER = b"gpgsig "
MAX_ARMOR_CHARACTERS = 4096
"""Of an armored signature; one by Ed25519 for `git` has 294."""


class SplitCommit(NamedTuple):
    """A commit object as what was signed and what signs it."""

    payload: bytes
    armored: str | None
    """None when the commit is not signed."""


def openssh_line(public_key: bytes, comment: str = "") -> str:
    """Return a public key as OpenSSH writes it, without a newline.

    Raises: FormatError when the comment would not stay on its line.
    """
    if not comment.isprintable():
        raise FormatError("key comment", f"not one printable line: {strict.shown(comment)}")
    return f"ssh-ed25519 {strict.to_base64(_key_blob(public_key))} {comment}".rstrip()


def parse_openssh_line(line: str) -> bytes:
    """Return the 32 bytes of an Ed25519 public key in OpenSSH's form; raises FormatError."""
    words = line.strip().split(" ")
    if len(words) < 2 or words[0] != _TYPE.decode():  # noqa: PLR2004 - type and key
        raise FormatError("public key", f"needed ssh-ed25519 KEY, found {strict.shown(line.strip())}")
    blob = strict.from_base64(words[1], what="public key")
    public_key = blob[-_KEY_BYTES:]
    if blob != _key_blob(public_key):
        raise FormatError("public key", "not an Ed25519 key")
    return public_key


def sign(message: bytes, signer: Signer, namespace: str = "git") -> str:
    """Return the armored signature, with a final newline, byte for byte as `ssh-keygen -Y sign` makes it."""
    signature = signer.sign_raw(_signed(message, namespace))
    return _armor(_blob(signer.key.public_key, namespace, signature))


def verify(message: bytes, armored: str, public_key: bytes, namespace: str = "git") -> None:
    """Check an armored signature by one key.

    Raises: FormatError when it is not spelled as we would spell it; SignatureError when it does not verify.
    """
    if len(armored) > MAX_ARMOR_CHARACTERS:
        raise FormatError("ssh signature", f"{len(armored):,} characters, at most {MAX_ARMOR_CHARACTERS:,}")
    lines = armored.split("\n")
    if len(lines) < 4 or lines[0] != _BEGIN or lines[-2:] != [_END, ""]:  # noqa: PLR2004 - begin, body, end, newline
        raise FormatError("ssh signature", "not between its BEGIN and END lines")
    raw = strict.from_base64("".join(lines[1:-2]), what="ssh signature")
    if armored != _armor(raw):
        raise FormatError("ssh signature", f"not in lines of {_COLUMNS} columns")
    signature = raw[-_SIGNATURE_BYTES:]
    if raw != _blob(public_key, namespace, signature):
        raise SignatureError("ssh signature: by another key, or for another purpose")
    try:
        verify_raw(signature, public_key, _signed(message, namespace))
    except SignatureError as error:
        raise SignatureError("ssh signature: does not verify") from error


def sign_commit(payload: bytes, signer: Signer) -> bytes:
    """Return a commit object with its signature, as `git commit -S` makes it.

    Raises: FormatError when the payload is no commit object, or is signed already.
    """
    if split_commit(payload).armored is not None:
        raise FormatError("commit", "signed already")
    return _join(payload, sign(payload, signer))


def split_commit(raw: bytes) -> SplitCommit:
    """Return a commit object's signed bytes and its signature, which is not verified.

    Raises: FormatError when there are two signatures, or it stands elsewhere than `sign_commit` puts it.
    """
    head, separator, message = raw.partition(b"\n\n")
    if not separator:
        raise FormatError("commit", "no empty line between head and message")
    rest, found, armor = head.partition(b"\n" + _HEADER)
    if not found:
        return SplitCommit(raw, None)
    armored = strict.utf8(armor.replace(b"\n ", b"\n") + b"\n", what="ssh signature")
    split = SplitCommit(rest + separator + message, armored)
    if _join(split.payload, armored) != raw:
        raise FormatError("commit", "its signature is not one header at the end of the head")
    return split


def _join(payload: bytes, armored: str) -> bytes:
    head, separator, message = payload.partition(b"\n\n")
    return head + b"\n" + _HEADER + armored.removesuffix("\n").replace("\n", "\n ").encode() + separator + message


def _string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _key_blob(public_key: bytes) -> bytes:
    return _string(_TYPE) + _string(public_key)


def _signed(message: bytes, namespace: str) -> bytes:
    assert namespace, "a signature for every purpose would be one for none"
    digest = hashlib.sha512(message).digest()
    return _MAGIC + _string(namespace.encode()) + _string(b"") + _string(_HASH) + _string(digest)


def _blob(public_key: bytes, namespace: str, signature: bytes) -> bytes:
    head = _MAGIC + struct.pack(">I", 1) + _string(_key_blob(public_key)) + _string(namespace.encode())
    return head + _string(b"") + _string(_HASH) + _string(_string(_TYPE) + _string(signature))


def _armor(raw: bytes) -> str:
    encoded = strict.to_base64(raw)
    body = [encoded[at : at + _COLUMNS] for at in range(0, len(encoded), _COLUMNS)]
    return "\n".join([_BEGIN, *body, _END, ""])
