"""From a statement to the rows that say it in tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ledger.entry import Entry, statement_id
from registry.category import size_of
from registry.index.keys import key, model_numbers, skeleton
from registry.index.words import Word, words
from registry.names import Kind, folded, identities
from registry.naming import uses
from registry.record import Ended
from registry.references import references
from registry.statements import Claim, Evaluation, Flag, Publisher, PublisherKeys, Statement
from registry.statements.evaluation import Placement
from registry.summary import summary

Row = dict[str, Any]
Rows = defaultdict[str, list[Row]]
"""Rows by table."""


class Tabulator:
    """Collects the rows of entries, in the order of the log."""

    def __init__(self, placements: int) -> None:
        """Number placements on from there."""
        self.placements = placements
        self.rows: Rows = defaultdict(list)
        self.keys: dict[str, tuple[str, ...]] = {}
        """Keys of publishers that changed them."""
        self._named: set[tuple[str, str]] = set()
        self._words: set[Word] = set()

    def take(self, index: int, entry: Entry, statement: Statement | None) -> None:
        """Add the rows of an entry whose signatures are right."""
        self._entry(index, entry, _dated(statement))
        self.rows["pending"].append({"entry_index": index})
        if statement is None:
            return
        self._names(index, statement)
        self._found_by(entry, statement)
        for named in dict.fromkeys(references(statement)):
            self.rows["reference"].append({"entry_index": index, "statement_id": named})
        match statement:
            case Evaluation():
                self._evaluation(index, statement)
            case Claim():
                self._claim(index, statement)
            case Publisher():
                self._publisher(index, statement)
            case PublisherKeys():
                self.keys[statement.publisher] = statement.keys
            case Flag():
                self._flag(index, statement)

    def refuse(self, index: int, raw: bytes, why: str) -> None:
        """Add the row of an entry that does not stand: nothing in it counts."""
        self.rows["entry"].append(
            _entry_row(index, statement_id(raw))
            | {"verdict": "invalid", "reason": f"signature: {why}", "reason_zh": f"signature 不成立：{why}"}
        )

    def _entry(self, index: int, entry: Entry, dated: str) -> None:
        row = _entry_row(index, entry.statement.id)
        row |= {
            "type": entry.statement.type,
            "signers": ", ".join(entry.signers),
            "summary": summary(entry),
            "dated": dated,
        }
        self.rows["entry"].append(row)
        self.rows["signer"].extend({"entry_index": index, "name": name} for name in entry.signers)

    def _evaluation(self, index: int, one: Evaluation) -> None:
        board, part = one.leaderboard, one.part
        board_key = key(Kind.LEADERBOARD, board.name)
        self.rows["ranking"].append(
            {
                "entry_index": index,
                "leaderboard_key": board_key,
                "leaderboard": board.name,
                "release": board.release,
                "published": one.published[:10],
                "evaluated": one.evaluated[:10],
                "organiser": board.organiser.name,
                "organiser_class": board.organiser.class_,
                "url": board.url,
                "entrants": one.scope.entrants,
                "shots": _shared_shots(one),
                "split": ", ".join(dict.fromkeys(_splits(one))),
                "filters": "; ".join(f"{each.field} {each.op} {each.value}" for each in one.scope.filters),
                "submission": one.submission,
                "process": one.methodology.process,
                "transcribed": int(one.transcribed),
                "part_number": part.number if part is not None else None,
                "part_of": part.of if part is not None else None,
                "replicates": one.replicates,
                "lines": len(one.placements),
                "first_placement": self.placements,
            }
        )
        lines = self.rows["placement"]
        for at, placement in enumerate(one.placements):
            lines.append(self._placement(index, at, placement, board_key, one.published[:10]))
        self._materials(index, one)

    def _placement(self, index: int, at: int, line: Placement, board_key: str, published: str) -> Row:
        model, printed = line.model, line.printed
        score = next((one for one in line.scores if one.value), None)
        size = size_of(model.parameters) if model.parameters else None
        number, self.placements = self.placements, self.placements + 1
        identity, *others = model_numbers(model)
        self.rows["alias"].extend(
            {"identity": other, "placement_id": number, "model_key": known_as.name}
            for other, known_as in zip(others, identities(model)[1:] if others else (), strict=True)
        )
        return {
            "placement_id": number,
            "entry_index": index,
            "at": at,
            "identity": identity,
            "leaderboard_key": board_key,
            "published": published,
            "model_key": key(Kind.MODEL, model.name),
            "model": model.name,
            "developer_key": key(Kind.DEVELOPER, model.developer),
            "developer": model.developer,
            "version": model.version,
            "printed": printed.name,
            "section": printed.section,
            "rank": line.rank,
            "tied": int(line.tied),
            "criterion": score.criterion if score is not None else "",
            "value": score.value if score is not None else "",
            "score": float(score.value) if score is not None else None,
            "n": score.n if score is not None else None,
            "stderr": score.stderr if score is not None else "",
            "parameters": float(size) if size is not None else None,
            "availability": model.availability,
            "shots": line.settings.shots,
            "verdict": "",
            "worst": "",
        }

    def _materials(self, index: int, one: Evaluation) -> None:
        """Add the datasets and graders that an evaluation names."""
        for at, dataset in enumerate(one.datasets):
            self.rows["dataset"].append(
                {
                    "entry_index": index,
                    "at": at,
                    "dataset_key": key(Kind.DATASET, dataset.name),
                    "name": dataset.name,
                    "version": dataset.version,
                    "split": dataset.split,
                    "sha256": dataset.sha256,
                    "revision": dataset.revision,
                    "access": dataset.access,
                    "items": dataset.items,
                    "published": dataset.published[:10],
                    "seal": dataset.seal,
                }
            )
        for at, grader in enumerate(one.graders):
            self.rows["grader"].append(
                {
                    "entry_index": index,
                    "at": at,
                    "name": grader.name,
                    "version": grader.version,
                    "revision": grader.revision,
                    "kind": grader.kind,
                    "developer": grader.developer,
                    "dirty": int(grader.dirty) if grader.dirty is not None else None,
                }
            )

    def _claim(self, index: int, one: Claim) -> None:
        self.rows["claim"].append(
            {
                "entry_index": index,
                "claimant": one.claimant,
                "made": one.made[:10],
                "text": one.text,
                "source": one.source.url,
                "leaderboard_key": key(Kind.LEADERBOARD, one.leaderboard),
                "leaderboard": one.leaderboard,
                "release": one.release,
                "model_key": key(Kind.MODEL, one.model),
                "model": one.model,
                "rank": one.rank,
                "scope": one.scope,
                "value": one.value,
                "as_of": one.as_of[:10],
            }
        )

    def _publisher(self, index: int, one: Publisher) -> None:
        self.rows["publisher"].append(
            {
                "name": one.publisher,
                "display": one.display,
                "category": one.class_,
                "homepage": one.homepage,
                "enrolled": index,
                "current_keys": "\n".join(one.keys),
            }
        )

    def _flag(self, index: int, one: Flag) -> None:
        """Add a flag as one without effect; whether it has one is known when the entry that it is on is judged."""
        self.rows["flag"].append(
            {
                "entry_index": index,
                "target": one.entry,
                "placement": one.placement,
                "reason": one.reason,
                "because": one.because,
                "by": ", ".join(one.signers),
                "dated": "",
                **flag_row(None, "", None),
            }
        )

    def _names(self, index: int, statement: Statement) -> None:
        """Note the spellings that a statement uses; only the first use of each is kept in the tables."""
        for at, (kind, _, spelling) in enumerate(uses(statement)):
            if (kind, spelling) in self._named:
                continue
            self._named.add((kind, spelling))
            self.rows["name"].append(
                {
                    "kind": kind.value,
                    "spelling": spelling,
                    "name_key": key(kind, spelling),
                    "folded": folded(spelling),
                    "skeleton": skeleton(spelling),
                    "first": index,
                    "at": at,
                }
            )

    def _found_by(self, entry: Entry, statement: Statement) -> None:
        """Note the texts by which filters find a statement, each once."""
        for word in words(entry.signers, statement):
            if word.spelling and word not in self._words:
                self._words.add(word)
                self.rows["word"].append(word._asdict() | {"folded": folded(word.spelling)})


def ended_row(ended: Ended | None) -> Row:
    """Return the columns that say what ended an entry."""
    if ended is None:
        return {"ended": "", "ended_by": None, "successor": None}
    return {"ended": ended.how.value, "ended_by": ended.by, "successor": ended.successor}


def flag_row(on: int | None, state: str, closed_by: int | None) -> Row:
    """Return the columns that say what became of a flag: of none on no entry."""
    return {"target_index": on, "state": state or "void", "closed_by": closed_by, "open": int(state == "open")}


def _entry_row(index: int, its_id: str) -> Row:
    texts = ("type", "signers", "summary", "dated", "verdict", "worst", "reason", "reason_zh")
    return {"entry_index": index, "statement_id": its_id, **dict.fromkeys(texts, ""), **ended_row(None)}


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
