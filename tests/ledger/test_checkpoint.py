"""Checkpoints of live logs, and of those that lie about their name, size or root."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import checkpoint, note
from ledger import text as strict
from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, LedgerError, SignatureError
from ledger.merkle import EMPTY_ROOT
from ledger.note import Signer, VerifierKey
from tests import foreign

LOG = Signer.from_seed("example.org/rankings", bytes(31) + b"\x01")
OTHER = Signer.from_seed("example.net/rankings", bytes(31) + b"\x02")
HEAD = Checkpoint("example.org/rankings", 43, bytes(range(32)))
SIGNED = checkpoint.sign(HEAD, LOG).raw
ROOT = strict.to_base64(bytes(32))
EMPTY = strict.to_base64(EMPTY_ROOT)
TESSERA = VerifierKey.parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")

lines = st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs"]), min_size=1)


def vkey(name: str) -> VerifierKey:
    return VerifierKey.parse(foreign.vectors("realworld", name).read_text(encoding="utf-8").strip())


def test_the_head_of_the_go_checksum_database_opens_under_an_origin_that_is_not_its_key_name() -> None:
    raw = foreign.vectors("realworld", "sumdb-57389448.checkpoint").read_bytes()

    signed = checkpoint.open(raw, vkey("sumdb.vkey"), origin="go.sum database tree")

    assert signed.size == 57389448
    assert signed.raw == raw


def test_the_head_of_rekor_opens() -> None:
    raw = foreign.vectors("realworld", "rekor-v2-22578297.checkpoint").read_bytes()

    signed = checkpoint.open(raw, vkey("rekor-v2.vkey"))

    assert signed.size == 22578297
    assert signed.root.hex() == "28c812619bd3b667fd067d95b05905e7a8f82067b2586015a6ed2805dcf2b711"
    assert signed.raw == raw


def test_every_head_of_a_tessera_log_opens_from_the_empty_one_on() -> None:
    folder = foreign.vectors("tessera", "testdata", "log")

    signed = [checkpoint.open((folder / f"checkpoint.{size}").read_bytes(), TESSERA) for size in range(16)]

    assert [one.size for one in signed] == list(range(16))
    assert signed[0].root == EMPTY_ROOT


@given(
    origin=lines,
    size=st.integers(1, 10**19 - 1),
    root=st.binary(min_size=32, max_size=32),
    extensions=st.lists(lines, max_size=3),
)
def test_a_checkpoint_is_read_back(origin: str, size: int, root: bytes, extensions: list[str]) -> None:
    written = Checkpoint(origin, size, root, tuple(extensions))

    assert Checkpoint.parse(written.format()) == written


@given(text=st.binary(max_size=120) | st.text("a0123456789+/=\n", max_size=80).map(str.encode))
def test_what_parses_formats_back_to_the_same_bytes(text: bytes) -> None:
    for candidate in (text, b"a\n1\n" + ROOT.encode() + b"\n" + text):
        try:
            parsed = Checkpoint.parse(candidate)
        except FormatError:
            continue
        assert parsed.format() == candidate


@given(at=st.integers(0, len(SIGNED) - 1), bit=st.integers(0, 7))
def test_one_changed_bit_is_refused(at: int, bit: int) -> None:
    changed = bytearray(SIGNED)
    changed[at] ^= 1 << bit

    with pytest.raises(LedgerError):
        checkpoint.open(bytes(changed), LOG.key)


def test_a_checkpoint_for_another_origin_is_refused_though_the_key_signed_it() -> None:
    raw = checkpoint.sign(Checkpoint("example.net/rankings", 43, bytes(32)), LOG).raw

    with pytest.raises(SignatureError, match=r"origin: 'example.net/rankings', needed 'example.org/rankings'"):
        checkpoint.open(raw, LOG.key)


def test_a_checkpoint_that_its_log_did_not_sign_is_refused() -> None:
    raw = checkpoint.sign(HEAD, OTHER).raw

    with pytest.raises(SignatureError, match="signed by no known key"):
        checkpoint.open(raw, LOG.key)


def test_the_end_of_a_checkpoint_is_not_a_checkpoint_of_another_log() -> None:
    """A log's extension lines could spell a checkpoint of its choice under another size."""
    inner = HEAD.format()
    outer = f"example.org/rankings\n7\n{ROOT}\n".encode()
    spliced = note.SignatureLine(LOG.name, LOG.key.key_id, LOG.sign_raw(outer + inner) + outer)

    with pytest.raises(SignatureError):
        checkpoint.open(note.format(note.Note(inner, (spliced,))), LOG.key)


def test_signatures_of_others_are_kept_and_not_judged() -> None:
    raw = note.format(note.sign(HEAD.format(), [LOG, OTHER]))

    assert checkpoint.open(raw, LOG.key).raw == raw


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "does not end in a newline"),
        ("a\n1\n" + ROOT, "does not end in a newline"),
        ("a\n1\n", "2 lines, needed origin, size and root"),
        (f"\n1\n{ROOT}\n", "checkpoint origin: empty"),
        (f"a\n01\n{ROOT}\n", "checkpoint size: not a canonical decimal"),
        (f"a\n-1\n{ROOT}\n", "checkpoint size: not a canonical decimal"),
        (f"a\n 1\n{ROOT}\n", "checkpoint size: not a canonical decimal"),
        (f"a\n10000000000000000000\n{ROOT}\n", "checkpoint size: not a canonical decimal"),
        (f"a\n\n{ROOT}\n", "checkpoint size: not a canonical decimal"),
        ("a\n1\nAAAA\n", "checkpoint root: 3 bytes, needed 32"),
        ("a\n1\n" + ROOT[:-2] + "B=\n", "not canonical base64"),
        (f"a\n1\n{ROOT} \n", "checkpoint root: not base64"),
        (f"a\n1\n{ROOT}\n\n", "checkpoint extension: empty line"),
        (f"a\n1\n{ROOT}\nx\n\ny\n", "checkpoint extension: empty line"),
        (f"a\n0\n{ROOT}\n", "size 0 with a root that is not"),
        (f"a\r\n1\n{ROOT}\n", "control character 0x0d"),
    ],
)
def test_a_malformed_checkpoint_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        Checkpoint.parse(text.encode())


def test_the_size_of_a_checkpoint_is_limited() -> None:
    with pytest.raises(FormatError, match="at most 65,536"):
        checkpoint.open(SIGNED + bytes(checkpoint.MAX_CHECKPOINT_BYTES), LOG.key)
    with pytest.raises(FormatError, match="at most 65,536"):
        Checkpoint.parse(bytes(checkpoint.MAX_CHECKPOINT_BYTES + 1))


def test_an_empty_log_has_the_root_of_nothing() -> None:
    assert Checkpoint.parse(f"a\n0\n{EMPTY}\n".encode()).root == EMPTY_ROOT
