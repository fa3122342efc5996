"""Statements to try rules on, and a context that knows publishers."""

from __future__ import annotations

from ledger.note import Signer
from registry import rules, statements
from registry.record import Logged
from registry.rules import Context, Findings, Rule
from registry.statements import Publisher, Statement
from tests.registry.whole import WholeRecord

NAME = "evals.example.org"


def publisher(name: str = NAME, **changes: object) -> Publisher:
    """Return how a publisher introduced itself."""
    keys = [Signer.from_seed(name, bytes([seed]) * 32).key.format() for seed in (1, 2)]
    value = {"type": "jinbang/publisher/v1", "publisher": name, "keys": keys[:1], "recovery": keys[1]}
    made = statements.parse({**value, "display": "Example Evaluation Group", **changes})
    assert isinstance(made, Publisher)
    return made


OTHER = "second.example.org"
SEAL = "cd" * 32
"""Id of the seal that an exemplary ranking names."""


def record(*logged: Logged[Statement]) -> WholeRecord:
    """Return a record of the seal that an exemplary ranking names, and what is given."""
    value = {
        "type": "jinbang/seal/v1",
        "publishers": [NAME, OTHER],
        "dataset": {"name": "Example test", "items": 10000},
        "root": "ef" * 32,
    }
    return WholeRecord([Logged(0, statements.parse(value), SEAL), *logged], "2026-11-24")


KNOWN = Context({NAME: publisher(), OTHER: publisher(OTHER)}.get, record(), has_quorum=True)
WITHOUT_RECORD = Context(KNOWN.publisher)
"""What is known of an entry that came in a bundle."""


def evaluation(**changes: object) -> statements.Statement:
    """Return a plain ranking of two models, with some fields changed."""
    value: dict[str, object] = {
        "type": "jinbang/evaluation/v1",
        "publisher": NAME,
        "leaderboard": {"name": "Example Board", "url": "https://example.org/board"},
        "published": "2026-11-20",
        "submission": "third-party",
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


def exemplary(**changes: object) -> statements.Statement:
    """Return a ranking that does everything right, with some fields changed: sealed, joint, pinned, with errors given."""
    pinned = {"sha256": "ab" * 32, "url": "https://example.org/method"}
    value: dict[str, object] = {
        "type": "jinbang/evaluation/v1",
        "publishers": [NAME, OTHER],
        "leaderboard": {"name": "Example Board", "release": "2026-11"},
        "published": "2026-11-20",
        "submission": "organiser-run",
        "scope": {"languages": ["zh"], "domains": ["general"], "entrants": 2, "ranked": "all"},
        "methodology": {
            "summary": "5-shot, mean accuracy over all items",
            "document": pinned,
            "process": "open",
            "criteria": [
                {
                    "name": "accuracy",
                    "basis": "measured",
                    "weight": "1",
                    "higher_is_better": True,
                    "unit": "percent",
                    "min": "0",
                    "max": "100",
                    "aggregate": "micro",
                    "dataset": "Example test",
                    "grader": "scorer",
                    "protocol": pinned,
                }
            ],
        },
        "datasets": [
            {
                "name": "Example test",
                "split": "test",
                "items": 10000,
                "access": "sealed",
                "seal": SEAL,
                "languages": ["zh"],
                "domains": ["general"],
            }
        ],
        "graders": [{"name": "scorer", "version": "1.2.0", "revision": "3f2a1b", "kind": "program", "dirty": False}],
        "placements": [placed(1, "A", "80.12"), placed(2, "B", "75.40")],
        "dimensions": ["accuracy", "robustness"],
        "evidence": [{"title": "page as archived", **pinned}],
        "disclosures": {"funding": "a foundation", "private_submissions": 0, "training_on_test": "no"},
        "checks": [{"kind": "verbatim-gold", "result": {"matched": 12, "of": 10000}}],
    }
    value.update(changes)
    return statements.parse({key: item for key, item in value.items() if item is not None})


def placed(rank: int | None, name: str, value: str, **changes: object) -> dict[str, object]:
    """Return a line of an exemplary ranking, with some fields changed."""
    line: dict[str, object] = {
        "rank": rank,
        "model": {
            "name": name,
            "version": "1.0",
            "developer": f"{name} Research",
            "released": "2026-10-01",
            "languages": ["zh", "en"],
            "domains": ["general"],
            "availability": "open weights",
        },
        "scores": [{"criterion": "accuracy", "value": value, "stderr": "0.42", "n": 10000}],
        "settings": {"shots": 5, "prompt_sha256": "ab" * 32, "temperature": "0", "runs": 1, "attempts": 1},
        "raw": [{"sha256": "ef" * 32, "rows": 10000}],
    }
    line.update(changes)
    return {key: item for key, item in line.items() if item is not None}


def claim(**changes: object) -> statements.Statement:
    """Return a claim with a source and a date, with some fields changed."""
    value: dict[str, object] = {
        "type": "jinbang/claim/v1",
        "publisher": NAME,
        "made": "2026-11-21",
        "text": "A ranks first on Example Board.",
        "source": {"url": "https://example.org/press", "sha256": "ab" * 32},
    }
    value.update(changes)
    return statements.parse({key: item for key, item in value.items() if item is not None})


def cites(**changes: object) -> statements.Statement:
    """Return a claim that A is first on the exemplary ranking, with some fields changed."""
    return claim(**{"model": "A", "leaderboard": "Example Board", "rank": 1, **changes})


def said(rule: Rule, statement: statements.Statement, known: Context = KNOWN) -> list[tuple[str, str]]:
    """Return the sentences of one rule's findings, in both languages."""
    return [(one.message, one.message_zh) for one in find(rule, statement, known).found]


def lacks(rule: Rule, statement: statements.Statement, known: Context = KNOWN) -> list[str]:
    """Return the fields for want of which one rule cannot judge."""
    return [one.field for one in find(rule, statement, known).not_checkable]


def find(rule: Rule, statement: statements.Statement, known: Context = KNOWN) -> Findings:
    """Return what one rule says of a statement."""
    return rules.run(statement, known, [rule])
