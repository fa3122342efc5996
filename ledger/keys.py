"""Keys of this machine: OpenSSH Ed25519 private key files in one folder.

The files are those of `ssh-keygen`, so an existing key signs here and the same key works for git. A key is kept under a label,
which is the name that its signatures carry, or that name with a tilde and what sets the key apart:

    evals.example.org             signs as that publisher
    evals.example.org~2           a later key of it
    evals.example.org~recovery    its recovery key
    example.org/rankings          the key of that log (its name is the origin)

On disk a label is percent-encoded; beside each private key lies its public half, as `.pub`.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from ledger import durable, sshsig
from ledger.errors import FormatError, KeyFileError
from ledger.note import Signer, VerifierKey, check_name

MAX_KEY_BYTES = 64 << 10
MAX_PASSPHRASE_BYTES = 1024
_PUBLIC = ".pub"
_GROUP_AND_OTHERS = 0o077
# No other words: the origin `example.org/~user/rankings` is a name, not the label of a second key.
_LABEL = re.compile(r"(?P<name>.+?)(?:~(?:(?P<number>[1-9][0-9]{0,8})|recovery))?", re.DOTALL)
# A leading point would hide the file or leave the folder; a `.pub` in the name would pass for another key's public half.
_POINTS = re.compile(r"^\.|\.(?=pub$)")

AskPassphrase = Callable[[], bytes]


def passphrase_from(environ: Mapping[str, str]) -> bytes | None:
    """Return the passphrase in the file that JINBANG_PASSPHRASE_FILE names, without its last newline; None when unset."""
    name = environ.get("JINBANG_PASSPHRASE_FILE", "")
    if not name:
        return None
    passphrase = _read(Path(name), MAX_PASSPHRASE_BYTES).content.removesuffix(b"\n")
    if not passphrase:
        # An empty passphrase would leave a new key open to everyone who reads its file.
        raise KeyFileError(f"{name}: passphrase file: empty")
    return passphrase


def name_of(label: str) -> str:
    """Return the name that signatures by the key of this label carry; raises FormatError when it is no label."""
    check_name(label, what="key label")
    matched = _LABEL.fullmatch(label)
    assert matched is not None, "the pattern takes every text that is not empty"
    return matched["name"]


def create(path: Path, passphrase: bytes | None) -> bytes:
    """Make a key file that is not there yet and return its 32-byte seed; readable by its owner only, durable."""
    seed = os.urandom(32)
    _write(path, _serialize(path, seed, passphrase))
    return seed


def load(path: Path, ask: AskPassphrase | None = None) -> bytes:
    """Return the 32-byte seed of an OpenSSH Ed25519 private key file; `ask` is called when it has a passphrase.

    Raises: KeyFileError when others may read it, or it is of another kind, or the passphrase is wrong.
    """
    return _seed(path, _read_private(path), ask)


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    mode: int


def _read(path: Path, limit: int) -> _File:
    """Return a regular file of at most `limit` bytes; its mode is that of the bytes that were read."""
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(limit + 1) if stat.S_ISREG(mode) else b""
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror}") from error
    if not stat.S_ISREG(mode):
        raise KeyFileError(f"{path}: not a file")
    if len(content) > limit:
        raise KeyFileError(f"{path}: more than {limit:,} bytes")
    return _File(content, stat.S_IMODE(mode))


def _open_at_once(path: str, flags: int) -> int:
    """Open a file; opening a pipe would otherwise wait for its other end."""
    return os.open(path, flags | os.O_NONBLOCK)


def _read_private(path: Path) -> bytes:
    file = _read(path, MAX_KEY_BYTES)
    if file.mode & _GROUP_AND_OTHERS:
        raise KeyFileError(f"{path}: others may read this key (mode {file.mode:04o})", f"chmod 600 '{path}'")
    return file.content


def _write(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a new file, durably; never over another."""
    try:
        durable.write_new(path, content, mode=mode)
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror}") from error


def _serialize(path: Path, seed: bytes, passphrase: bytes | None) -> bytes:
    from cryptography.hazmat.primitives import serialization as form  # deferred: 50 ms, and only signing needs it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(seed)
    try:
        encryption = form.NoEncryption() if passphrase is None else form.BestAvailableEncryption(passphrase)
        return key.private_bytes(form.Encoding.PEM, form.PrivateFormat.OpenSSH, encryption)
    except ValueError as error:
        raise KeyFileError(f"{path}: passphrase cannot be used: {error}") from error


