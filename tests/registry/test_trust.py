"""One verdict from proofs, findings, a claim and a dispute: the gravest wins, over every combination."""

from __future__ import annotations

from itertools import product

import pytest

from ledger.verify import Check, State
from registry import rules
from registry.exit_codes import Exit
from registry.record import Logged
from registry.record.flags import Flagged, FlagState
from registry.rules import Findings
from registry.rules.base import Words
from registry.statements import Flag
from registry.trust import CHINESE, Judgement, Word, verdict
from tests.registry.rules.made import KNOWN, exemplary

CLEAN = rules.run(exemplary(), KNOWN)
WEIGHTY = rules.run(exemplary(published=None), KNOWN)
CHECKS = {state: [Check("text", State.OK, ""), Check("inclusion", state, "why")] for state in State}


@pytest.mark.parametrize(
    ("state", "findings", "claim", "disputed"),
    list(product(State, [CLEAN, WEIGHTY, None], [None, *Word], [None, Words("by entry 3", "条目 3")])),
)
def test_the_gravest_wins(state: State, findings: Findings | None, claim: Word | None, disputed: Words | None) -> None:
    judgement = Judgement(claim, "because") if claim is not None else None
    found = verdict(CHECKS[state], findings, judgement, disputed)
    if state is State.FAIL:
        expected = Word.INVALID
    elif state is State.SKIPPED or findings is None:
        expected = Word.UNCHECKED
    elif disputed:
        expected = Word.DISPUTED
    elif claim is not None and claim is not Word.VERIFIED:
        expected = claim
    else:
        expected = Word.FLAGGED if findings is WEIGHTY else Word.VERIFIED
    assert found.word is expected
    assert bool(found.reason) == bool(found.reason_zh) == (expected is not Word.VERIFIED)
    assert bool(found.worst) == (expected is Word.FLAGGED and claim is not Word.FLAGGED)


def test_no_checks_at_all_are_not_a_pass() -> None:
    for judgement in (None, Judgement(Word.VERIFIED, "")):
        found = verdict([], CLEAN, judgement)
        assert (found.word, found.reason) == (Word.UNCHECKED, "nothing was checked")


def test_rules_that_could_not_look_do_not_flag_and_are_kept_apart() -> None:
    unknown = rules.run(exemplary(checks=None), KNOWN)
    assert unknown.found == ()
    assert unknown.not_checkable
    assert verdict(CHECKS[State.OK], unknown).word is Word.VERIFIED


def test_a_verdict_gives_its_reason_in_both_languages() -> None:
    flagged = verdict(CHECKS[State.OK], WEIGHTY)
    assert (flagged.reason, flagged.reason_zh) == (
        "The ranking does not say when it was published.",
        "该榜单未注明发布日期。",
    )
    claimed = verdict(CHECKS[State.OK], CLEAN, Judgement(Word.CONTRADICTED, "rank 2, not 1", "第 2，而非第 1"))
    assert claimed.reason_zh == "第 2，而非第 1"
    assert verdict(CHECKS[State.FAIL], CLEAN).reason_zh == "inclusion 不成立：why"


def test_flagged_names_the_worst_group() -> None:
    assert str(verdict(CHECKS[State.OK], WEIGHTY)) == "flagged: unsourced"


def flagged(reason: str, state: FlagState = FlagState.OPEN) -> Flagged:
    flag = Flag(publisher="b.example", entry="0f" * 32, reason=reason, because="It is not so.")
    return Flagged(Logged(7, flag), 3, state, None, ())


def test_an_open_flag_of_a_person_flags_with_the_group_of_its_rule() -> None:
    found = verdict(CHECKS[State.OK], CLEAN, flags=[flagged("other"), flagged("opaque-weights")])
    assert str(found) == "flagged: subjective"
    assert found.reason == "b.example objects in entry 7 (opaque-weights): It is not so."
    assert found.reason_zh == "b.example 在条目 7 提出异议（opaque-weights）：It is not so."
    assert found.exit_code(strict=False) is Exit.TRUE
    assert found.exit_code(strict=True) is Exit.FALSE


@pytest.mark.parametrize("reason", ["other", "a-rule-of-tomorrow"])
def test_a_flag_whose_reason_is_no_rule_flags_without_a_group(reason: str) -> None:
    found = verdict(CHECKS[State.OK], CLEAN, flags=[flagged(reason)])
    assert (found.word, found.worst, str(found)) == (Word.FLAGGED, "", "flagged")


def test_a_closed_flag_does_not_count_and_a_finding_names_its_group_first() -> None:
    closed = [flagged("opaque-weights", state) for state in FlagState if state is not FlagState.OPEN]
    assert verdict(CHECKS[State.OK], CLEAN, flags=closed).word is Word.VERIFIED
    assert str(verdict(CHECKS[State.OK], WEIGHTY, flags=[flagged("opaque-weights")])) == "flagged: unsourced"


@pytest.mark.parametrize(
    ("word", "code", "zh"),
    [
        (Word.VERIFIED, 0, "属实"),
        (Word.FLAGGED, 0, "存疑"),
        (Word.DISPUTED, 1, "争议"),
        (Word.OUTDATED, 1, "过时"),
        (Word.CONTRADICTED, 1, "不符"),
        (Word.UNSUPPORTED, 3, "无据"),
        (Word.INVALID, 1, "失效"),
        (Word.UNCHECKED, 4, "未验"),
    ],
)
def test_every_word_has_its_exit_code_and_its_chinese(word: Word, code: int, zh: str) -> None:
    judged = verdict(CHECKS[State.OK], CLEAN, Judgement(word, "x"))
    assert CHINESE[word] == zh
    if word is not Word.VERIFIED:
        assert judged.exit_code(strict=False) == code
    assert judged.zh == CHINESE[judged.word]


def test_strict_makes_only_flagged_false() -> None:
    assert verdict(CHECKS[State.OK], WEIGHTY).exit_code(strict=True) is Exit.FALSE
    assert verdict(CHECKS[State.OK], CLEAN).exit_code(strict=True) is Exit.TRUE
