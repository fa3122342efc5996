"""From an entry's bytes to the statement in it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec.json

from ledger import entry as entries
from ledger import note as notes
from ledger.entry import Entry
from ledger.errors import FormatError
from ledger.statement import Statement as Text
from registry import statements
from registry.errors import StatementError
from registry.statements import Publisher, Statement

_values = msgspec.json.Decoder(dict[str, object])


def read(raw: bytes) -> Statement | None:
    """Return an entry's statement, or None when it is of a type or form that this version does not know."""
    try:
        return statements.parse(entries.parse(raw).statement.value)
    except (FormatError, StatementError):
        return None


def reread(raw: bytes) -> Entry:
    """Return the form of an entry that `ledger.entry.parse` has taken before, without checking it again."""
    note = notes.parse(raw)
    value = _values.decode(note.text)
    speakers = value["publishers"] if "publishers" in value else [value["publisher"]]
    assert isinstance(speakers, list), "its form was checked"
    return Entry(raw, note, Text(note.text, value, str(value["type"]), tuple(speakers)))


def taken_before(raw: bytes) -> Statement:
    """Return the statement of an entry of which `statement_of` gave one before, without checking its form again."""
    from registry.statements.building import build  # deferred: only who reads much again needs it

    value = _values.decode(entries.text_of(raw))
    return build(value, statements.TYPES[str(value["type"])])


def statement_of(entry: Entry) -> Statement | None:
    """Return the statement in an entry, or None when this version does not know its type or form."""
    return statements.of_checked(entry.statement.value)


def introduced(raws: Iterable[bytes]) -> dict[str, Publisher]:
    """Return the publishers that enrolled in some key events, by name."""
    found = (read(raw) for raw in raws)
    return {statement.publisher: statement for statement in found if isinstance(statement, Publisher)}