def _seed(path: Path, raw: bytes, ask: AskPassphrase | None) -> bytes:
    """Return the seed in a key file's bytes; asks when they are encrypted."""
    try:
        return _decode(path, raw, None)
    except TypeError as error:  # what the library raises when it needs a passphrase
        if ask is None:
            raise KeyFileError(f"{path}: has a passphrase, and there is nobody to ask for it") from error
    try:
        return _decode(path, raw, ask())
    except TypeError as error:  # an empty one
        raise KeyFileError(f"{path}: wrong passphrase") from error


def _decode(path: Path, raw: bytes, passphrase: bytes | None) -> bytes:
    from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm  # deferred, as above
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        key = form.load_ssh_private_key(raw, passphrase)
    except (UnsupportedAlgorithm, NotImplementedError) as error:
        cure = f"For a key in another cipher: ssh-keygen -p -Z aes256-ctr -f '{path}'"
        raise KeyFileError(f"{path}: a kind of key or cipher that is not supported; needed Ed25519", cure) from error
    except (ValueError, InvalidTag) as error:
        why = "not an OpenSSH private key" if passphrase is None else "wrong passphrase"
        raise KeyFileError(f"{path}: {why}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{path}: not an Ed25519 key")
    return key.private_bytes(form.Encoding.Raw, form.PrivateFormat.Raw, form.NoEncryption())


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys in one folder, by label."""

    folder: Path

    def names(self) -> list[str]:
        """Return the labels, sorted so that a later key follows an earlier one."""
        found = {path.name: unquote(path.name.removesuffix(_PUBLIC)) for path in self.folder.glob(f"*{_PUBLIC}")}
        return sorted((label for file, label in found.items() if file == _file_name(label) + _PUBLIC), key=_order)

    def path(self, label: str) -> Path:
        """Return where a private key is, or would be; raises FormatError when it is no label."""
        check_name(name_of(label))
        return self.folder / _file_name(label)

    def new(self, label: str, passphrase: bytes | None) -> VerifierKey:
        """Make a key; raises KeyFileError when there is one of that label."""
        return self._publish(label, create(self.path(label), passphrase))

    def import_file(self, source: Path, label: str, ask: AskPassphrase | None) -> VerifierKey:
        """Take in a key file as it is, passphrase and all."""
        raw = _read_private(source)
        seed = _seed(source, raw, ask)
        _write(self.path(label), raw)
        return self._publish(label, seed)

    def remove(self, label: str) -> None:
        """Delete a key that was made in vain."""
        self.path(label).unlink(missing_ok=True)
        self._public(label).unlink(missing_ok=True)

    def verifier(self, label: str) -> VerifierKey:
        """Return the public half, without asking for a passphrase."""
        path = self._public(label)
        if not path.exists():
            raise KeyFileError(f"key {label}: not on this machine", "`jinbang key list` shows the keys.")
        try:
            line = _read(path, MAX_KEY_BYTES).content.decode()
            return VerifierKey.of(name_of(label), sshsig.parse_openssh_line(line))
        except (FormatError, UnicodeDecodeError) as error:
            raise KeyFileError(f"{path}: {error}") from error

    def signer(self, label: str, ask: AskPassphrase | None = None) -> Signer:
        """Return the private half; it must be the one that the public file says."""
        public = self.verifier(label)
        signer = Signer.from_seed(public.name, load(self.path(label), ask))
        if signer.key != public:
            raise KeyFileError(f"{self._public(label)}: not the public half of {self.path(label)}")
        return signer

    def _public(self, label: str) -> Path:
        return self.path(label).with_name(_file_name(label) + _PUBLIC)

    def _publish(self, label: str, seed: bytes) -> VerifierKey:
        """Write the public half of a private key that was just written; both are there in the end, or neither."""
        key = Signer.from_seed(name_of(label), seed).key
        try:
            _write(self._public(label), f"{sshsig.openssh_line(key.public_key, label)}\n".encode(), 0o644)
        except KeyFileError:
            self.path(label).unlink()
            raise
        return key


def _file_name(label: str) -> str:
    return _POINTS.sub("%2E", quote(label, safe="~"))


def _order(label: str) -> tuple[str, int, str]:
    matched = _LABEL.fullmatch(label)
    return (matched["name"], int(matched["number"] or 0), label) if matched else (label, 0, label)
