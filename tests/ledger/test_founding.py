"""What is written once says which log this is, in one spelling."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from ledger import founding, sshsig, statement
from ledger.errors import FormatError
from ledger.founding import FORMAT, Identity
from ledger.note import Algorithm, VerifierKey
from ledger.store import LEDGER_JSON
from tests.ledger.build import LOG, ORIGIN, signer

IDENTITY = Identity(LOG.key)
VALUE = {"format": FORMAT, "origin": ORIGIN, "vkey": LOG.key.format()}


def test_the_identity_is_read_back() -> None:
    assert Identity.parse(IDENTITY.format()) == IDENTITY
    assert json.loads(IDENTITY.format()) == VALUE
    assert IDENTITY.origin == ORIGIN


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "not JSON"),
        (b"[]\n", "needed format, origin and vkey"),
        (statement.spell({}), "needed format, origin and vkey"),
        (statement.spell({**VALUE, "more": 1}), "needed format, origin and vkey"),
        (statement.spell({**VALUE, "format": "jinbang/ledger/v2"}), "format 'jinbang/ledger/v2', needed"),
        (statement.spell({**VALUE, "format": None}), "needed jinbang/ledger/v1"),
        (statement.spell({**VALUE, "vkey": None}), "vkey is not text"),
        (statement.spell({**VALUE, "vkey": "example.org/rankings+00000000+AQ=="}), "public key"),
        (statement.spell({**VALUE, "origin": "example.org/other"}), "not an Ed25519 key of the origin's name"),
        (statement.spell({**VALUE, "origin": None}), "not an Ed25519 key of the origin's name"),
        (statement.spell({**VALUE, "vkey": signer("example.org/x", 1).key.format()}), "not an Ed25519 key"),
        (
            statement.spell(
                {
                    **VALUE,
                    "vkey": VerifierKey.of(ORIGIN, LOG.key.public_key, Algorithm.COSIGNATURE_ED25519).format(),
                }
            ),
            "not an Ed25519 key",
        ),
        (
            statement.spell({**VALUE, "origin": "EXAMPLE", "vkey": signer("EXAMPLE", 1).key.format()}),
            "is not a name such as example.org/rankings",
        ),
        (json.dumps(VALUE).encode() + b"\n", "the one spelling"),
        (IDENTITY.format() + b" " * 4096, "at most 4,096"),
    ],
)
def test_any_other_ledger_json_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        Identity.parse(raw)


@pytest.mark.parametrize("origin", ["a", "example.org", "example.org/rankings", "a-b.c/D~e_f/1.0", "1/2", "a" * 200])
def test_an_origin_is_a_name_without_scheme(origin: str) -> None:
    assert founding.check_origin(origin) == origin


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "Example.org",
        "-a",
        "a-",
        ".a",
        "a.",
        "/a",
        "a/",
        "a//b",
        "a b",
        "a+b",
        "https://example.org",
        "example.org:80",
        "a\n",
        "a/b\n",
        "a/b?c",
        "金榜",
        "a" * 201,
        "a" * 5000,
    ],
)
def test_any_other_origin_is_refused_in_one_short_line(origin: str) -> None:
    with pytest.raises(FormatError, match="is not a name such as") as refused:
        founding.check_origin(origin)
    assert str(refused.value).isascii()
    assert len(str(refused.value)) < 150


def test_the_files_written_once_name_the_log_and_its_key() -> None:
    files = founding.files(IDENTITY)

    assert files.keys() == {LEDGER_JSON, "README.md", "allowed_signers", ".gitattributes"}
    assert Identity.parse(files[LEDGER_JSON]) == IDENTITY
    assert files["README.md"].decode().startswith(f"# {ORIGIN}\n")
    assert LOG.key.format() in files["README.md"].decode()
    assert files[".gitattributes"] == b"tile/** -text -diff\ncheckpoint -text\nentries/** -text\n"
    assert files["allowed_signers"].decode() == (
        f'{ORIGIN} namespaces="git" {sshsig.openssh_line(LOG.key.public_key)}\n'
    )


def test_ssh_keygen_accepts_the_allowed_signers(tmp_path: Path) -> None:
    """The outside judge of that file; git runs it so."""
    allowed, signature = tmp_path / "allowed_signers", tmp_path / "signature"
    allowed.write_bytes(founding.allowed_signers(IDENTITY))
    signature.write_text(sshsig.sign(b"message", LOG))
    command = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", ORIGIN, "-n", "git", "-s", str(signature)]

    assert subprocess.run(command, input=b"message", capture_output=True, check=False).returncode == 0
    assert subprocess.run(command, input=b"massage", capture_output=True, check=False).returncode != 0
