"""Zip files from strangers: a member comes out whole, or not at all."""

from __future__ import annotations

import io
import sys
import warnings
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.importers.archive import MAX_MEMBER_BYTES, Archive
from registry.importers.place import ImportRefusedError
from tests.foreign import data
from tests.registry.importers.zips import deflated, zstandard


@given(st.binary(max_size=2000))
def test_a_member_comes_out_as_it_went_in(raw: bytes) -> None:
    assert Archive(zstandard("a.json", raw)).read("a.json") == raw
    assert Archive(deflated(a__json=raw)).read("a.json") == raw


@pytest.mark.skipif(sys.version_info < (3, 14), reason="the standard library reads Zstandard members from Python 3.14")
def test_the_standard_library_reads_the_same() -> None:
    path = data("inspect", "0.3.285-toy-arith-epochs2.eval")
    with zipfile.ZipFile(path) as foreign:
        assert Archive(path.read_bytes()).read("header.json") == foreign.read("header.json")


@pytest.mark.parametrize("name", ["0.3.285-toy-arith-epochs2.eval", "2025-02-11_popularity_0.3.58dev.eval"])
def test_every_member_of_a_real_file_comes_out_with_its_own_checksum(name: str) -> None:
    archive = Archive(data("inspect", name).read_bytes())

    for member in archive.members:
        assert len(archive.read(member.filename)) == member.file_size


def test_a_bomb_is_refused_by_what_the_directory_says_of_it() -> None:
    raw = bytes(MAX_MEMBER_BYTES + 1)

    for bomb in (zstandard("a", raw), deflated(a=raw)):
        assert len(bomb) < 100_000
        with pytest.raises(ImportRefusedError, match="a: found 33,554,433 bytes, expected at most"):
            Archive(bomb).read("a")


def test_a_bomb_that_the_directory_calls_small_is_not_unpacked() -> None:
    bomb = zstandard("a", bytes(MAX_MEMBER_BYTES * 4), told=10)

    with pytest.raises(ImportRefusedError, match="a: not the 10 bytes"):
        Archive(bomb).read("a")


def test_a_name_that_stands_twice_and_one_that_is_absent_are_refused() -> None:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a", b"1")
        archive.writestr("a", b"2")

    for name, found in (("a", 2), ("b", 0)):
        with pytest.raises(ImportRefusedError, match=f"{name}: found {found} members"):
            Archive(out.getvalue()).read(name)


def test_an_encrypted_member_is_refused() -> None:
    with pytest.raises(ImportRefusedError):
        Archive(zstandard("a", b"x", flags=1)).read("a")


_GOOD = (zstandard("header.json", b'{"a": 1}' * 40), deflated(header__json=b'{"a": 1}' * 40))


@given(st.sampled_from(_GOOD), st.data())
def test_a_changed_byte_gives_the_member_or_a_refusal(raw: bytes, drawn: st.DataObject) -> None:
    at = drawn.draw(st.integers(0, len(raw) - 1))
    changed = raw[:at] + drawn.draw(st.binary(min_size=0, max_size=2)) + raw[at + 1 :]

    try:
        unpacked = Archive(changed).read("header.json")
    except ImportRefusedError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert unpacked == b'{"a": 1}' * 40
