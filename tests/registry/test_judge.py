"""Judging entries of a ledger: what a stolen key signed is disputed, and supports no claim."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger import entry
from ledger.errors import RefusedError
from ledger.log import Ledger
from ledger.note import Signer
from ledger.policy import Policy
from ledger.proof import bundle
from ledger.store import MemoryStore
from ledger.verify import State
from registry import statements
from registry.judge import Judged, judge_bundle, judge_entry
from registry.trust import Word
from tests.ledger.build import ANNA, ANNA_NEXT, ANNA_RECOVERY, BEN, BEN_RECOVERY, change, enrol, found, operator
from tests.registry.whole import read_whole

RANKING = {
    "type": "jinbang/evaluation/v1",
    "publisher": "a.example",
    "leaderboard": {"name": "Board"},
    "published": "2026-01-01",
    "placements": [
        {"rank": 1, "model": {"name": "A", "developer": "A Research"}},
        {"rank": 2, "model": {"name": "B", "developer": "B Research"}},
    ],
}
METHOD = {
    "summary": "5-shot",
    "criteria": [{"name": "accuracy", "basis": "measured", "dataset": "test", "grader": "scorer"}],
}
SOUND: dict[str, object] = {
    **RANKING,
    "leaderboard": {"name": "Board", "url": "https://example.org/board"},
    "methodology": METHOD,
    "datasets": [{"name": "test", "revision": "3f2a1b"}],
    "graders": [{"name": "scorer", "version": "1.2.0", "kind": "program"}],
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
    return judge_entry(ledger, index, Policy.of_log(ledger.identity.key), read_whole(ledger))


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


def said(value: dict[str, object], *signers: Signer) -> entry.Entry:
    return entry.sign(statements.format(statements.parse(value)), list(signers))


def introduce(name: str, key: Signer, recovery: Signer) -> entry.Entry:
    """Return an enrolment that says who enrols."""
    named = {"keys": [key.key.format()], "recovery": recovery.key.format()}
    return said(by(name, "publisher", display=name, homepage="https://example.org/", **named), key)


def by(name: str, kind: str, **fields: object) -> dict[str, object]:
    return {"type": f"jinbang/{kind}/v1", "publisher": name, **fields}


@pytest.fixture
def board(tmp_path: Path) -> tuple[Ledger, str]:
    """A ledger of two publishers, a sound ranking by the one (entry 2) and a claim by the other (entry 3)."""
    anna, ben = introduce("a.example", ANNA, ANNA_RECOVERY), introduce("b.example", BEN, BEN_RECOVERY)
    first, claim = said(SOUND, ANNA), said(CLAIM, BEN)
    ledger = found(MemoryStore(), tmp_path, [[anna.raw, ben.raw, first.raw, claim.raw]])
    return ledger, first.statement.id


def verdicts(ledger: Ledger, *indexes: int) -> list[str]:
    return [str(judged(ledger, index).verdict) for index in indexes]


def newer(ledger: Ledger, index: int) -> str:
    return next(check.detail for check in judged(ledger, index).checks if check.name == "newer")


def test_a_flag_counts_until_it_is_withdrawn_and_a_response_closes_nothing(
    board: tuple[Ledger, str], tmp_path: Path
) -> None:
    ledger, ranking = board
    writer = operator(tmp_path)
    assert verdicts(ledger, 2, 3) == ["verified", "verified"]
    assert newer(ledger, 2) == "no newer entry is about it"

    flag = said(by("b.example", "flag", entry=ranking, reason="opaque-weights", because="Which?"), BEN)
    ledger.append([flag.raw], writer)
    assert verdicts(ledger, 2, 3) == ["flagged: subjective", "flagged: subjective"]
    assert newer(ledger, 2) == "1 flag, 1 open"

    ledger.append([said(by("a.example", "response", flag=flag.statement.id, because="None."), ANNA).raw], writer)
    assert verdicts(ledger, 2) == ["flagged: subjective"]

    withdrawal = by("b.example", "amendment", action="withdraw", target=flag.statement.id)
    ledger.append([said(withdrawal, BEN).raw], writer)
    assert verdicts(ledger, 2, 3) == ["verified", "verified"]
    assert newer(ledger, 2) == "1 flag, 0 open"


def test_what_is_superseded_is_disputed_and_the_newer_one_supports_claims(
    board: tuple[Ledger, str], tmp_path: Path
) -> None:
    ledger, ranking = board
    better = said({**SOUND, "methodology": {**METHOD, "summary": "zero-shot"}}, ANNA)
    amendment = by("a.example", "amendment", action="supersede", target=ranking, by=better.statement.id)
    ledger.append([better.raw, said(amendment, ANNA).raw], operator(tmp_path))

    old = judged(ledger, 2)
    assert (str(old.verdict), old.verdict.reason) == ("disputed", "superseded by entry 4, as entry 5 says")
    assert verdicts(ledger, 3, 4) == ["verified", "verified"]
    assert newer(ledger, 4) == "it replaces entry 2"
    answer = judged(ledger, 3).answer
    assert answer is not None
    assert answer.standing is not None
    assert answer.standing.recorded.index == 4


def test_a_retracted_ranking_supports_no_claim_and_a_stranger_retracts_nothing(
    board: tuple[Ledger, str], tmp_path: Path
) -> None:
    ledger, ranking = board
    writer = operator(tmp_path)
    ledger.append([said(by("b.example", "amendment", action="retract", target=ranking), BEN).raw], writer)
    assert verdicts(ledger, 2, 3) == ["verified", "verified"]

    ledger.append([said(by("a.example", "amendment", action="retract", target=ranking), ANNA).raw], writer)
    assert verdicts(ledger, 2, 3) == ["disputed", "unsupported"]


def test_a_publisher_stands_by_what_a_key_signed_that_was_stolen_later(tmp_path: Path) -> None:
    anna = introduce("a.example", ANNA, ANNA_RECOVERY)
    ranking = said(SOUND, ANNA)
    stolen = change(anna, "compromise", [ANNA_NEXT], [ANNA_RECOVERY, ANNA_NEXT], last_good_index=0)
    ledger = found(MemoryStore(), tmp_path, [[anna.raw, ranking.raw], [stolen.raw]])
    assert verdicts(ledger, 1) == ["disputed"]

    again = by("a.example", "amendment", action="reaffirm", target=ranking.statement.id)
    with pytest.raises(RefusedError, match="no longer valid"):
        ledger.append([said(again, ANNA).raw], operator(tmp_path))
    ledger.append([said(again, ANNA_NEXT).raw], operator(tmp_path))
    assert verdicts(ledger, 1) == ["verified"]
    assert newer(ledger, 1) == "re-affirmed by its publisher"
    assert str(judge_bundle(bundle(ledger, 1), Policy.of_log(ledger.identity.key)).verdict) == "disputed"


def test_a_bundle_cannot_hold_newer_entries_and_says_so(board: tuple[Ledger, str]) -> None:
    ledger, _ = board
    found = judge_bundle(bundle(ledger, 2), Policy.of_log(ledger.identity.key))
    check = next(one for one in found.checks if one.name == "newer")
    assert check.state is State.SKIPPED
    assert found.verdict.word is Word.VERIFIED
