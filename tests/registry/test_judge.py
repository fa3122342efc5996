"""Judging entries of a ledger: what a stolen key signed is disputed, and supports no claim."""

from __future__ import annotations

from pathlib import Path

from ledger import entry
from ledger.log import Ledger
from ledger.policy import Policy
from ledger.store import MemoryStore
from registry import statements
from registry.judge import Judged, judge_entry
from tests.ledger.build import ANNA, ANNA_NEXT, ANNA_RECOVERY, BEN, BEN_RECOVERY, change, enrol, found, operator

RANKING = {
    "type": "jinbang/evaluation/v1",
    "publisher": "a.example",
    "leaderboard": {"name": "Board"},
    "published": "2026-01-01",
    "placements": [{"rank": 1, "model": {"name": "A"}}, {"rank": 2, "model": {"name": "B"}}],
}
CLAIM = {
    "type": "jinbang/claim/v1",
    "publisher": "b.example",
    "made": "2026-01-02",
    "text": "A is first on Board.",
    "source": {"url": "https://example.org/"},
    "model": "A",
    "leaderboard": "Board",
    "rank": 1,
}


def judged(ledger: Ledger, index: int) -> Judged:
    return judge_entry(ledger, index, Policy.of_log(ledger.identity.key))


def test_a_ranking_by_a_stolen_key_is_disputed_and_supports_no_claim(tmp_path: Path) -> None:
    anna, ben = enrol([ANNA], ANNA_RECOVERY), enrol([BEN], BEN_RECOVERY)
    ranking = entry.sign(statements.format(statements.parse(RANKING)), [ANNA])
    claim = entry.sign(statements.format(statements.parse(CLAIM)), [BEN])
    ledger = found(MemoryStore(), tmp_path, [[anna.raw, ben.raw, ranking.raw, claim.raw]])
    assert judged(ledger, 3).answer is not None
    assert str(judged(ledger, 3).verdict.word) == "flagged"

    stolen = change(anna, "compromise", [ANNA_NEXT], [ANNA_RECOVERY, ANNA_NEXT], last_good_index=1)
    ledger.append([stolen.raw], operator(tmp_path))
    assert str(judged(ledger, 2).verdict.word) == "disputed"
    assert str(judged(ledger, 3).verdict.word) == "unsupported"
