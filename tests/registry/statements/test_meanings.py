"""What the fields are for is read from the source of their types."""

from __future__ import annotations

import pytest

from registry.statements import TYPES, Statement
from registry.statements.common import Record, Source, Spoken
from registry.statements.meanings import described_schema, meanings


class Example(Source, frozen=True):
    """A record with a field that its base has too."""

    sha256: str = ""
    """Another hash."""
    plain: str = ""
    """A text that is longer
    than one line."""
    without: str = ""


class Holder(Record, frozen=True):
    """A record that holds others."""

    many: tuple[Source, ...] = ()
    """Documents."""
    perhaps: Source | None = None
    """One more."""


def test_the_text_under_a_field_is_what_it_is_for_whatever_its_lines() -> None:
    assert meanings(Example)["plain"] == "A text that is longer than one line."
    assert "without" not in meanings(Example)


def test_fields_of_a_base_are_known_and_the_own_text_wins() -> None:
    assert meanings(Example)["url"] == meanings(Source)["url"] == "Where it can be read."
    assert meanings(Example)["sha256"] == "Another hash."


@pytest.mark.parametrize("kind", TYPES.values())
def test_every_field_of_a_statement_says_what_it_is_for(kind: type[Statement]) -> None:
    assert set(kind.__struct_fields__) <= meanings(kind).keys()
    assert not issubclass(kind, Spoken) or meanings(kind)["publisher"]


def test_records_in_lists_and_perhaps_present_are_described_too() -> None:
    described = described_schema(Holder)["$defs"]

    assert described["Holder"]["properties"]["many"]["description"] == "Documents."
    assert described["Source"]["properties"]["url"]["description"] == "Where it can be read."


def test_the_schema_of_a_record_with_a_field_that_says_nothing_is_refused() -> None:
    with pytest.raises(KeyError, match="without"):
        described_schema(Example)
