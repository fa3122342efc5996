"""Statements to try rules on, and a context that knows publishers."""

from __future__ import annotations

from ledger.note import Signer
from registry import rules, statements
from registry.rules import Context, Findings, Rule
from registry.statements import Publisher
from tests.registry.whole import WholeRecord

NAME = "evals.example.org"


def publisher(**changes: str) -> Publisher:
    """Return how a publisher introduced itself."""
    keys = [Signer.from_seed(NAME, bytes([seed]) * 32).key.format() for seed in (1, 2)]
    value = {"type": "jinbang/publisher/v1", "publisher": NAME, "keys": keys[:1], "recovery": keys[1]}
    made = statements.parse({**value, "display": "Example Evaluation Group", **changes})
    assert isinstance(made, Publisher)
    return made


KNOWN = Context({NAME: publisher()}.get, WholeRecord([], "2026-11-24"))


def evaluation(**changes: object) -> statements.Statement:
    """Return a ranking that does right what the first rules ask, with some fields changed."""
    value: dict[str, object] = {
        "type": "jinbang/evaluation/v1",
        "publisher": NAME,
        "leaderboard": {"name": "Example Board", "url": "https://example.org/board"},
        "published": "2026-11-20",
        "methodology": {
            "summary": "5-shot, mean accuracy",
            "criteria": [{"name": "accuracy", "basis": "measured", "dataset": "Example test", "grader": "scorer"}],
        },
        "datasets": [{"name": "Example test", "revision": "3f2a1b"}],
        "graders": [{"name": "scorer", "version": "1.2.0", "kind": "program"}],
        "placements": [
            {"rank": 1, "model": {"name": "A"}, "scores": [{"criterion": "accuracy", "value": "71.4"}]},
            {"rank": 2, "model": {"name": "B"}, "scores": [{"criterion": "accuracy", "value": "70.0"}]},
        ],
        "dimensions": ["accuracy"],
        "evidence": [{"title": "page", "url": "https://example.org/board"}],
    }
    if "methodology" in changes and "placements" not in changes:
        # The scores belong to the criterion that goes.
        value["placements"] = [{"rank": 1, "model": {"name": "A"}}, {"rank": 2, "model": {"name": "B"}}]
    value.update(changes)
    return statements.parse({key: item for key, item in value.items() if item is not None})


def claim(**changes: object) -> statements.Statement:
    """Return a claim with a source and a date, with some fields changed."""
    value: dict[str, object] = {
        "type": "jinbang/claim/v1",
        "publisher": NAME,
        "made": "2026-11-21",
        "text": "A ranks first on Example Board.",
        "source": {"url": "https://example.org/press"},
    }
    value.update(changes)
    return statements.parse({key: item for key, item in value.items() if item is not None})


def find(rule: Rule, statement: statements.Statement, known: Context = KNOWN) -> Findings:
    """Return what one rule says of a statement."""
    return rules.run(statement, known, [rule])
