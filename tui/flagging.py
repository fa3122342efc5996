"""A flag that is being written: the bytes that will be signed, and the process that signs them. No key is held here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ledger.log import Ledger
    from registry.cli.flag import Objection
    from tui.handing import Subject


class Draft(NamedTuple):
    """A flag that nobody has signed yet."""

    text: bytes
    """What will be signed."""
    command: tuple[str, ...]
    """The program that makes the same statement, asks for the passphrase, signs and appends."""


def draft(ledger: Ledger, path: Path, subject: Subject, objection: Objection) -> Draft:
    """Return what somebody has against a line as it will be signed; raises LedgerError, RegistryError, OSError."""
    from registry import statements
    from registry.citation import cite
    from registry.cli.saying import check_effect
    from registry.find import Found

    entry = ledger.entry(subject.entry_index)
    found = Found(subject.entry_index, entry, subject.placement)
    said = objection.on(ledger, found)
    check_effect(ledger, said, f"flag on entry {found.index}")
    # A citation pins the statement: the child can mean no other one.
    citation = cite(ledger.identity.origin, found.index, entry.statement.id, subject.placement).format()
    return Draft(statements.format(said), _command(citation, path, objection, said.signers[0]))


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
