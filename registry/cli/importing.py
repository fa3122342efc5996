"""Files of evaluation tools for `append`: which format, what `--base` adds, and who publishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from registry import importers
from registry.cli import context
from registry.errors import QuestionError
from registry.importers.base import Importer
from registry.importers.content import Content
from registry.importers.folder import Folder, is_one
from registry.importers.not_results import refuse_known
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
    table: int = 0
    """Which Markdown table of a file is meant, counted from 1; 0 when it is the only one."""

    def statements(self, raw: bytes, path: Path | None = None) -> Iterator[Evaluation] | None:
        """Return what the bytes of a file say, or None when they are of no known format and none was asked for."""
        content = self.content(raw, path)
        importer = self.importer(content)
        if importer is None:
            refuse_known(content)
            return None
        return self.said(importer, content)

    def folder(self, path: Path) -> Iterator[Evaluation]:
        """Return what a folder says that is read as a whole; raises QuestionError when it is none of these."""
        if not is_one(path):
            raise QuestionError(f"{path}: a folder, but no run of HELM, which has run_spec.json and stats.json")
        if self.columns or self.table:
            raise QuestionError(f"{'--column' if self.columns else '--table'}: a folder is no table")
        content = Folder(path)
        importer = self.importer(content)
        assert importer is not None, "it has what such a folder has"
        return self.said(importer, content)

    def content(self, raw: bytes, path: Path | None = None, named: PurePath | None = None) -> Content:
        """Return what of a file is to be read: all of it, or the table that was asked for."""
        if not self.table:
            return Content(raw, path=path, named=named)
        from registry.importers.pick import only_table

        return Content(only_table(raw, self.table), raw, path=path, named=named)

    def said(self, importer: Importer, content: Content) -> Iterator[Evaluation]:
        """Return what an importer reads in a file, with what `--base` adds and who publishes."""
        base = self.base or {}
        publisher = "" if base.keys() & {"publisher", "publishers"} else self.publisher()
        return importers.statements_of(importer, content, base, publisher)

    def importer(self, content: Content) -> Importer | None:
        """Return what reads a file, or None when it is of no known format and none was asked for."""
        if (self.columns or self.table) and self.format not in ("", "table"):
            raise QuestionError(f"{'--column' if self.columns else '--table'}: {self.format} is no table")
        if self.columns or self.table:
            from registry.importers.table import Table, parse_columns

            return Table(parse_columns(self.columns))
        return importers.named(self.format) if self.format else importers.choose(content)


def base_of(name: str | None) -> Mapping[str, object] | None:
    """Return the fields in a file: JSON, TOML or YAML, as a statement or part of one."""
    return reading.read(context.read_input(name, reading.MAX_FILE_BYTES), name) if name is not None else None
