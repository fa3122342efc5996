"""The text of a file in pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.importers import lines
from registry.importers.lines import MAX_LINE, check_utf8, lines_of, pieces_of
from registry.importers.place import ImportRefusedError


@given(st.text(max_size=60), st.sampled_from([1, 2, 3, 7]))
def test_pieces_and_lines_are_the_text(text: str, repeated: int) -> None:
    raw = (text * repeated).encode()

    assert "".join(pieces_of(raw)) == (text * repeated).removeprefix("\ufeff")
    assert "".join(lines_of(raw, newline="")) == (text * repeated).removeprefix("\ufeff")


@given(st.binary(max_size=40), st.integers(4, 9))
def test_the_byte_where_a_file_ends_being_text_is_that_of_the_whole_file(raw: bytes, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_PIECE", piece)
        try:
            raw.decode()
        except UnicodeDecodeError as error:
            with pytest.raises(ImportRefusedError, match=f"^byte {error.start}: not UTF-8$"):
                check_utf8(raw)
        else:
            check_utf8(raw)


def test_a_line_without_end_is_refused_with_its_number() -> None:
    with pytest.raises(ImportRefusedError, match=r"^line 2: found more than 4,194,304 characters"):
        list(lines_of(b"a\n" + b"b" * (MAX_LINE + 1)))
