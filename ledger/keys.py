"""Keys of this machine: OpenSSH Ed25519 private key files in one folder.

The files are those of `ssh-keygen`, so an existing key signs here and the same key works for git. A key is kept under a label:

    evals.example.org             signs as that publisher
    evals.example.org~2           a later key of it
    evals.example.org~recovery    its recovery key
    example.org/rankings          the key of that log (its name is the origin)

The name that signatures carry is the label up to the tilde. On disk a label is percent-encoded.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from ledger import sshsig
from ledger.errors import FormatError, KeyFileError
from ledger.note import Signer, VerifierKey, check_name

MAX_KEY_BYTES = 64 << 10
_PUBLIC = ".pub"
_PUBLIC_ONLY_OWNER = 0o077

AskPassphrase = Callable[[], bytes]


def passphrase_from(environ: Mapping[str, str]) -> bytes | None:
    """Return the passphrase in the file that JINBANG_PASSPHRASE_FILE names, without its last newline; None when unset."""
    name = environ.get("JINBANG_PASSPHRASE_FILE", "")
    if not name:
        return None
    try:
        return Path(name).read_bytes().removesuffix(b"\n")
    except OSError as error:
        raise KeyFileError(f"{name}: passphrase file: {error.strerror}") from error


def create(path: Path, passphrase: bytes | None) -> bytes:
    """Make a key file that is not there yet and return its 32-byte seed; readable by its owner only, durable."""
    seed = os.urandom(32)
    _write(path, _serialize(seed, passphrase))
    return seed


def load(path: Path, ask: AskPassphrase | None = None) -> bytes:
    """Return the 32-byte seed of an OpenSSH Ed25519 private key file; `ask` is called when it has a passphrase.

    Raises: KeyFileError when others may read it, or it is of another kind, or the passphrase is wrong.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            raw = file.read(MAX_KEY_BYTES + 1)
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror}") from error
    if not stat.S_ISREG(mode) or len(raw) > MAX_KEY_BYTES:
        raise KeyFileError(f"{path}: not a key file")
    if mode & _PUBLIC_ONLY_OWNER:
        raise KeyFileError(f"{path}: others may read this key (mode {mode & 0o777:04o})", f"chmod 600 '{path}'")
    return _deserialize(path, raw, ask)


def _serialize(seed: bytes, passphrase: bytes | None) -> bytes:
    from cryptography.hazmat.primitives import serialization as form  # deferred: 50 ms, and only signing needs it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    encryption = form.BestAvailableEncryption(passphrase) if passphrase else form.NoEncryption()
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.private_bytes(form.Encoding.PEM, form.PrivateFormat.OpenSSH, encryption)


def _deserialize(path: Path, raw: bytes, ask: AskPassphrase | None) -> bytes:
    from cryptography.exceptions import UnsupportedAlgorithm  # deferred, as above
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        try:
            key = form.load_ssh_private_key(raw, None)
        except (TypeError, ValueError) as error:
            if "encrypted" not in str(error) and "assword" not in str(error):
                raise
            if ask is None:
                raise KeyFileError(f"{path}: has a passphrase, and there is nobody to ask for it") from error
            key = form.load_ssh_private_key(raw, ask())
    except UnsupportedAlgorithm as error:
        raise KeyFileError(f"{path}: a kind of key that is not supported; needed Ed25519") from error
    except (TypeError, ValueError) as error:
        raise KeyFileError(f"{path}: wrong passphrase, or not an OpenSSH private key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{path}: not an Ed25519 key")
    return key.private_bytes(form.Encoding.Raw, form.PrivateFormat.Raw, form.NoEncryption())


def _write(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a new file, durably; never over another."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror}") from error
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys in one folder, by label."""

    folder: Path

    def names(self) -> list[str]:
        """Return the labels, sorted so that a later key follows an earlier one."""
        if not self.folder.is_dir():
            return []
        found = [unquote(path.name.removesuffix(_PUBLIC)) for path in self.folder.glob(f"*{_PUBLIC}")]
        return sorted(found, key=_order)

    def path(self, label: str) -> Path:
        """Return where a private key is, or would be."""
        check_name(label)
        return self.folder / quote(label, safe="~")

    def new(self, label: str, passphrase: bytes | None) -> VerifierKey:
        """Make a key; raises KeyFileError when there is one of that label."""
        seed = create(self.path(label), passphrase)
        return self._publish(label, seed)

    def import_file(self, source: Path, label: str, ask: AskPassphrase | None) -> VerifierKey:
        """Take in a key file as it is, passphrase and all."""
        target = self.path(label)
        seed = load(source, ask)
        _write(target, source.read_bytes())
        return self._publish(label, seed)

    def remove(self, label: str) -> None:
        """Delete a key that was made in vain."""
        self.path(label).unlink(missing_ok=True)
        self._public(label).unlink(missing_ok=True)

    def verifier(self, label: str) -> VerifierKey:
        """Return the public half, without asking for a passphrase."""
        try:
            line = self._public(label).read_text(encoding="utf-8")
            return VerifierKey.of(label.partition("~")[0], sshsig.parse_openssh_line(line))
        except (OSError, UnicodeDecodeError) as error:
            raise KeyFileError(f"key {label}: not on this machine", "`jinbang key list` shows the keys.") from error
        except FormatError as error:
            raise KeyFileError(f"{self._public(label)}: {error}") from error

    def signer(self, label: str, ask: AskPassphrase | None = None) -> Signer:
        """Return the private half; it must be the one that the public file says."""
        public = self.verifier(label)
        signer = Signer.from_seed(public.name, load(self.path(label), ask))
        if signer.key != public:
            raise KeyFileError(f"{self._public(label)}: not the public half of {self.path(label)}")
        return signer

    def _public(self, label: str) -> Path:
        return Path(f"{self.path(label)}{_PUBLIC}")

    def _publish(self, label: str, seed: bytes) -> VerifierKey:
        key = Signer.from_seed(label.partition("~")[0], seed).key
        _write(self._public(label), f"{sshsig.openssh_line(key.public_key, label)}\n".encode(), 0o644)
        return key


def _order(label: str) -> tuple[str, int, str]:
    name, _, word = label.partition("~")
    return (name, int(word) if word.isascii() and word.isdigit() else 0, word)
