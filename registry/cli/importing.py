"""Files of evaluation tools for `append`: which format, what `--base` adds, and who publishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from registry import importers
from registry.cli import context
from registry.errors import QuestionError
from registry.importers.base import Importer
from registry.importers.content import Content
from registry.statements import Evaluation, reading


@dataclass(frozen=True, slots=True)
class Imports:
    """How files are to be read that are not statements."""

    publisher: Callable[[], str]
    """Returns who publishes, where base does not say it."""
    format: str = ""
    """The format that was asked for; empty: by content."""
    base: Mapping[str, object] | None = None
    """Fields that the file cannot give; None when nothing was given."""
    columns: Sequence[str] = ()
    """What columns of a table hold, as HEAD=FIELD."""

    def statements(self, raw: bytes) -> Sequence[Evaluation] | None:
        """Return what the bytes of a file say, or None when they are of no known format and none was asked for."""
        content = Content(raw)
        importer = self._importer(content)
        if importer is None:
            return None
        base = self.base or {}
        publisher = "" if base.keys() & {"publisher", "publishers"} else self.publisher()
        return importers.statements_of(importer, content, base, publisher)

    def _importer(self, content: Content) -> Importer | None:
        if self.columns and self.format in ("", "table"):
            from registry.importers.table import Table, parse_columns

            return Table(parse_columns(self.columns))
        if self.columns:
            raise QuestionError(f"--column: {self.format} is no table")
        return importers.named(self.format) if self.format else importers.choose(content)


def base_of(name: str | None) -> Mapping[str, object] | None:
    """Return the fields in a file: JSON, TOML or YAML, as a statement or part of one."""
    return reading.read(context.read_input(name, reading.MAX_FILE_BYTES), name) if name is not None else None
