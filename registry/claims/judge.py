"""What a cited ranking comes to: a claim, held against the rankings on record.

Names match whole (NFKC, case folded), never in part. A claim with a date is judged at that date, and what became of it is said
beside. What cannot be decided from the record is `unchecked`, with the field that is missing; it is never guessed. Who may
publish under a leaderboard's name is not decided here: where publishers disagree, none of them is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from registry.claims.holding import Answer, Held, State, answered, hold, said
from registry.claims.standing import Recorded, Standing, Undecided
from registry.names import folded
from registry.record import Record
from registry.record.parts import tables
from registry.rules.base import Seen, Words
from registry.statements import Claim, Evaluation
from registry.trust import CHINESE, Word

__all__ = ["Answer", "Recorded", "Standing", "folded", "judge"]

_Key = TypeVar("_Key", bound=Hashable)


def judge(claim: Claim, record: Record) -> Answer:
    """Return what a claim comes to against the rankings on record. One that has ended supports nothing."""
    lacking = _lacking(claim)
    if lacking is not None:
        field = next((field for field in ("leaderboard", "model") if not getattr(claim, field)), "rank")
        return _unsupported(claim, lacking, field)
    name, release = claim.leaderboard, claim.release
    found = record.rankings(name)
    board = [one for one in found if one.ended is None]
    if not board:
        return _unsupported(claim, _none_of(name, found))
    if release:
        board = [one for one in board if folded(one.statement.leaderboard.release) == folded(release)]
    if not board:
        words = Words(f"no release {release} of {name} is on record", f"没有{name}的“{release}”一期的记录")
        return _unsupported(claim, words)
    if claim.rank is not None:
        board = [one for one in board if any(line.rank is not None for line in one.statement.placements)]
    if not board:
        words = Words(f"no entry of {name} ranks anybody", f"{name}的记录没有给出任何名次")
        return _unsupported(claim, words, "placements[].rank")
    return _by_publisher(claim, board)


def _none_of(name: str, ended: Sequence[Recorded]) -> Words:
    """Say that nothing speaks of a leaderboard, or does no longer."""
    if not ended:
        return Words(f"no ranking of {name} is on record", f"没有{name}榜单的记录")
    from registry.record.life import told  # deferred: seldom all have ended

    reasons = [(one.index, told(one.ended)) for one in ended if one.ended is not None]
    en = "; ".join(f"entry {index} {words.en}" for index, words in reasons)
    zh = "；".join(f"条目 {index} {words.zh}" for index, words in reasons)
    return Words(f"no ranking of {name} on record still stands: {en}", f"{name}的记录均已失效：{zh}")


def _lacking(claim: Claim) -> Words | None:
    """Return what a claim does not say and must, or None."""
    chinese = {"leaderboard": "榜单", "model": "模型"}
    unnamed = [word for word, value in (("leaderboard", claim.leaderboard), ("model", claim.model)) if not value]
    if unnamed:
        zh = "和".join(chinese[word] for word in unnamed)
        return Words(f"the claim names no {' and no '.join(unnamed)}", f"该说法没有指明{zh}")
    if claim.rank is None and not claim.value and not claim.beats:
        return Words(
            "the claim gives no rank, no score and nobody that is beaten", "该说法没有给出名次、得分，也没有说超越了谁"
        )
    return None


def _by_publisher(claim: Claim, board: Sequence[Recorded]) -> Answer:
    """Judge by what each publisher recorded. Those whose record speaks of the claim must agree."""
    groups = _grouped(board, lambda one: one.statement.signers)
    answers = {", ".join(signers): _by_settings(claim, own) for signers, own in groups.items()}
    telling = {who: one for who, one in answers.items() if one.judgement.word is not Word.UNSUPPORTED}
    said_by = {
        who: Words(f"by {who} {one.judgement.word}", f"据{who}：{CHINESE[one.judgement.word]}")
        for who, one in telling.items()
    }
    why = Words(f"publishers of {claim.leaderboard} do not agree", f"{claim.leaderboard}的发布者说法不一")
    return _agreed(telling or answers, said_by, why, Seen("publisher", ", ".join(answers)))


def _by_settings(claim: Claim, board: Sequence[Recorded]) -> Answer:
    """Judge under the claim's split and shots; without shots, under each on record, which must agree."""
    split, shots = claim.settings.split, claim.settings.shots
    if split:
        known = {one for each in board for one in _splits(each.statement)}
        board = [one for one in board if _splits(one.statement) == {folded(split)}]
        if not board:
            return _unsupported(claim, _no_setting(f"on the split {split}", f"“{split}”部分", "splits", known))
    by_shots = _grouped(board, lambda one: _shots(one.statement))
    if shots is not None and shots not in by_shots:
        known = {str(one) for one in by_shots if one is not None}
        return _unsupported(claim, _no_setting(f"with {shots} shots", f"{shots}-shot ", "shots", known))
    answers = {one: _by_date(claim, own) for one, own in by_shots.items() if shots in (None, one)}
    each = {
        one: Words(f"with {one} shots {answer.judgement.word}", f"{one}-shot {CHINESE[answer.judgement.word]}")
        for one, answer in answers.items()
    }
    why = Words("the claim does not say how many shots", "该说法没有说明是几个示例（shot）")
    return _agreed(answers, each, why, Seen("settings.shots", ""))


