"""A flag that is being written: the bytes that will be signed, and the process that signs them. No key is held here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ledger.log import Ledger
    from registry.cli.flag import Objection
    from registry.record import Record
    from registry.statements import Statement
    from tui.handing import Subject


class Draft(NamedTuple):
    """A flag that nobody has signed yet."""

    text: bytes
    """What will be signed."""
    key: str
    """Which key will sign: its name and id. The private half is never read here."""
    command: tuple[str, ...]
    """The program that makes the same statement, asks for the passphrase, signs and appends."""


class Named(NamedTuple):
    """The entry that a flag is on."""

    citation: str
    summary: str
    """What it says, in a few words."""


def named(ledger: Ledger, subject: Subject) -> Named:
    """Return how an entry is told to whoever flags it."""
    from registry.citation import cite
    from registry.summary import summary

    entry = ledger.entry(subject.entry_index)
    cited = cite(ledger.identity.origin, subject.entry_index, entry.statement.id, subject.placement)
    return Named(cited.format(), summary(entry))


def draft(ledger: Ledger, path: Path, subject: Subject, objection: Objection) -> Draft:
    """Return what somebody has against a line as it will be signed; raises LedgerError, RegistryError, OSError."""
    from registry import statements
    from registry.cli import context

    said = _said(ledger, subject, objection)
    speaker = said.signers[0]
    key = context.key_ring().verifier(context.publisher_label(speaker, ledger))
    # A citation pins the statement: the child can mean no other one.
    command = _command(named(ledger, subject).citation, path, objection, speaker)
    return Draft(statements.format(said), f"{key.name}+{key.key_id.hex()}", command)


def dry_run(ledger: Ledger, record: Record, subject: Subject, objection: Objection) -> list[str]:
    """Return the lines that `jinbang flag --dry-run` prints; raises as `draft` does."""
    from registry.cli.preview import expected
    from registry.cli.saying import planned

    said = _said(ledger, subject, objection)
    one = planned(ledger, said, _what(subject), said.signers[0])
    return [line for each in expected(record, ledger.head().size, [one]) for line in each.lines()]


def _said(ledger: Ledger, subject: Subject, objection: Objection) -> Statement:
    from registry.cli.saying import check_effect
    from registry.errors import QuestionError
    from registry.find import Found

    for one in objection.evidence:
        if Path(one).is_dir():
            # A slip of the pen must not have a whole disk hashed; the command line takes folders.
            raise QuestionError(f"evidence: {one}: a folder; name a file or an address")
    entry = ledger.entry(subject.entry_index)
    said = objection.on(ledger, Found(subject.entry_index, entry, subject.placement))
    check_effect(ledger, said, _what(subject))
    return said


def _what(subject: Subject) -> str:
    return f"flag on entry {subject.entry_index}"


def logged_at(answer: str) -> int | None:
    """Return where an entry was appended, as `jinbang flag` answers: index and citation; None when it does not say that."""
    from registry.citation import Citation, is_citation

    line = answer.splitlines()[0] if answer else ""
    cited = line.rpartition(" ")[2]
    return Citation.parse(cited).index if is_citation(cited) else None


def _command(citation: str, path: Path, objection: Objection, signer: str) -> tuple[str, ...]:
    # Every text is tied to its option by =, so that one which begins with - is none.
    evidence = (f"--evidence={one}" for one in objection.evidence)
    said = (f"--because={objection.because}", *evidence, f"--as={signer}", f"--ledger={path}")
    return (sys.executable, "-P", "-m", "registry", "flag", citation, objection.reason, *said)


def reason_of(written: str, known: list[str]) -> str:
    """Return the reason that a person means: one by its number from 1, else what is written."""
    written = written.strip()
    if written.isascii() and written.isdigit() and 0 < int(written[:4]) <= len(known):
        return known[int(written[:4]) - 1]
    return written
