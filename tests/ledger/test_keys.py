"""Key files, as ssh-keygen writes and reads them, and the folder that holds them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import keys, sshsig
from ledger.errors import FormatError, KeyFileError
from ledger.keys import KeyRing
from ledger.note import Signer
from tests import foreign

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = "evals.example.org"
PASSPHRASE = b"correct horse"


def answer(passphrase: bytes) -> Callable[[], bytes]:
    return lambda: passphrase


def ssh_keygen(*argv: str) -> str:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    return subprocess.run(["ssh-keygen", "-q", *argv], capture_output=True, check=True, text=True).stdout


def key_of(path: Path) -> bytes:
    """Return the public key in the `.pub` file beside a private key."""
    return sshsig.parse_openssh_line(path.with_name(path.name + ".pub").read_text(encoding="utf-8"))


def public(seed: bytes) -> bytes:
    return Signer.from_seed(NAME, seed).key.public_key


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "keys")


# Files, against ssh-keygen


def test_the_seed_of_a_vector_is_read(tmp_path: Path) -> None:
    shutil.copyfile(foreign.vectors("sshsig", "key"), tmp_path / "key")
    (tmp_path / "key").chmod(0o600)
    seed = foreign.vectors("sshsig", "seed.hex").read_text(encoding="ascii").strip()

    assert keys.load(tmp_path / "key").hex() == seed


@pytest.mark.parametrize("passphrase", ["", "correct horse 金榜"])
def test_a_key_of_ssh_keygen_is_read(tmp_path: Path, passphrase: str) -> None:
    path = tmp_path / "id"
    ssh_keygen("-t", "ed25519", "-a", "1", "-N", passphrase, "-C", "a comment", "-f", str(path))

    assert public(keys.load(path, answer(passphrase.encode()))) == key_of(path)


@pytest.mark.parametrize("cipher", ["aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes128-ctr"])
def test_a_key_in_a_cipher_that_is_not_ours_is_read_or_refused_with_the_cure(tmp_path: Path, cipher: str) -> None:
    path = tmp_path / "id"
    ssh_keygen("-t", "ed25519", "-a", "1", "-Z", cipher, "-N", "secret", "-f", str(path))

    try:
        seed = keys.load(path, answer(b"secret"))
    except KeyFileError as error:
        assert str(error) == f"{path}: a kind of key or cipher that is not supported; needed Ed25519"
        ssh_keygen("-p", "-a", "1", "-P", "secret", "-N", "secret", "-Z", "aes256-ctr", "-f", str(path))
        assert "ssh-keygen -p -Z aes256-ctr" in error.advice()
        seed = keys.load(path, answer(b"secret"))
    assert public(seed) == key_of(path)
    with pytest.raises(KeyFileError, match="wrong passphrase"):
        keys.load(path, answer(b"wrong"))


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_ssh_keygen_reads_a_key_of_ours(tmp_path: Path, passphrase: bytes | None) -> None:
    path = tmp_path / "key"
    seed = keys.create(path, passphrase)

    line = ssh_keygen("-y", "-P", (passphrase or b"").decode(), "-f", str(path))

    assert sshsig.parse_openssh_line(line) == public(seed)


# Files


def test_a_new_key_is_read_back_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key"

    seed = keys.create(path, None)

    assert len(seed) == 32
    assert keys.load(path) == seed
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_two_new_keys_differ(tmp_path: Path) -> None:
    assert keys.create(tmp_path / "one", None) != keys.create(tmp_path / "two", None)


def test_a_key_with_a_passphrase_asks_for_it(tmp_path: Path) -> None:
    path = tmp_path / "key"

    seed = keys.create(path, PASSPHRASE)

    assert keys.load(path, answer(PASSPHRASE)) == seed
    with pytest.raises(KeyFileError, match="there is nobody to ask"):
        keys.load(path)
    for wrong in (b"wrong", b"", PASSPHRASE + b"\n"):
        with pytest.raises(KeyFileError, match=f"^{path}: wrong passphrase$"):
            keys.load(path, answer(wrong))


def test_a_key_without_passphrase_asks_for_none(tmp_path: Path) -> None:
    keys.create(tmp_path / "key", None)

    keys.load(tmp_path / "key", lambda: pytest.fail("asked"))


def test_an_empty_passphrase_makes_no_key(tmp_path: Path) -> None:
    """It protects nothing; no passphrase is None."""
    with pytest.raises(KeyFileError, match="key: passphrase cannot be used"):
        keys.create(tmp_path / "key", b"")

    assert list(tmp_path.iterdir()) == []


def test_a_key_is_never_written_over_a_file(tmp_path: Path) -> None:
    seed = keys.create(tmp_path / "key", None)

    with pytest.raises(KeyFileError, match="key: File exists"):
        keys.create(tmp_path / "key", None)

    assert keys.load(tmp_path / "key") == seed


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o610, 0o660, 0o644, 0o777])
def test_a_key_that_others_may_read_is_refused_with_the_cure(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a key"
    keys.create(path, None)
    path.chmod(mode)

    with pytest.raises(KeyFileError, match=rf"others may read this key \(mode 0{mode:o}\)") as caught:
        keys.load(path)

    subprocess.run(["sh", "-c", caught.value.advice()], check=True)
    assert len(keys.load(path)) == 32


def test_a_key_is_read_through_a_link(tmp_path: Path) -> None:
    seed = keys.create(tmp_path / "key", None)
    (tmp_path / "link").symlink_to(tmp_path / "key")

    assert keys.load(tmp_path / "link") == seed


@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_a_key_of_another_kind_is_refused(tmp_path: Path, kind: str) -> None:
    ssh_keygen("-t", kind, "-N", "", "-f", str(tmp_path / "key"))

    with pytest.raises(KeyFileError, match="key: not an Ed25519 key$"):
        keys.load(tmp_path / "key")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a key",
        b"ssh-ed25519 AAAA",
        b"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAA\n-----END PRIVATE KEY-----\n",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n-----END OPENSSH PRIVATE KEY-----\n",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\n!\n-----END OPENSSH PRIVATE KEY-----\n",
    ],
)
def test_what_is_no_key_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)

    with pytest.raises(KeyFileError, match=f"^{path}: not an OpenSSH private key$"):
        keys.load(path, lambda: pytest.fail("asked"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_damaged_key_file_is_refused_in_a_sentence_or_gives_a_seed(tmp_path: Path, data: st.DataObject) -> None:
    whole, path = tmp_path / "whole", tmp_path / "damaged"
    if not whole.exists():
        keys.create(whole, None)
    raw = bytearray(whole.read_bytes())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(raw)
    path.chmod(0o600)

    try:
        seed = keys.load(path)
    except KeyFileError as error:
        assert "\n" not in str(error)
    else:
        assert len(seed) == 32


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(bytes(keys.MAX_KEY_BYTES + 1))
    path.chmod(0o600)

    with pytest.raises(KeyFileError, match="key: more than 65,536 bytes"):
        keys.load(path)


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)

    with pytest.raises(KeyFileError, match="pipe: not a file"):
        keys.load(tmp_path / "pipe")
    with pytest.raises(KeyFileError, match="Is a directory"):
        keys.load(tmp_path)
    with pytest.raises(KeyFileError, match="absent: No such file"):
        keys.load(tmp_path / "absent")


# Passphrases


@pytest.mark.parametrize(
    ("content", "passphrase"), [(b"a b", b"a b"), (b"a\n", b"a"), (b"a\n\n", b"a\n"), (b" \n", b" ")]
)
def test_a_passphrase_is_a_files_content_without_one_newline(tmp_path: Path, content: bytes, passphrase: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)

    assert keys.passphrase_from({"JINBANG_PASSPHRASE_FILE": str(tmp_path / "secret")}) == passphrase


@pytest.mark.parametrize("environ", [{}, {"JINBANG_PASSPHRASE_FILE": ""}])
def test_no_passphrase_file_is_no_passphrase(environ: dict[str, str]) -> None:
    assert keys.passphrase_from(environ) is None


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_an_empty_passphrase_file_is_not_taken_for_no_passphrase(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)

    with pytest.raises(KeyFileError, match="secret: passphrase file: empty"):
        keys.passphrase_from({"JINBANG_PASSPHRASE_FILE": str(tmp_path / "secret")})


def test_a_passphrase_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="absent: No such file"):
        keys.passphrase_from({"JINBANG_PASSPHRASE_FILE": str(tmp_path / "absent")})


# Labels


@pytest.mark.parametrize(
    ("label", "name"),
    [
        (NAME, NAME),
        (f"{NAME}~2", NAME),
        (f"{NAME}~10", NAME),
        (f"{NAME}~recovery", NAME),
        ("example.org/rankings", "example.org/rankings"),
        ("example.org/~user/rankings", "example.org/~user/rankings"),
        ("example.org/~user/rankings~2", "example.org/~user/rankings"),
        ("example.org/a~02", "example.org/a~02"),
        ("~recovery", "~recovery"),
    ],
)
def test_a_label_is_a_name_and_what_sets_the_key_apart(label: str, name: str) -> None:
    assert keys.name_of(label) == name


@pytest.mark.parametrize("label", ["", "a b", "a+b", "a\nb", "a\x00b", "\u202ea"])
def test_what_no_note_can_carry_is_no_label(ring: KeyRing, label: str) -> None:
    with pytest.raises(FormatError, match="key label"):
        ring.new(label, None)

    assert not ring.folder.exists()


@pytest.mark.parametrize(
    ("label", "file"),
    [
        ("example.org/rankings", "example.org%2Frankings"),
        ("evals.example.org~recovery", "evals.example.org~recovery"),
        ("..", "%2E."),
        ("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd"),
        ("example.pub", "example%2Epub"),
        ("金榜", "%E9%87%91%E6%A6%9C"),
    ],
)
def test_a_label_is_a_file_in_the_folder_whatever_it_says(ring: KeyRing, label: str, file: str) -> None:
    ring.new(label, None)

    assert sorted(path.name for path in ring.folder.iterdir()) == [file, f"{file}.pub"]
    assert ring.names() == [label]
    assert ring.signer(label).key == ring.verifier(label)


# The ring


def test_a_ring_without_folder_has_no_keys(ring: KeyRing) -> None:
    assert ring.names() == []
    with pytest.raises(KeyFileError, match=f"key {NAME}: not on this machine") as caught:
        ring.verifier(NAME)
    assert "jinbang key list" in caught.value.advice()


def test_a_key_signs_under_its_name_and_is_public_without_its_passphrase(ring: KeyRing) -> None:
    made = ring.new(f"{NAME}~2", PASSPHRASE)

    assert made.name == NAME
    assert ring.verifier(f"{NAME}~2") == made
    assert ring.signer(f"{NAME}~2", answer(PASSPHRASE)).key == made


def test_labels_are_listed_with_later_keys_last(ring: KeyRing) -> None:
    labels = ["a.example", "a.example~recovery", "a.example~2", "a.example~10", "b.example"]
    for label in reversed(labels):
        ring.new(label, None)

    assert ring.names() == labels


def test_a_label_whose_name_ends_as_a_public_file_is_another_key(ring: KeyRing) -> None:
    first, second = ring.new("example", None), ring.new("example.pub", None)

    assert ring.names() == ["example", "example.pub"]
    assert (ring.verifier("example"), ring.verifier("example.pub")) == (first, second)


def test_a_second_key_under_one_label_is_refused_and_the_first_stays(ring: KeyRing) -> None:
    first = ring.new(NAME, None)

    with pytest.raises(KeyFileError, match="File exists"):
        ring.new(NAME, None)

    assert ring.signer(NAME).key == first


def test_a_key_whose_public_half_cannot_be_written_is_not_kept(ring: KeyRing) -> None:
    ring.new(NAME, None)
    ring.path(NAME).unlink()

    with pytest.raises(KeyFileError, match=r"\.pub: File exists"):
        ring.new(NAME, None)

    assert not ring.path(NAME).exists()


@pytest.mark.parametrize("passphrase", ["", "secret"])
def test_an_imported_key_keeps_its_passphrase(tmp_path: Path, ring: KeyRing, passphrase: str) -> None:
    source = tmp_path / "id_ed25519"
    ssh_keygen("-t", "ed25519", "-a", "1", "-N", passphrase, "-f", str(source))

    imported = ring.import_file(source, NAME, answer(passphrase.encode()))

    assert imported.public_key == key_of(source)
    assert ring.path(NAME).read_bytes() == source.read_bytes()
    assert ring.path(NAME).stat().st_mode & 0o777 == 0o600
    assert ring.signer(NAME, answer(passphrase.encode())).key == imported


def test_a_file_that_is_no_key_is_not_imported(tmp_path: Path, ring: KeyRing) -> None:
    (tmp_path / "id").write_bytes(b"nothing")
    (tmp_path / "id").chmod(0o600)

    with pytest.raises(KeyFileError, match="not an OpenSSH private key"):
        ring.import_file(tmp_path / "id", NAME, None)

    assert ring.names() == []


def test_a_public_half_of_another_key_is_found_out(ring: KeyRing) -> None:
    ring.new(NAME, None)
    other = sshsig.openssh_line(public(bytes(32)), NAME)
    ring.path(NAME).with_name(f"{NAME}.pub").write_text(other, encoding="utf-8")

    with pytest.raises(KeyFileError, match="not the public half"):
        ring.signer(NAME)


@pytest.mark.parametrize("content", [b"", b"ssh-rsa AAAA", b"\xff"])
def test_a_damaged_public_half_is_refused(ring: KeyRing, content: bytes) -> None:
    ring.new(NAME, None)
    ring.path(NAME).with_name(f"{NAME}.pub").write_bytes(content)

    with pytest.raises(KeyFileError, match=r"evals.example.org.pub: "):
        ring.verifier(NAME)


def test_files_that_are_not_of_the_ring_are_not_listed(ring: KeyRing) -> None:
    ring.new(NAME, None)
    for name in ("notes.txt", "a b.pub", ".hidden.pub", "%65.pub"):
        (ring.folder / name).touch()

    assert ring.names() == [NAME]


def test_a_removed_key_is_gone(ring: KeyRing) -> None:
    ring.new(NAME, None)

    ring.remove(NAME)
    ring.remove(NAME)

    assert list(ring.folder.iterdir()) == []


def test_reading_public_keys_loads_no_cryptography(ring: KeyRing) -> None:
    """It costs 50 ms, and who verifies has no use for it."""
    ring.new(NAME, None)
    code = (
        "import pathlib, sys; from ledger.keys import KeyRing\n"
        f"KeyRing(pathlib.Path({str(ring.folder)!r})).verifier({NAME!r})\n"
        "print('cryptography' in sys.modules)"
    )

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout

    assert printed == "False\n"
