"""What a log's key has signed, as it is remembered outside the repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import checkpoint
from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, StoreError
from ledger.note import Signer
from ledger.signer_state import MAX_STATE_BYTES, Signed, SignerState

if TYPE_CHECKING:
    from pathlib import Path

LOG = Signer.from_seed("example.org/rankings", bytes(31) + b"\x01")
HEADS = [checkpoint.sign(Checkpoint(LOG.name, size, bytes([size]) * 32), LOG).raw for size in (1, 2)]
SIGNED = Signed(HEADS[0], "ab" * 20)


def test_nothing_was_signed_before_the_first_time(tmp_path: Path) -> None:
    assert SignerState(tmp_path / "signed" / "log.state").read() is None


def test_what_was_signed_last_is_remembered(tmp_path: Path) -> None:
    state = SignerState(tmp_path / "signed" / "log.state")

    for head in HEADS:
        state.write(Signed(head, "cd" * 32))
        assert state.read() == Signed(head, "cd" * 32)

    assert [one.name for one in state.path.parent.iterdir()] == ["log.state"]


def test_the_record_is_text_that_a_person_can_read() -> None:
    assert SIGNED.format() == b"jinbang-signed/v1\n" + b"ab" * 20 + b"\n" + HEADS[0]


@given(cut=st.integers(0, len(SIGNED.format()) - 1))
def test_a_cut_record_is_damaged(cut: int) -> None:
    with pytest.raises(FormatError):
        Signed.parse(SIGNED.format()[:cut])


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "does not begin with jinbang-signed/v1"),
        (b"jinbang-signed/v2\nab\n" + HEADS[0], "does not begin with jinbang-signed/v1"),
        (b"jinbang-signed/v1\nab", "no revision"),
        (b"jinbang-signed/v1\n\n" + HEADS[0], "no revision"),
        (b"jinbang-signed/v1\na b\n" + HEADS[0], "no revision"),
        (b"jinbang-signed/v1\n\xc3\xa9\n" + HEADS[0], "no revision"),
        (b"jinbang-signed/v1\nab\n", "no empty line"),
        (b"jinbang-signed/v1\nab\n" + HEADS[0].replace(b"\n1\n", b"\n01\n"), "checkpoint size"),
        (b"jinbang-signed/v1\nab\n" + HEADS[0] + b"\n", "no signature line"),
        (bytes(MAX_STATE_BYTES + 1), "at most"),
    ],
)
def test_a_damaged_record_is_refused_with_file_and_reason(tmp_path: Path, raw: bytes, why: str) -> None:
    """A record that cannot be read must stop the signing: taking it for none would allow a fork."""
    path = tmp_path / "log.state"
    path.write_bytes(raw)

    with pytest.raises(FormatError, match=f"^{path}: .*{why}"):
        SignerState(path).read()


@pytest.mark.parametrize(
    "signed", [Signed(HEADS[0], "a\nb"), Signed(HEADS[0], ""), Signed(b"", "ab"), Signed(b"x", "ab")]
)
def test_what_could_not_be_read_back_is_not_written(tmp_path: Path, signed: Signed) -> None:
    state = SignerState(tmp_path / "log.state")
    state.write(SIGNED)

    with pytest.raises(FormatError):
        state.write(signed)

    assert state.read() == SIGNED


def test_a_place_that_cannot_be_read_or_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="folder: Is a directory"):
        SignerState(tmp_path / "folder").read()
    with pytest.raises(StoreError, match="log.state: "):
        SignerState(tmp_path / "file" / "log.state").write(SIGNED)
