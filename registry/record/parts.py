"""A ranking that one entry cannot hold: split into numbered parts to be signed, put together again to be read.

Every part carries the whole head (methodology, datasets, evidence and all else), so each says for itself how the ranking was
made; only the placements are divided, in their order, and with them `extra.lines` when it has an item for each. Parts belong
together when their heads are the same, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from ledger.entry import MAX_ENTRY_BYTES
from ledger.statement import spell
from registry import statements
from registry.errors import Problem, StatementError
from registry.record import Logged, Record
from registry.statements import Evaluation
from registry.statements.evaluation import LINES, Part, Placement
from registry.statements.records import plain

_LISTED = 1000
"""Parts beyond those on record that are told as missing: how many there are is the publisher's word alone."""
_BETWEEN = len(",\n    ")
"""Bytes between two placements."""
_BETWEEN_TOLD = len(",\n      ")
"""Bytes between two items of `extra.lines`."""
_AROUND = len(spell({"placements": [0]})) - 1
"""Bytes around the only placement of a list."""
_AROUND_TOLD = len(spell({"extra": {LINES: [0]}})) - 1
"""Bytes around the only item of `extra.lines`."""
_LINE = len("—  \n".encode()) + 92
"""Bytes of a signature line without its name: key id and signature are 92 characters of base64."""


def room(signers: Iterable[str]) -> int:
    """Return how many bytes of text an entry has for a statement that each of these signs with one key."""
    return MAX_ENTRY_BYTES - 1 - sum(_LINE + len(name.encode()) for name in signers)


def split(evaluation: Evaluation, limit: int) -> tuple[Evaluation, ...]:
    """Return an evaluation as it is when its text has at most `limit` bytes, else in numbered parts that have.

    Raises: StatementError when its head leaves no room for one placement, or it is a part already.
    """
    size = len(statements.format(evaluation))
    if size <= limit:
        return (evaluation,)
    if evaluation.part is not None:
        raise StatementError([Problem("part", f"{size:,} bytes of text in one part", f"at most {limit:,}")])
    return tuple(in_parts(lambda: iter((evaluation,)), limit))


def in_parts(chunks: Callable[[], Iterator[Evaluation]], limit: int) -> Iterator[Evaluation]:
    """Yield the table that chunks with one head make up, as `split` does.

    The chunks are made twice, to measure and to divide: a table that is made from a file is never held as a whole.
    """
    first: Evaluation | None = None
    sizes: list[int] = []
    for chunk in chunks():
        first = first or chunk
        sizes.extend(map(_size, _lines(chunk)))
    assert first is not None, "a table has lines"
    lines = (line for chunk in chunks() for line in _lines(chunk))
    alone = len(statements.format(_with(first, _lines(first)[:1])))
    if alone + sum(sizes[1:]) + _between(first) * (len(sizes) - 1) <= limit:
        yield first if len(sizes) == len(first.placements) else _with(first, lines)
        return
    lengths = list(_lengths(first, sizes, limit))
    for number, length in enumerate(lengths, 1):
        yield replace(_with(first, islice(lines, length)), part=Part(number, len(lengths)))


def _lengths(first: Evaluation, sizes: Sequence[int], limit: int) -> Iterator[int]:
    """Yield how many placements at a time fit below the head."""
    # The part's number has at most as many digits as there are placements.
    least = replace(_with(first, _lines(first)[:1]), part=Part(len(sizes), len(sizes)))
    free = limit - (len(statements.format(least)) - sizes[0])
    start, used = 0, 0
    for at, size in enumerate(sizes):
        if size > free:
            found = f"{size:,} bytes beside a head of {limit - free:,}"
            raise StatementError([Problem(f"placements[{at}]", found, f"at most {limit:,} together, to fit an entry")])
        used += size + (_between(first) if at > start else 0)
        if used > free:
            yield at - start
            start, used = at, size
    yield len(sizes) - start


_Line = tuple[Placement, object]
"""A placement, and what `extra.lines` tells of it; `_UNTOLD` where it tells nothing."""
_UNTOLD = object()


def _lines(chunk: Evaluation) -> list[_Line]:
    told = told_of_lines(chunk)
    return list(zip(chunk.placements, [_UNTOLD] * len(chunk.placements) if told is None else told, strict=True))


def _with(first: Evaluation, lines: Iterable[_Line]) -> Evaluation:
    """Return an evaluation with other lines, and what is told of those."""
    pairs = list(lines)
    told = [one for _, one in pairs if one is not _UNTOLD]
    extra = first.extra if told_of_lines(first) is None else {**first.extra, LINES: told}
    return replace(first, placements=tuple(line for line, _ in pairs), extra=extra)


def _size(line: _Line) -> int:
    placement, told = line
    size = len(spell({"placements": [plain(placement)]})) - _AROUND
    return size if told is _UNTOLD else size + len(spell({"extra": {LINES: [told]}})) - _AROUND_TOLD


def _between(first: Evaluation) -> int:
    """Return how many bytes stand between two lines."""
    return _BETWEEN if told_of_lines(first) is None else _BETWEEN + _BETWEEN_TOLD


def told_of_lines(evaluation: Evaluation) -> list[object] | None:
    """Return what `extra` holds of each placement, in their order; None when it has no item for each."""
    told = evaluation.extra.get(LINES)
    return told if isinstance(told, list) and len(told) == len(evaluation.placements) else None


def head(evaluation: Evaluation) -> bytes:
    """Return what the parts of one ranking share: all but the placements and the number of the part, as bytes."""
    extra = evaluation.extra if told_of_lines(evaluation) is None else {**evaluation.extra, LINES: []}
    return spell(plain(replace(evaluation, placements=(), part=None, extra=extra)))


class Table(Struct, frozen=True):
    """A ranking as it stands on record: an entry, or those parts of it that are there."""

    parts: tuple[Logged[Evaluation], ...]
    """In the order of their numbers; of each the newest entry."""

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers of the parts that are not there."""
        part = self.parts[0].statement.part
        if part is None:
            return ()
        there = {one.statement.part.number for one in self.parts if one.statement.part is not None}
        return tuple(number for number in range(1, min(part.of, _LISTED + len(there)) + 1) if number not in there)

    @property
    def is_whole(self) -> bool:
        """Whether every part is there."""
        return not self.missing

    @property
    def evaluation(self) -> Evaluation:
        """The ranking with the placements of all parts that are there; it is no part itself when it is whole."""
        first = self.parts[0].statement
        lines = [line for one in self.parts for line in _lines(one.statement)]
        return replace(_with(first, lines), part=None if self.is_whole else first.part)


def tables(rankings: Iterable[Logged[Evaluation]]) -> list[Table]:
    """Return the tables that some entries make up, in the order of their first entries."""
    groups: dict[object, dict[int, Logged[Evaluation]]] = {}
    for one in rankings:
        part = one.statement.part
        key = one.index if part is None else (head(one.statement), part.of)
        groups.setdefault(key, {})[part.number if part is not None else 0] = one
    return [Table(tuple(found[number] for number in sorted(found))) for found in groups.values()]


def table_of(one: Logged[Evaluation], record: Record) -> Table:
    """Return the table that an entry is all or part of; other parts that have ended are not in it."""
    if one.statement.part is None:
        return Table((one,))
    others = _live(record.rankings(one.statement.leaderboard.name), one)
    return next(table for table in tables([*others, one]) if one in table.parts)


def _live(rankings: Sequence[Logged[Evaluation]], one: Logged[Evaluation]) -> list[Logged[Evaluation]]:
    return [other for other in rankings if other.ended is None and other.index != one.index]
