"""From entries to the rows that say them in tables. Pure, so that it can be done in ranges by several processes.

A row is a tuple of values in the order of the table's columns in `models`; a test holds the two together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

from ledger import merkle, ranges
from ledger.entry import Entry, statement_id
from ledger.errors import LedgerError
from ledger.publishers import Publishers, is_key_event
from registry.claims.category import size_of
from registry.decode import reread, statement_of
from registry.index.keys import key, model_numbers, skeleton
from registry.index.walks import Point
from registry.index.watch import answered_by, point_of
from registry.index.words import Word, words
from registry.names import Kind, folded, identities
from registry.record import Ended
from registry.record.naming import names_in
from registry.record.references import references
from registry.statements import Claim, Evaluation, Flag, Publisher, PublisherKeys, Statement
from registry.summary import summary

Row = tuple[Any, ...]
UNENDED: Row = ("", None, None)
"""The columns that say what ended an entry, of one that has not."""
VOID: Row = (None, "void", None, 0)
"""The columns that say what became of a flag, of one without effect."""
_INVALID = "invalid"


class Made(Struct):
    """What a range of entries came to."""

    start: int
    leaves: list[bytes] = field(default_factory=list)
    """Leaf hashes."""
    rows: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    """By table. Placements are numbered from 0."""
    events: list[int] = field(default_factory=list)
    """Indexes of key events."""
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys of publishers that changed them."""
    answered: set[int] = field(default_factory=set)
    """Questions whose answers these entries change."""
    points: set[Point] = field(default_factory=set)
    """Places of leaderboards where they stand."""

    @property
    def lines(self) -> int:
        """Placements."""
        return len(self.rows["placement"])

    def moved(self, placements: int) -> None:
        """Number the placements on from some number."""
        if placements:
            for table, at in (("placement", 0), ("alias", 1), ("ranking", -1)):
                self.rows[table] = [_raised(row, at, placements) for row in self.rows[table]]


def _raised(row: Row, at: int, by: int) -> Row:
    if at == 0:
        return (row[0] + by, *row[1:])
    return (*row[:at], row[at] + by, *row[at + 1 :]) if at > 0 else (*row[:-1], row[-1] + by)


def tabulate(start: int, raws: Sequence[bytes], publishers: Publishers) -> Made:
    """Check a range of entries, and return their rows. Of one whose signatures are not right, nothing counts."""
    checked = ranges.check_range(start, list(raws), publishers)
    refused = {one.index: one.error for one in checked.refused}
    made = Made(start)
    texts = _Texts(made.rows)
    for index, raw in enumerate(raws, start):
        made.leaves.append(merkle.leaf_hash(raw))
        if index in refused:
            refuse(made, index, raw, refused[index])
            continue
        entry = reread(raw)
        statement = statement_of(entry)
        if is_key_event(raw):
            made.events.append(index)
        _take(made, index, entry, statement)
        if statement is not None:
            texts.take(index, entry, statement)
            made.answered.update(answered_by(entry.statement.id, statement))
            made.points.update(filter(None, [point_of(index, statement)]))
    return made


def refuse(made: Made, index: int, raw: bytes, error: LedgerError) -> None:
    """Add the row of an entry that does not stand."""
    why = f"signature: {error}", f"signature 不成立：{error}"
    made.rows["entry"].append((index, statement_id(raw), "", "", "", "", 0, *UNENDED, _INVALID, "", *why))


def _take(made: Made, index: int, entry: Entry, statement: Statement | None) -> None:
    """Add the rows of an entry whose signatures are right."""
    rows, said = made.rows, entry.statement
    signers = entry.signers
    dated, readable = _dated(statement), int(statement is not None)
    rows["entry"].append(
        (index, said.id, said.type, ", ".join(signers), summary(entry), dated, readable, *UNENDED, "", "", "", "")
    )
    rows["signer"].extend((index, name) for name in signers)
    rows["pending"].append((index,))
    if statement is None:
        return
    rows["reference"].extend((index, named) for named in dict.fromkeys(references(statement)))
    match statement:
        case Evaluation():
            _evaluation(made, index, statement)
        case Claim():
            rows["claim"].append(_claim(index, statement))
        case Publisher():
            rows["publisher"].append(_publisher(index, statement))
        case PublisherKeys():
            made.keys[statement.publisher] = statement.keys
        case Flag():
            rows["flag"].append(_flag(index, statement))


