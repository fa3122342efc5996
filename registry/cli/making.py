"""From a file to a signed entry, for `append` and `sign`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledger import entry as entries
from ledger import note
from ledger.errors import FormatError, LedgerError
from ledger.keys import name_of
from ledger.publishers import PUBLISHER
from registry import output, statements
from registry.cli import context
from registry.cli.changes import Made
from registry.cli.gathering import files_of
from registry.cli.pile import Pile
from registry.errors import QuestionError, RegistryError

if TYPE_CHECKING:
    from ledger.note import Signer
    from registry.cli.importing import Imports
    from registry.statements import Statement

MAX_FILE_BYTES = 8 << 20
MAX_IMPORTED_BYTES = 32 << 20
"""A file of an evaluation tool may hold every answer."""
_ENDINGS = (".json", ".toml", ".yaml", ".yml")
_SIGNATURE = "\n\n— ".encode()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file of which no entry can be made, and why."""

    file: str
    error: LedgerError | RegistryError | OSError


@dataclass(frozen=True, slots=True)
class Maker:
    """Reads files and signs what is in them."""

    signer_of: Callable[[str], Signer]
    """Returns the key to sign with as a publisher."""
    asked: str = ""
    """The publisher to sign as; empty when it follows from the statement and the keys of this machine."""
    cosign: bool = False
    """Add a signature to what is signed already."""
    imports: Imports | None = None
    """How files of evaluation tools are read; None where only statements are taken."""

    def make_all(self, names: Sequence[str]) -> tuple[list[Made], list[Refused]]:
        """Return signed entries, and the files of which none could be made; of a folder, all files in it."""
        files = list(files_of(names))
        made: list[Made] = []
        refused: list[Refused] = []
        pile = Pile()
        show = output.progress("Reading") if len(files) > 1 else None
        for at, name in enumerate(files, 1):
            try:
                made += [Made(name, pile.put(entry.raw)) for entry in self.make(name)]
            except (LedgerError, RegistryError, OSError) as error:
                refused.append(Refused(name, error))
            if show is not None:
                show(at, len(files))
        return made, refused

    def make(self, name: str) -> Iterator[entries.Entry]:
        """Read one file and yield its entries: a statement is signed, in parts if it is a large table; a signed entry is taken, or co-signed."""
        if self.imports is not None and name != "-" and Path(name).is_dir():
            yield from (self.sign(part) for one in self.imports.folder(Path(name)) for part in parts(one))
            return
        raw = context.read_input(name, MAX_FILE_BYTES if self.imports is None else MAX_IMPORTED_BYTES)
        asked_format = self.imports.format if self.imports is not None else ""
        if _SIGNATURE not in raw or asked_format:
            yield from (self.sign(part) for one in self._statements(raw, name) for part in parts(one))
            return
        signed = entries.parse(raw)
        check_statement(signed)
        yield self._cosigned(signed) if self.cosign else signed

    def _statements(self, raw: bytes, name: str) -> Iterable[Statement]:
        """Return the statement in a file, or those that a file of an evaluation tool makes."""
        path = Path(name) if name != "-" else None
        imported = self.imports.statements(raw, path) if self.imports is not None else None
        if imported is not None:
            return imported
        if self.imports is not None and self.imports.base is not None:
            raise QuestionError("--base: the file is of no known format; name one with --from FORMAT")
        ending = path.suffix.lower() if path is not None else ""
        if self.imports is not None and ending and ending not in _ENDINGS:
            raise QuestionError(
                f"of no known format, and no statement ({', '.join(_ENDINGS)}); say it with --from FORMAT"
            )
        return [statements.read_file(raw, name)]

    def sign(self, statement: Statement) -> entries.Entry:
        """Return the entry of a statement, signed by who it is by."""
        return entries.sign(statements.format(statement), [self.signer_of(self.speaker(statement.signers))])

    def _cosigned(self, signed: entries.Entry) -> entries.Entry:
        # An enrolment may be countersigned by somebody else: a registrar, whom the operator asks for.
        registrar = self.asked if signed.statement.type == PUBLISHER else ""
        speaker = registrar or self.speaker(signed.statement.publishers)
        added = note.sign(signed.statement.text, [self.signer_of(speaker)])
        return entries.parse(note.format(note.merge([signed.note, added])))

    def speaker(self, speakers: Sequence[str]) -> str:
        """Return as whom to sign: the one asked for, the only one, or the only one of whom this machine has a key."""
        if self.asked and self.asked not in speakers:
            raise QuestionError(f"publisher: the statement is by {', '.join(speakers)}, not by {self.asked}")
        if self.asked or len(speakers) == 1:
            return self.asked or speakers[0]
        here = {name_of(label) for label in context.key_ring().names()}
        own = [speaker for speaker in speakers if speaker in here]
        if len(own) != 1:
            raise QuestionError(f"publisher: the statement is by {', '.join(speakers)}; choose one with --as NAME")
        return own[0]


def parts(statement: Statement) -> Sequence[Statement]:
    """Return a statement, or the parts of a table that one entry cannot hold."""
    if not isinstance(statement, statements.Evaluation):
        return [statement]
    from registry.record.parts import room, split  # deferred: most statements are no tables

    return split(statement, room(statement.signers))


def check_statement(entry: entries.Entry) -> Statement:
    """Return an entry's statement if its text is what this version would write; raises StatementError, FormatError."""
    statement = statements.parse(entry.statement.text)
    if statements.format(statement) != entry.statement.text:
        raise FormatError("statement", "keys are not in the order of its type, or a default is written out")
    return statement


def asked_name(option: str | None) -> str:
    """Return who is to sign: the option, else the environment, else nobody in particular."""
    return option or os.environ.get("JINBANG_PUBLISHER", "")
