"""Rankings and claims put on record, and the real history of a board as one, for rules that ask more than one statement."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from registry import rules, statements
from registry.record import Ended, Logged
from registry.rules import Context, Findings, Rule
from registry.statements import Evaluation, Statement
from tests.foreign import data
from tests.registry.rules.made import NAME, publisher
from tests.registry.whole import WholeRecord

TODAY = "2026-11-24"


def sid(index: int) -> str:
    """Return the id that the statement at an index of a `Log` has."""
    return f"{index:064x}"


class Log:
    """Statements in the order of a log, each with its index as its id."""

    def __init__(self, *recorded: Statement, today: str = TODAY) -> None:
        self.logged = [Logged(index, one, sid(index)) for index, one in enumerate(recorded)]
        self.today = today

    def end(self, index: int, ended: Ended) -> None:
        """Let an entry have ended."""
        self.logged[index] = replace(self.logged[index], ended=ended)

    def state(self, release: str, shots: int) -> int:
        """Return the index of a ranking by its release and shots."""
        return next(
            one.index
            for one in self.logged
            if isinstance(one.statement, Evaluation)
            and one.statement.leaderboard.release == release
            and one.statement.placements[0].settings.shots == shots
        )

    def context(self, index: int | None = None, **given: Any) -> Context:
        """Return what a rule may ask about an entry, or about a statement that is not in the log yet."""
        record = WholeRecord([Logged(-1, publisher(), "f" * 64), *self.logged], self.today)
        return Context(record.publisher, record, None if index is None else self.logged[index], **given)

    def find(self, rule: Rule, index: int = -1, **given: Any) -> Findings:
        """Return what a rule says of an entry; of the last one when none is given."""
        at = index % len(self.logged)
        return rules.run(self.logged[at].statement, self.context(at, **given), [rule])

    def said(self, rule: Rule, index: int = -1, **given: Any) -> list[str]:
        """Return a rule's English sentences on an entry."""
        return [one.message for one in self.find(rule, index, **given).found]

    def lacking(self, rule: Rule, index: int = -1, **given: Any) -> list[str]:
        """Return what a rule lacked to judge an entry."""
        return [one.field for one in self.find(rule, index, **given).not_checkable]


def line(name: str, value: str = "", rank: int | None = None, **fields: Any) -> dict[str, Any]:
    """Return a line of a ranking; a field of the model as `model_version`."""
    model = {"name": name} | {k.removeprefix("model_"): v for k, v in fields.items() if k.startswith("model_")}
    rest = {key: item for key, item in fields.items() if not key.startswith("model_")}
    scores = [{"criterion": "accuracy", "value": value}] if value else []
    return {"model": model, "scores": scores, **({"rank": rank} if rank is not None else {}), **rest}


def table(*lines: dict[str, Any], day: str = "2026-01-01", release: str = "", **fields: Any) -> Statement:
    """Return a whole ranking of Example Board, its lines ranked in their order when they are given no rank."""
    ranked = [one if "rank" in one else {"rank": number, **one} for number, one in enumerate(lines, 1)]
    value: Mapping[str, Any] = {
        "type": "jinbang/evaluation/v1",
        "publisher": NAME,
        "leaderboard": {"name": "Example Board", "release": release},
        "published": day,
        "scope": {"entrants": len(lines)},
        "methodology": {
            "criteria": [
                {
                    "name": "accuracy",
                    "basis": "measured",
                    "higher_is_better": True,
                    "dataset": "Test",
                    "unit": "percent",
                }
            ]
        },
        "datasets": [{"name": "Test", "items": 1000, "access": "public"}],
        "placements": ranked,
        **fields,
    }
    return statements.parse({key: item for key, item in value.items() if item is not None})


def cmmlu() -> Log:
    """Return the real history of CMMLU's table, one entry a state and number of shots, in the order of time."""
    states: dict[tuple[str, int, str], list[dict[str, str]]] = defaultdict(list)
    with data("cmmlu", "history-2023-06_2024-12.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at = datetime.fromisoformat(row["committed"]).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            states[at, int(row["shots"]), row["commit"]].append(row)
    return Log(*(_state(at, shots, commit, states[at, shots, commit]) for at, shots, commit in sorted(states)))


def _state(at: str, shots: int, commit: str, rows: list[dict[str, str]]) -> Statement:
    lines = [
        line(
            row["model"],
            row["average"],
            int(row["position_by_score"]),
            printed={"name": row["model"], "section": row["section"]},
            settings={"shots": shots},
        )
        for row in rows
    ]
    board = {"name": "CMMLU", "release": commit}
    return table(*lines, day=at, leaderboard=board, datasets=[{"name": "Test", "revision": commit, "items": 11_582}])