def _evaluation(made: Made, index: int, one: Evaluation) -> None:
    board, part, first = one.leaderboard, one.part, made.lines
    board_key, published = key(Kind.LEADERBOARD, board.name), one.published[:10]
    made.rows["ranking"].append(
        (
            index,
            board_key,
            board.name,
            board.release,
            published,
            one.evaluated[:10],
            board.organiser.name,
            board.organiser.class_,
            board.url,
            one.scope.entrants,
            _shared_shots(one),
            ", ".join(dict.fromkeys(_splits(one))),
            "; ".join(f"{each.field} {each.op} {each.value}" for each in one.scope.filters),
            one.submission,
            one.methodology.process,
            int(one.transcribed),
            part.number if part is not None else None,
            part.of if part is not None else None,
            one.replicates,
            len(one.placements),
            first,
        )
    )
    lines, aliases = made.rows["placement"], made.rows["alias"]
    for at, line in enumerate(one.placements):
        model, printed = line.model, line.printed
        score = next((each for each in line.scores if each.value), None)
        identity, *others = model_numbers(model)
        if others:
            known = identities(model)[1:]
            aliases.extend((other, first + at, one.name) for other, one in zip(others, known, strict=True))
        lines.append(
            (
                first + at,
                index,
                at,
                identity,
                board_key,
                published,
                key(Kind.MODEL, model.name),
                model.name,
                key(Kind.DEVELOPER, model.developer),
                model.developer,
                model.version,
                printed.name,
                printed.section,
                line.rank,
                int(line.tied),
                *((score.criterion, score.value, float(score.value), score.n, score.stderr) if score else _NO_SCORE),
                _parameters(model.parameters),
                model.availability,
                line.settings.shots,
                "",
                "",
            )
        )
    _materials(made, index, one)


_NO_SCORE: Row = ("", "", None, None, "")


@lru_cache(maxsize=4_096)
def _parameters(stated: str) -> float | None:
    size = size_of(stated) if stated else None
    return float(size) if size is not None else None


def _materials(made: Made, index: int, one: Evaluation) -> None:
    """Add the datasets and graders that an evaluation names."""
    made.rows["dataset"].extend(
        (
            index,
            at,
            key(Kind.DATASET, dataset.name),
            dataset.name,
            dataset.version,
            dataset.split,
            dataset.sha256,
            dataset.revision,
            dataset.access,
            dataset.items,
            dataset.published[:10],
            dataset.seal,
        )
        for at, dataset in enumerate(one.datasets)
    )
    made.rows["grader"].extend(
        (
            index,
            at,
            grader.name,
            grader.version,
            grader.revision,
            grader.kind,
            grader.developer,
            int(grader.dirty) if grader.dirty is not None else None,
        )
        for at, grader in enumerate(one.graders)
    )


def _claim(index: int, one: Claim) -> Row:
    board_key, model_key = key(Kind.LEADERBOARD, one.leaderboard), key(Kind.MODEL, one.model)
    return (
        index,
        one.claimant,
        one.made[:10],
        one.text,
        one.source.url,
        board_key,
        one.leaderboard,
        one.release,
        model_key,
        one.model,
        one.rank,
        one.scope,
        one.value,
        one.as_of[:10],
    )


def _publisher(index: int, one: Publisher) -> Row:
    return (one.publisher, one.display, one.class_, one.homepage, index, current(one.keys))


def current(keys: Sequence[str]) -> str:
    """Return the keys of a publisher as they stand in its row."""
    return "\n".join(keys)


def _flag(index: int, one: Flag) -> Row:
    """Return a flag as one without effect; whether it has one is known when the entry that it is on is judged."""
    return (index, one.entry, one.placement, one.reason, one.because, ", ".join(one.signers), "", *VOID)


class _Texts:
    """The names that a range of entries uses, and the texts by which filters find them, each once."""

    def __init__(self, rows: defaultdict[str, list[Row]]) -> None:
        self._rows = rows
        self._named: set[tuple[Kind, str]] = set()
        self._words: set[Word] = set()

    def take(self, index: int, entry: Entry, statement: Statement) -> None:
        for at, named in enumerate(names_in(statement)):
            if named not in self._named:
                self._named.add(named)
                kind, spelling = named
                row = (kind.value, spelling, key(kind, spelling), folded(spelling), skeleton(spelling), index, at)
                self._rows["name"].append(row)
        for word in words(entry.signers, statement):
            if word not in self._words and word.spelling:
                self._words.add(word)
                self._rows["word"].append((*word, folded(word.spelling)))


def ended_values(ended: Ended | None) -> dict[str, object]:
    """Return the columns that say what ended an entry."""
    values = UNENDED if ended is None else (ended.how.value, ended.by, ended.successor)
    return dict(zip(("ended", "ended_by", "successor"), values, strict=True))


def flag_values(values: Row = VOID) -> dict[str, object]:
    """Return the columns that say what became of a flag."""
    return dict(zip(("target_index", "state", "closed_by", "open"), values, strict=True))


def _dated(statement: Statement | None) -> str:
    match statement:
        case Evaluation():
            return statement.published[:10]
        case Claim():
            return statement.made[:10]
    return ""


def _splits(one: Evaluation) -> Iterator[str]:
    """Yield the splits of the datasets that the criteria use."""
    used = {criterion.dataset for criterion in one.methodology.criteria}
    for dataset in one.datasets:
        if dataset.split and (dataset.name in used or len(one.datasets) == 1):
            yield dataset.split


def _shared_shots(one: Evaluation) -> int | None:
    shots = {placement.settings.shots for placement in one.placements}
    return shots.pop() if len(shots) == 1 else None
