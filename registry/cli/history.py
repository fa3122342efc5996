"""`append --history`: the states of a table in a git repository as signed entries, those that are not on record yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ledger.errors import DamagedError, NotLogged
from registry import output
from registry.cli import context
from registry.cli.changes import Made
from registry.cli.making import Maker, Refused, parts
from registry.errors import QuestionError, RegistryError
from registry.importers.past import Repository, Version, Walk
from registry.importers.place import ImportRefusedError
from registry.importers.states import AtCommit, table_of
from registry.statements import Evaluation

if TYPE_CHECKING:
    from ledger.entry import Entry
    from ledger.log import Ledger
    from registry.importers.base import Value
    from registry.record import Record


@dataclass(slots=True)
class History:
    """The past of one file, on its way into a ledger."""

    ledger: Ledger
    maker: Maker
    repository: Path
    path: str
    _known: int = 0
    """States that are on record."""
    _alike: int = 0
    """Versions of the file whose table was that of the version before."""
    _made: list[Made] = field(default_factory=list)
    _refused: list[Refused] = field(default_factory=list)
    _record: Record | None = None
    """What is on record, once a state asked for it; nothing is appended meanwhile."""

    def make_all(self) -> tuple[list[Made], list[Refused]]:
        """Return the states that are not on record, oldest first, and the versions that cannot be read."""
        repository = Repository(self.repository)
        try:
            walk = repository.walk(self.path, _counter())
            self._take_all(repository, walk)
        finally:
            repository.close()
        self._tell(walk)
        return self._made, self._refused

    def _take_all(self, repository: Repository, walk: Walk) -> None:
        before: list[Value] | None = None
        show = output.progress("Reading")
        if walk.ended:
            error = DamagedError("history", f"ends before its first commit ({walk.ended})", "a full clone")
            self._refused.append(Refused(str(self.repository), error))
        for at, version in enumerate(walk.versions, 1):
            try:
                before = self._take(repository, version, before)
            except (DamagedError, RegistryError) as error:
                self._refused.append(Refused(self._named(version), error))
            if show is not None:
                show(at, len(walk.versions))

    def _take(self, repository: Repository, version: Version, before: list[Value] | None) -> list[Value]:
        """Take one version; return its table."""
        imports = self.maker.imports
        assert imports is not None, "a history is made of files of evaluation tools"
        content = imports.content(repository.content(version), named=PurePosixPath(self.path))
        importer = imports.importer(content)
        if importer is None:
            raise ImportRefusedError("file: of no known format; name one with --from FORMAT or --table N")
        table = table_of(importer.read(content))
        if table == before:
            self._alike += 1
            return table
        said = list(imports.said(AtCommit(importer, version, self.path, imports.table), content))
        entries = [self.maker.sign(part) for one in said for part in parts(one)]
        new = [one for one in entries if not self._is_known(one)]
        self._check_not_said_otherwise(said, new)
        self._known += not new
        self._made.extend(Made(self._named(version), one.raw) for one in new)
        return table

    def _is_known(self, entry: Entry) -> bool:
        try:
            self.ledger.find(entry.statement.id)
        except NotLogged:
            return False
        return True

    def _check_not_said_otherwise(self, said: Sequence[Evaluation], new: Sequence[Entry]) -> None:
        """Refuse a state that is on record in other words: a second entry would be a second state of the same day."""
        if not new:
            return
        for one in said:
            for index in self._of_same_state(one):
                raise QuestionError(f"is on record as entry {index}, with another base; correct that with `supersede`")

    def _of_same_state(self, said: Evaluation) -> Iterator[int]:
        if self._record is None:
            self._record = context.open_index(self.ledger).record()
        for logged in self._record.beside(said.leaderboard.name, said.leaderboard.release, said.published):
            other = logged.statement
            if (
                logged.ended is None
                and other.extra.get("history") == said.extra.get("history")
                and set(other.signers) == set(said.signers)
            ):
                yield logged.index

    def _named(self, version: Version) -> str:
        return f"{self.path} at commit {version.commit[:12]}"

    def _tell(self, walk: Walk) -> None:
        output.aside(
            f"{self.path}: {walk.commits:,} commits on the main line, {len(walk.versions):,} versions of the file; "
            f"{len(self._made):,} new entries, {self._known:,} states on record, {self._alike:,} versions with the table "
            f"unchanged, {len(self._refused):,} refused."
        )


def _counter() -> Callable[[int], None] | None:
    """Return what shows how many commits were looked at, a thousand at a time; nobody knows how many there are."""
    show = output.progress("Walking")
    if show is None:
        return None

    def step(done: int) -> None:
        if done % 1000 == 0:
            show(done, done + 1000)

    return step
