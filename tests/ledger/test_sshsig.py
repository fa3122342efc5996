"""SSH signatures, byte for byte as OpenSSH and git make them, and as both accept them."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import sshsig
from ledger.errors import FormatError, LedgerError, SignatureError
from ledger.note import Signer
from tests import foreign

if TYPE_CHECKING:
    from pathlib import Path

PRINCIPAL = "pub@example.com"
SIGNER = Signer.from_seed("example.org", bytes(31) + b"\x01")
OTHER = Signer.from_seed("example.org", bytes(31) + b"\x02")
MESSAGE = b"hello ledger\n"
ARMORED = sshsig.sign(MESSAGE, SIGNER)
HEAD = "tree aaff74984cccd156a469afa7d9ab10e4777beb24\nauthor t <t@e> 1 +0000\ncommitter t <t@e> 1 +0000\n"
PAYLOAD = f"{HEAD}\nAppend 1 entry (0)\n\ngpgsig is a word here\n".encode()
COMMIT = sshsig.sign_commit(PAYLOAD, SIGNER)


def vector(name: str) -> bytes:
    return foreign.vectors("sshsig", name).read_bytes()


def vector_signer() -> Signer:
    return Signer.from_seed("example.com", bytes.fromhex(vector("seed.hex").decode().strip()))


def run(*argv: str, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run a foreign tool without the user's settings, or skip when it is not installed."""
    if shutil.which(argv[0]) is None:
        pytest.skip(f"{argv[0]} is not installed")
    environ = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    return subprocess.run(argv, input=stdin, capture_output=True, check=False, cwd=cwd, env=environ)


# Against OpenSSH and git


def test_a_signature_is_byte_for_byte_that_of_ssh_keygen() -> None:
    assert sshsig.sign(vector("msg"), vector_signer()).encode() == vector("msg.sig")


def test_a_signature_of_ssh_keygen_verifies() -> None:
    sshsig.verify(vector("msg"), vector("msg.sig").decode(), vector_signer().key.public_key)


def test_a_commit_is_byte_for_byte_that_of_git() -> None:
    assert sshsig.sign_commit(vector("commit.payload"), vector_signer()) == vector("commit.signed")


def test_a_commit_of_git_is_split_into_what_was_signed_and_what_signs_it() -> None:
    payload, armored = sshsig.split_commit(vector("commit.signed"))

    assert payload == vector("commit.payload")
    assert armored is not None
    sshsig.verify(payload, armored, vector_signer().key.public_key)


def test_a_public_key_is_spelled_as_openssh_spells_it() -> None:
    line = vector("key.pub").decode().removesuffix("\n")

    assert sshsig.openssh_line(vector_signer().key.public_key, PRINCIPAL) == line
    assert sshsig.parse_openssh_line(line) == vector_signer().key.public_key


@pytest.mark.parametrize("namespace", ["git", "file", "a longer name-space@example.org"])
def test_ssh_keygen_accepts_a_signature(tmp_path: Path, namespace: str) -> None:
    (tmp_path / "allowed").write_text(f"{PRINCIPAL} {sshsig.openssh_line(SIGNER.key.public_key)}\n", encoding="utf-8")
    (tmp_path / "sig").write_text(sshsig.sign(MESSAGE, SIGNER, namespace), encoding="utf-8")
    argv = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", PRINCIPAL, "-n", namespace, "-s", "sig"]

    good = run(*argv, stdin=MESSAGE, cwd=tmp_path)
    bad = run(*argv, stdin=MESSAGE + b"\n", cwd=tmp_path)

    assert good.returncode == 0, good.stderr
    assert bad.returncode != 0


@pytest.mark.parametrize("encoding", ["", "encoding ISO-8859-1\n"])
def test_git_accepts_a_signed_commit(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "allowed").write_text(f"{PRINCIPAL} {sshsig.openssh_line(SIGNER.key.public_key)}\n", encoding="utf-8")
    raw = sshsig.sign_commit(f"{HEAD}{encoding}\nAppend 1 entry (0)\n".encode(), SIGNER)
    run("git", "init", "--quiet", "--bare", ".", cwd=tmp_path)
    oid = run("git", "hash-object", "-t", "commit", "-w", "--stdin", stdin=raw, cwd=tmp_path).stdout.decode().strip()
    setting = f"gpg.ssh.allowedSignersFile={tmp_path / 'allowed'}"

    verified = run("git", "-c", setting, "verify-commit", oid, cwd=tmp_path)

    assert verified.returncode == 0, verified.stderr
    assert f'Good "git" signature for {PRINCIPAL}'.encode() in verified.stderr


# What a signature covers


@given(message=st.binary(max_size=200), namespace=st.text("abc-", min_size=1, max_size=9))
def test_a_signature_verifies_and_is_spelled_in_lines_of_70_columns(message: bytes, namespace: str) -> None:
    armored = sshsig.sign(message, SIGNER, namespace)

    sshsig.verify(message, armored, SIGNER.key.public_key, namespace)
    begin, *body, end, nothing = armored.split("\n")
    assert (begin, end, nothing) == ("-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----", "")
    assert {len(line) for line in body[:-1]} == {70}