def _agreed(answers: Mapping[_Key, Answer], each: Mapping[_Key, Words], why: Words, seen: Seen) -> Answer:
    """Return what all answers say, or that it cannot be decided because they say different things."""
    if len({one.judgement.word for one in answers.values()}) == 1:
        return next(iter(answers.values()))
    words = Words(
        f"{why.en}: {'; '.join(one.en for one in each.values())}",
        f"{why.zh}：{'；'.join(one.zh for one in each.values())}",
    )
    saw = dict.fromkeys(field for one in answers.values() for field in one.seen)
    return answered(Word.UNCHECKED, words, (seen, *saw), lacks=seen.field)


def _no_setting(en: str, zh: str, what: str, known: Iterable[str]) -> Words:
    listed = ", ".join(sorted(filter(None, known))) or "none given"
    return Words(
        f"no ranking {en} is on record ({what} on record: {listed})", f"没有{zh}榜单的记录（{what}：{listed}）"
    )


def _splits(evaluation: Evaluation) -> set[str]:
    """Return the splits of the datasets that the criteria use; an empty text for one that does not say."""
    used = {criterion.dataset for criterion in evaluation.methodology.criteria}
    return {folded(one.split) for one in evaluation.datasets if one.name in used or len(evaluation.datasets) == 1}


def _shots(evaluation: Evaluation) -> int | None:
    """Return the shots that all placements share, or None."""
    shots = {placement.settings.shots for placement in evaluation.placements}
    return shots.pop() if len(shots) == 1 else None


def _by_date(claim: Claim, board: Sequence[Recorded]) -> Answer:
    """Judge at the claim's date, or now when it has none; then say what became of it."""
    states, at = _states(board), (claim.as_of or claim.made)[:10]
    until = [state for state in states if not at or "" < _date(state) <= at]
    if claim.release and not until:
        # A release that gives no date may be the one that is meant; one of a later date cannot.
        until = [state for state in states if not _date(state)]
    if not until:
        first, board_name = min(filter(None, map(_date, states)), default=""), claim.leaderboard
        words = Words(
            f"no state of {board_name} on {at} is on record (the first is of {first or 'no date'})",
            f"没有{board_name}在 {at} 的记录（最早的{f'是 {first}' if first else '没有日期'}）",
        )
        return _unsupported(claim, words)
    try:
        answer = hold(claim, until[-1])
    except Undecided as error:
        return answered(Word.UNCHECKED, error.words, (*said(claim), Seen(error.field, "")), lacks=error.field)
    if answer.judgement.word is Word.VERIFIED:
        return _since(claim, answer, states, states.index(until[-1]))
    return _once(claim, answer, until, at)


def _states(board: Sequence[Recorded]) -> list[State]:
    """Return the tables of a board, the oldest first. The newest entry of each part of a table makes one together."""
    states = [table.parts for table in tables(board)]
    return sorted(states, key=lambda state: (_date(state), max(one.index for one in state)))


def _date(state: State) -> str:
    return state[0].statement.published[:10]


def _since(claim: Claim, answer: Answer, states: Sequence[State], at: int) -> Answer:
    """Add until when a true claim held."""
    end = next((number for number in range(at + 1, len(states)) if _holds(claim, states[number]) is not True), None)
    if end is None:
        return answer
    held, day = _held(claim, states, at, end), _date(states[end])
    words = Words(f"it held until {day}", f"成立至 {day}")
    if not held.sure:
        words = Words(f"whether it held on {day} cannot be checked", f"{day} 是否成立无法核实")
    judgement = answer.judgement
    told = Words(f"{judgement.reason}; {words.en}", f"{judgement.reason_zh}；{words.zh}")
    return replace(answered(judgement.word, told, answer.seen, answer.standing), held=held)


def _once(claim: Claim, answer: Answer, states: Sequence[State], at: str) -> Answer:
    """Say from when to when a claim was true, when it was. That makes one without a date outdated."""
    last = next((number for number in reversed(range(len(states))) if _holds(claim, states[number]) is True), None)
    if last is None:
        return answer
    held = _held(claim, states, last, last + 1)
    start, end = held.start or "an undated state", held.end or "an undated state"
    en, zh = f"true from {start} to {end}", f"从 {start} 到 {end} 成立"
    judgement = answer.judgement
    if at:
        told = Words(f"{judgement.reason}; {en}, not on {at}", f"{judgement.reason_zh}；{zh}，{at} 不成立")
        return replace(answered(judgement.word, told, answer.seen, answer.standing, answer.lacks), held=held)
    told = Words(f"{en}, not now: {judgement.reason}", f"{zh}，现在不成立：{judgement.reason_zh}")
    return replace(answered(Word.OUTDATED, told, answer.seen, answer.standing), held=held)


def _held(claim: Claim, states: Sequence[State], last: int, end: int) -> Held:
    """Return from when to when a claim held that the states up to `last` bore out, and the one at `end` does not."""
    first = last
    while first > 0 and _holds(claim, states[first - 1]):
        first -= 1
    return Held(_date(states[first]), _date(states[end]), states[end][0].index, _holds(claim, states[end]) is False)


def _holds(claim: Claim, state: State) -> bool | None:
    """Say whether a state bears a claim out; None when it cannot tell."""
    try:
        return hold(claim, state).judgement.word is Word.VERIFIED
    except Undecided:
        return None


def _unsupported(claim: Claim, words: Words, lacks: str = "rankings") -> Answer:
    return answered(Word.UNSUPPORTED, words, said(claim), lacks=lacks)


def _grouped(board: Iterable[Recorded], key: Callable[[Recorded], _Key]) -> dict[_Key, list[Recorded]]:
    """Return rankings by a key, each group in the order of the log."""
    groups: dict[_Key, list[Recorded]] = {}
    for one in board:
        groups.setdefault(key(one), []).append(one)
    return groups
