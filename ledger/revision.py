"""What one append writes besides its entries: tiles, and a commit message that ties git to the checkpoint.

Writing and auditing use the same functions, so that a revision is right exactly when it is what a writer would have written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ledger import entry, tile
from ledger import text as strict

Summary = Callable[[entry.Entry], str]
LISTED = 100
"""Entries that a commit message lists one by one."""


@dataclass(frozen=True, slots=True)
class TileChange:
    """What happens to one tile file; content None removes it."""

    path: str
    content: bytes | None


def grow(edge: tile.Edge, leaves: Iterable[bytes]) -> list[TileChange]:
    """Append leaf hashes to the edge and return every tile file that changes: new ones, and older partials that go."""
    before = {one.path: content for one, content in edge.partials()}
    after = {one.path: content for one, content in edge.append(leaves)}
    after.update((one.path, content) for one, content in edge.partials())
    changed = [TileChange(path, content) for path, content in after.items() if before.get(path) != content]
    return [*changed, *(TileChange(path, None) for path in before if path not in after)]


def trailers(size: int, root: bytes) -> str:
    """Return the last lines of a commit message: what its checkpoint says."""
    return f"Tree-Size: {size}\nRoot-Hash: {strict.to_base64(root)}\n"


def founding_message(origin: str, root: bytes) -> str:
    """Return the first commit's message."""
    return f"Found the ledger {strict.plain(origin)}\n\n{trailers(0, root)}"


def message(start: int, raws: Sequence[bytes], size: int, root: bytes, summary: Summary) -> str:
    """Return an append's message: a subject, a line an entry, trailers. What entries say is cleaned of control characters."""
    count = len(raws)
    subject = f"Append 1 entry ({start})" if count == 1 else f"Append {count} entries ({start}-{start + count - 1})"
    lines = [_line(start + at, entry.parse(raws[at]), summary) for at in range(min(count, LISTED))]
    if count > LISTED:
        lines.append(f"and {count - LISTED} more\n")
    return f"{subject}\n\n{''.join(lines)}\n{trailers(size, root)}"


def _line(index: int, parsed: entry.Entry, summary: Summary) -> str:
    kind = parsed.statement.type.split("/")[1]
    words = (str(index), kind, summary(parsed), "by " + ", ".join(parsed.signers), parsed.statement.id[:16])
    return strict.plain(" ".join(word for word in words if word)) + "\n"
