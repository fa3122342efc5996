"""Saying something about an entry, as `flag`, `respond`, `retract`, `supersede`, `reaffirm` and `claim` do: make, sign, hand in."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import NotLogged
from registry import statements
from registry.cli import context
from registry.cli.changes import Made, append_made, write_made
from registry.cli.making import Maker, asked_name
from registry.decode import read
from registry.errors import NothingToJudge, QuestionError
from registry.find import Found
from registry.record import Logged, logged_as
from registry.statements import Evaluation, Statement

if TYPE_CHECKING:
    from ledger.log import Ledger
    from registry.cli.importing import Imports
    from registry.cli.preview import Planned

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:\S+")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the asker wants done with what is signed."""

    as_name: str | None
    dry_run: bool
    out: Path | None
    as_json: bool


@dataclass(frozen=True, slots=True)
class LoggedStatements:
    """Looks up statements in a ledger at hand, one at a time."""

    ledger: Ledger

    def statement(self, statement_id: str) -> Logged[Statement] | None:
        """Return a statement by its whole id, or None when it is not there or cannot be read."""
        try:
            return self.at(self.ledger.find(statement_id))
        except NotLogged:
            return None

    def at(self, index: int) -> Logged[Statement] | None:
        """Return the statement of an entry, or None when this version cannot read it."""
        entry = self.ledger.entry(index)
        statement = read(entry.raw)
        return Logged(index, statement, entry.statement.id) if statement is not None else None


def target(ledger: Ledger, found: Found) -> Logged[Statement]:
    """Return the statement of the entry that is meant; raises NothingToJudge when this version cannot read it."""
    logged = LoggedStatements(ledger).at(found.index)
    if logged is None:
        raise NothingToJudge(f"entry {found.index}: its statement cannot be read by this version")
    return logged


def pieces(ledger: Ledger, named: Logged[Statement]) -> Sequence[Logged[Statement]]:
    """Return an entry, or all parts of the table that it is a part of."""
    one = logged_as(named, Evaluation)
    if one is None or one.statement.part is None:
        return [named]
    from registry.record.parts import table_of

    return table_of(one, context.open_index(ledger).record()).parts


def speaker(ledger: Ledger, wish: Wish, among: Sequence[str] = ()) -> str:
    """Return who is to speak, as `speaker_of` does."""
    return speaker_of(ledger, wish.as_name, among)


def speaker_of(ledger: Ledger, as_name: str | None, among: Sequence[str] = ()) -> str:
    """Return who is to speak: the one asked for, else the only publisher of the ledger whose key is on this machine.

    `among` are those who may; empty when anybody may.
    """
    from ledger.keys import name_of

    asked = asked_name(as_name)
    if asked:
        return asked
    known = ledger.publishers().by_name
    here = {name_of(label) for label in context.key_ring().names() if not label.endswith(context.RECOVERY)}
    own = sorted(name for name in here if name in known and (not among or name in among))
    if len(own) != 1:
        found = ", ".join(own) if own else "none"
        whose = f" of {' or '.join(among)}" if among else ""
        raise QuestionError(f"publisher: keys{whose} on this machine: {found}; choose who signs with --as NAME")
    return own[0]


def hand_in(ledger: Ledger, said: Sequence[Statement], what: str, wish: Wish) -> None:
    """Sign statements that are complete, after a look whether each has effect on what it names; append or write them."""
    for one in said:
        check_effect(ledger, one, what)
    maker = maker_of(ledger, wish)
    if wish.dry_run:
        from registry.cli.preview import preview

        preview(ledger, [planned(ledger, one, what, maker.speaker(one.signers)) for one in said], as_json=wish.as_json)
        return
    made = [Made(what, maker.sign(one).raw) for one in said]
    deliver(ledger, made, wish)


def planned(ledger: Ledger, said: Statement, what: str, speaker: str) -> Planned:
    """Return a statement as it would be signed, by a key that is here; a look asks for no passphrase."""
    from ledger.statement import parse
    from registry.cli.preview import Planned

    context.publisher_label(speaker, ledger)
    return Planned(what, parse(statements.format(said)), [speaker])


def maker_of(ledger: Ledger, wish: Wish, imports: Imports | None = None) -> Maker:
    """Return what signs, with keys of this machine that are valid in the ledger."""
    signer_of = functools.cache(lambda name: context.publisher_signer(name, ledger))
    return Maker(signer_of, asked_name(wish.as_name), imports=imports)


def deliver(ledger: Ledger, made: Sequence[Made], wish: Wish) -> None:
    """Show, write or append what was signed, as the asker wants."""
    if wish.dry_run:
        from registry.cli.preview import Planned, preview

        preview(ledger, map(Planned.of, made), as_json=wish.as_json)
    elif wish.out is not None:
        write_made(made, wish.out, as_json=wish.as_json)
    else:
        append_made(ledger, made, as_json=wish.as_json)


def check_effect(ledger: Ledger, said: Statement, what: str) -> None:
    """Refuse what would have no effect on what it names."""
    from registry.record.life import void
    from registry.record.references import references

    log = LoggedStatements(ledger)
    new = Logged(ledger.head().size, said)
    for name in references(said):
        named = log.statement(name)
        why = void(new, named, log) if named is not None else None
        if why is not None:
            raise QuestionError(f"{what}: would have no effect: {why.en}")


def made_of(**fields: object) -> Statement:
    """Return the statement of some fields, those that are empty left out; raises StatementError."""
    return statements.parse({name: value for name, value in fields.items() if value not in ("", None, [], {})})


def sources(given: Sequence[str] | None) -> list[dict[str, object]]:
    """Return evidence as statements hold it: an address as it is, a file by its SHA-256."""
    return [source(one) for one in given or ()]


def source(given: str) -> dict[str, object]:
    """Return one document as statements hold it."""
    if _ADDRESS.fullmatch(given) and not Path(given).exists():
        return {"url": given}
    from registry.datasets import digest

    return {"sha256": digest(Path(given)).sha256}
