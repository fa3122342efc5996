"""A ranking that does everything right: sealed and opened, joint, run again by others, with outputs, errors and a pinned grader."""

from __future__ import annotations

from registry import rules, statements
from registry.merits import merits
from registry.statements import Statement
from tests.registry.rules.made import NAME, OTHER, cites, exemplary, placed, publisher
from tests.registry.rules.recorded import Log, sid

THIRD = "third.example.org"
SEALED, RANKED, OPENED, AGAIN, CLAIMED = range(2, 7)
UNKNOWN = {"day of recording", "opening", f"entry {OPENED} opening"}


def _seal() -> Statement:
    sealed = {"name": "Example test", "items": 10000, "languages": ["zh"], "domains": ["general"]}
    value = {"type": "jinbang/seal/v1", "publishers": [NAME, OTHER], "dataset": sealed, "root": "ef" * 32}
    return statements.parse({**value, "reveal_after": "2026-11-21"})


def _reveal() -> Statement:
    value = {"type": "jinbang/reveal/v1", "publishers": [NAME, OTHER], "seal": sid(SEALED)}
    return statements.parse({**value, "opening": {"url": "https://example.org/opening", "sha256": "ab" * 32}})


def _dataset() -> dict[str, object]:
    dataset = {"name": "Example test", "split": "test", "items": 10000, "access": "sealed", "seal": sid(SEALED)}
    return {**dataset, "languages": ["zh"], "domains": ["general"]}


def _again() -> Statement:
    board = {"name": "Example Board, run again", "release": "2026-11"}
    lines = [placed(1, "A", "80.05"), placed(2, "B", "75.31")]
    run = {"publishers": None, "publisher": THIRD, "submission": "third-party", "replicates": sid(RANKED)}
    return exemplary(**run, leaderboard=board, placements=lines, datasets=[_dataset()])


LOG = Log(
    publisher(OTHER),
    publisher(THIRD),
    _seal(),
    exemplary(datasets=[_dataset()]),
    _reveal(),
    _again(),
    cites(),
)


def test_it_has_no_finding_and_unknown_is_only_what_no_log_holds() -> None:
    for at in (SEALED, RANKED, OPENED, AGAIN):
        found = rules.run(LOG.logged[at].statement, LOG.context(at, has_quorum=True))
        assert found.found == ()
        # No log says when something was recorded, and the file that opens a dataset is elsewhere.
        assert {one.field for one in found.not_checkable} <= UNKNOWN


def test_a_claim_that_it_bears_out_has_none_either() -> None:
    found = rules.run(LOG.logged[CLAIMED].statement, LOG.context(CLAIMED, has_quorum=True))
    assert found.found == ()
    assert {one.field for one in found.not_checkable} == {"day of recording"}


def test_it_has_every_merit_and_each_says_in_both_languages_what_it_rests_on() -> None:
    said = merits(LOG.logged[RANKED].statement, LOG.context(RANKED))
    assert [one.id for one in said] == [
        "sealed-and-revealed",
        "jointly-signed",
        "independently-replicated",
        "outputs-committed",
        "uncertainty-given",
        "grader-pinned",
    ]
    assert all(one.message.en and one.message.zh and one.seen for one in said)
