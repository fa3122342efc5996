"""The states of a table in a file's history as statements: one importer for all of them, which adds what the commit says.

| in the repository | in the statement |
|---|---|
| the first 12 digits of the commit's name | `leaderboard.release` |
| the commit's time in UTC, of its committer | `published`, `leaderboard.snapshot.taken` |
| the file's SHA-256 at that commit | `leaderboard.snapshot.sha256`, `evidence[0].sha256`, `import.file_sha256` |
| path and full name of the commit | `evidence[0].title`, `extra.history` |
| the table that `--table` names | `extra.history.table` |
| how many lines the table has: it is read whole | `scope.entrants` |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.importers.base import Importer, Said, Value, filled, held
from registry.importers.content import Content
from registry.importers.past import Version

_OF_FILE = frozenset({"evidence", "import"})


@dataclass(frozen=True, slots=True)
class AtCommit:
    """Reads a file as its own importer does, as it stood at a commit."""

    inner: Importer
    version: Version
    path: str
    table: int = 0
    """Which table of the file it was; 0 when it is the only one."""

    @property
    def name(self) -> str:
        """As the format is called."""
        return self.inner.name

    @property
    def title(self) -> str:
        """As the format is called by people."""
        return self.inner.title

    def detects(self, content: Content) -> bool:
        """Say whether the file is of the format."""
        return self.inner.detects(content)

    def read(self, content: Content) -> Sequence[Said]:
        """Return what the file says, each with its commit."""
        return [Said(self._dated(one.value, content), one.called) for one in map(held, self.inner.read(content))]

    def _dated(self, value: Value, content: Content) -> Value:
        commit, committed = self.version.commit, self.version.committed
        board, extra, scope = (_object(value, name) for name in ("leaderboard", "extra", "scope"))
        snapshot = {"sha256": content.sha256, "taken": committed}
        placements = value.get("placements")
        entrants = {"entrants": len(placements)} if isinstance(placements, list) else {}
        return value | {
            "leaderboard": board | {"release": commit[:12], "snapshot": snapshot},
            "published": committed,
            "scope": entrants | scope,
            "evidence": [_titled(one, f"{self.path} at commit {commit}") for one in _list(value, "evidence")],
            "extra": extra | {"history": filled({"commit": commit, "path": self.path, "table": self.table or None})},
        }


def table_of(said: Iterable[Said]) -> list[Value]:
    """Return what two states must differ in to be two: everything but which file it was."""
    return [{key: value for key, value in held(one).value.items() if key not in _OF_FILE} for one in said]


def _titled(evidence: object, title: str) -> object:
    return {**evidence, "title": title} if isinstance(evidence, dict) else evidence


def _object(value: Value, name: str) -> Value:
    found = value.get(name, {})
    return found if isinstance(found, dict) else {}


def _list(value: Value, name: str) -> list[object]:
    found = value.get(name, [])
    return found if isinstance(found, list) else []