@given(at=st.integers(0, len(ARMORED) - 1), bit=st.integers(0, 6))
def test_one_changed_bit_of_a_signature_is_refused(at: int, bit: int) -> None:
    changed = ARMORED[:at] + chr(ord(ARMORED[at]) ^ (1 << bit)) + ARMORED[at + 1 :]

    with pytest.raises(LedgerError):
        sshsig.verify(MESSAGE, changed, SIGNER.key.public_key)


@pytest.mark.parametrize(
    ("message", "signer", "namespace"),
    [(MESSAGE + b"\n", SIGNER, "git"), (MESSAGE, OTHER, "git"), (MESSAGE, SIGNER, "file")],
    ids=["another message", "another key", "another purpose"],
)
def test_a_signature_of_something_else_is_false(message: bytes, signer: Signer, namespace: str) -> None:
    with pytest.raises(SignatureError):
        sshsig.verify(message, ARMORED, signer.key.public_key, namespace)


@pytest.mark.parametrize(
    "armored",
    [
        "",
        ARMORED.removesuffix("\n"),
        ARMORED + "\n",
        "\n" + ARMORED,
        ARMORED.replace("\n", "\r\n"),
        ARMORED.replace("SSH SIGNATURE", "PGP SIGNATURE"),
        ARMORED.replace("\n", "\n\n", 2),
        ARMORED.replace("-\n", "- \n", 1),
        ARMORED[:40] + "\n" + ARMORED[40:],
        ARMORED.replace("U1NI", "U1N="),
        ARMORED.replace("U1NI", "U1Né"),
        "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
        ARMORED.replace("\n", "\n" + "A" * 5000, 1),
    ],
)
def test_a_signature_in_another_spelling_is_malformed(armored: str) -> None:
    with pytest.raises(FormatError, match="ssh signature"):
        sshsig.verify(MESSAGE, armored, SIGNER.key.public_key)


def test_a_signature_for_no_purpose_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(AssertionError):
        sshsig.sign(MESSAGE, SIGNER, "")


# Commits


def test_a_signed_commit_is_split_into_its_parts() -> None:
    payload, armored = sshsig.split_commit(COMMIT)

    assert payload == PAYLOAD
    assert armored == sshsig.sign(PAYLOAD, SIGNER)


def test_a_commit_without_signature_is_its_own_payload() -> None:
    assert sshsig.split_commit(PAYLOAD) == (PAYLOAD, None)


@given(at=st.integers(0, len(COMMIT) - 1), bit=st.integers(0, 7))
def test_one_changed_bit_of_a_signed_commit_is_refused_or_unsigns_it(at: int, bit: int) -> None:
    changed = bytearray(COMMIT)
    changed[at] ^= 1 << bit

    try:
        payload, armored = sshsig.split_commit(bytes(changed))
        if armored is None:
            return
        sshsig.verify(payload, armored, SIGNER.key.public_key)
    except LedgerError:
        return

    pytest.fail(f"the commit with bit {bit} of byte {at} changed still verifies")


SIGNATURE_HEADER = COMMIT[len(HEAD) : COMMIT.index(b"\n\n") + 1].decode()


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (HEAD, "no empty line between head and message"),
        (f"{HEAD}{SIGNATURE_HEADER}{SIGNATURE_HEADER}\nmessage\n", "not one header at the end"),
        (f"{HEAD}{SIGNATURE_HEADER}encoding ISO-8859-1\n\nmessage\n", "not one header at the end"),
        (HEAD.replace("author", f"{SIGNATURE_HEADER}author") + "\nmessage\n", "not one header at the end"),
        (f"{HEAD}gpgsig a\x00b\n\nmessage\n", "control character"),
    ],
    ids=["no message", "two signatures", "before the encoding", "before the author", "binary"],
)
def test_a_malformed_commit_is_refused_with_the_reason(raw: str, why: str) -> None:
    """A signature that may stand anywhere gives one commit many object ids."""
    with pytest.raises(FormatError, match=why):
        sshsig.split_commit(raw.encode())


@pytest.mark.parametrize(("payload", "why"), [(COMMIT, "signed already"), (b"tree 00\n", "no empty line")])
def test_what_cannot_be_split_again_is_not_signed(payload: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        sshsig.sign_commit(payload, SIGNER)


# Public keys


@given(public_key=st.binary(min_size=32, max_size=32), comment=st.sampled_from(["", "a", "one two", "金榜"]))
def test_a_public_key_is_read_back(public_key: bytes, comment: str) -> None:
    assert sshsig.parse_openssh_line(sshsig.openssh_line(public_key, comment)) == public_key


@pytest.mark.parametrize(
    "line",
    [
        "",
        "ssh-ed25519",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAQQ== a",
        "ssh-ed25519 AAAA",
        sshsig.openssh_line(bytes(31)),
        sshsig.openssh_line(bytes(33)),
        sshsig.openssh_line(bytes(32)).replace("AAAAC3", "AAAAD3"),
        "command=x " + sshsig.openssh_line(bytes(32)),
    ],
)
def test_a_malformed_public_key_is_refused(line: str) -> None:
    with pytest.raises(FormatError, match="public key"):
        sshsig.parse_openssh_line(line)


def test_a_comment_cannot_begin_a_second_line() -> None:
    with pytest.raises(FormatError, match="key comment"):
        sshsig.openssh_line(bytes(32), "a\nmallory@example.com ssh-ed25519 AAAA")
