"""What a cited ranking comes to: a claim, held against the rankings on record.

Names match whole (NFKC, case folded), never in part. A claim with a date is judged at that date, and what became of it since is
said beside. What cannot be decided from the record is `unchecked`, with the field that is missing; it is never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from registry.statements import Claim, Evaluation
from registry.statements.evaluation import Placement
from registry.trust import Judgement, Word

_SIZE = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[BM])", re.IGNORECASE)
_SIZE_SCOPE = re.compile(r"<\s*" + _SIZE.pattern, re.IGNORECASE)
_UNITS = {"B": Decimal(10**9), "M": Decimal(10**6)}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A ranking on record."""

    index: int
    evaluation: Evaluation


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a model stands in one ranking."""

    recorded: Recorded
    placement: Placement
    rank: int | None
    """In the claim's scope; None when the ranking gives it none there."""
    note: str = ""
    """How the rank was found, when it is not simply the printed one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The judgement, and the placement it rests on."""

    judgement: Judgement
    standing: Standing | None = None


class _Undecided(Exception):
    """The record does not decide; the text says what is missing."""


def folded(name: str) -> str:
    """Return a name as it is compared: NFKC, case folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def judge(claim: Claim, record: Iterable[Recorded]) -> Answer:
    """Return what a claim comes to against the rankings on record."""
    unnamed = [word for word, value in (("leaderboard", claim.leaderboard), ("model", claim.model)) if not value]
    if unnamed:
        return _answer(Word.UNSUPPORTED, f"the claim names no {' and no '.join(unnamed)}")
    if claim.rank is None and not claim.value and not claim.beats:
        return _answer(Word.UNSUPPORTED, "the claim gives no rank, no score and nobody that is beaten")
    board = [one for one in record if folded(one.evaluation.leaderboard.name) == folded(claim.leaderboard)]
    if not board:
        return _answer(Word.UNSUPPORTED, f"no ranking of {claim.leaderboard} is on record")
    if claim.release:
        board = [one for one in board if folded(one.evaluation.leaderboard.release) == folded(claim.release)]
        if not board:
            return _answer(Word.UNSUPPORTED, f"no release {claim.release} of {claim.leaderboard} is on record")
    return _by_settings(claim, board)


def _by_settings(claim: Claim, board: Sequence[Recorded]) -> Answer:
    """Judge under the claim's shots; without any, under each on record, which must agree."""
    by_shots: dict[int | None, list[Recorded]] = {}
    for one in board:
        by_shots.setdefault(_shots(one.evaluation), []).append(one)
    wanted = claim.settings.shots
    if wanted is not None:
        if wanted not in by_shots:
            known = ", ".join(sorted(str(shots) for shots in by_shots if shots is not None)) or "none given"
            return _answer(Word.UNSUPPORTED, f"no ranking with {wanted} shots is on record (shots on record: {known})")
        return _by_date(claim, by_shots[wanted])
    answers = {shots: _by_date(claim, states) for shots, states in by_shots.items()}
    words = {answer.judgement.word for answer in answers.values()}
    if len(words) > 1:
        each = "; ".join(f"with {shots} shots {answer.judgement.word}" for shots, answer in answers.items())
        return _answer(Word.UNCHECKED, f"the claim does not say how many shots: {each}")
    return next(iter(answers.values()))


def _shots(evaluation: Evaluation) -> int | None:
    """Return the shots that all placements share, or None."""
    shots = {placement.settings.shots for placement in evaluation.placements}
    return shots.pop() if len(shots) == 1 else None


def _by_date(claim: Claim, states: Sequence[Recorded]) -> Answer:
    """Judge at the claim's date, or now when it has none; then say what became of it since."""
    dated = sorted(states, key=lambda one: (one.evaluation.published[:10], one.index))
    at = (claim.as_of or claim.made)[:10]
    until = [one for one in dated if not at or (one.evaluation.published and one.evaluation.published[:10] <= at)]
    if claim.release and not until:
        until = dated
    if not until:
        first = dated[0].evaluation.published or "no date"
        return _answer(
            Word.UNSUPPORTED, f"no state of {claim.leaderboard} on {at} is on record (the first is of {first})"
        )
    try:
        answer = _hold(claim, until[-1])
        if answer.judgement.word is Word.VERIFIED:
            return _since(claim, answer, dated[dated.index(until[-1]) + 1 :])
        return answer if at else _once(claim, answer, dated)
    except _Undecided as error:
        return _answer(Word.UNCHECKED, str(error))


def _since(claim: Claim, answer: Answer, later: Sequence[Recorded]) -> Answer:
    """Add until when a true claim held."""
    for one in later:
        if _hold(claim, one).judgement.word is not Word.VERIFIED:
            reason = f"{answer.judgement.reason}; it held until {one.evaluation.published[:10]}"
            return Answer(Judgement(Word.VERIFIED, reason), answer.standing)
    return answer


def _once(claim: Claim, answer: Answer, dated: Sequence[Recorded]) -> Answer:
    """Say that an undated claim was true once, when it was."""
    held = [one for one in dated if _hold(claim, one).judgement.word is Word.VERIFIED]
    if not held:
        return answer
    after = dated[dated.index(held[-1]) + 1].evaluation.published[:10]
    reason = f"true from {held[0].evaluation.published[:10]} to {after}, not now: {answer.judgement.reason}"
    return Answer(Judgement(Word.OUTDATED, reason), answer.standing)


def _hold(claim: Claim, recorded: Recorded) -> Answer:
    """Hold a claim against one state of a ranking."""
    standing = _standing(claim, recorded)
    evaluation = recorded.evaluation
    where = f"{evaluation.leaderboard.name} {evaluation.leaderboard.release}".strip()
    if standing is None:
        return _answer(Word.UNSUPPORTED, f"{claim.model} is not in {where} (entry {recorded.index})")
    if claim.rank is not None and standing.rank != claim.rank:
        found = "no rank" if standing.rank is None else f"rank {standing.rank}"
        reason = f"{found}, not {claim.rank}, in {where}{_first(evaluation)}"
        return Answer(Judgement(Word.CONTRADICTED, reason), standing)
    value = _value(standing.placement)
    if claim.value and (value is None or value != Decimal(claim.value)):
        return Answer(
            Judgement(Word.CONTRADICTED, f"score {value or 'not given'}, not {claim.value}, in {where}"), standing
        )
    for name in claim.beats:
        unbeaten = _unbeaten(name, standing, evaluation)
        if unbeaten is not None:
            return Answer(Judgement(unbeaten.word, f"{unbeaten.reason} in {where}"), standing)
    entrants = evaluation.scope.entrants
    field = f" of {entrants}" if entrants is not None else ""
    score = f", {value}" if value is not None else ""
    rank = f"rank {standing.rank}{field}{score}" if claim.rank is not None else f"on record{score}"
    note = f" ({standing.note})" if standing.note else ""
    return Answer(Judgement(Word.VERIFIED, f"{rank} in {where}, entry {recorded.index}{note}"), standing)


def _standing(claim: Claim, recorded: Recorded) -> Standing | None:
    """Return where the claimed model stands in the claimed scope, or None when it is not there."""
    evaluation = recorded.evaluation
    placement = _find(claim.model, evaluation)
    if placement is None:
        return None
    size = _SIZE_SCOPE.search(claim.scope)
    if size is not None:
        return _within_size(placement, size["number"], size["unit"], recorded)
    if placement.rank is not None:
        return Standing(recorded, placement, placement.rank, evaluation.scope.reason)
    # A dash as rank is a scope, not a low place: the order of the scores still says who is first.
    above = _above(placement, evaluation)
    if above is None:
        return Standing(recorded, placement, None)
    return Standing(recorded, placement, above + 1, "by score; the ranking itself gives it no rank")


def _find(name: str, evaluation: Evaluation) -> Placement | None:
    """Return the placement of a model by any name that the record gives it; two of them are not a match."""
    wanted = folded(name)
    found = [placement for placement in evaluation.placements if wanted in _names(placement)]
    if len(found) > 1:
        raise _Undecided(f"{name}: several placements of {evaluation.leaderboard.name} carry this name")
    return found[0] if found else None


def _names(placement: Placement) -> set[str]:
    model = placement.model
    given = [model.name, f"{model.name} {model.version}", placement.printed.name, *model.aliases]
    return {folded(name) for name in given if name}


def _value(placement: Placement) -> Decimal | None:
    """Return the first score that has a value: the one that the ranking is by."""
    return next((Decimal(score.value) for score in placement.scores if score.value), None)


def _above(placement: Placement, evaluation: Evaluation) -> int | None:
    """Return how many placements have a better score; None when scores cannot be compared."""
    own = _value(placement)
    if own is None:
        return None
    lower = bool(evaluation.methodology.criteria) and evaluation.methodology.criteria[0].higher_is_better is False
    values = [value for value in map(_value, evaluation.placements) if value is not None]
    return sum(value < own if lower else value > own for value in values)


def _within_size(placement: Placement, number: str, unit: str, recorded: Recorded) -> Standing:
    """Return the rank among models below a size; every model placed above must have its size on record."""
    limit = Decimal(number) * _UNITS[unit.upper()]
    if placement.rank is None:
        raise _Undecided(f"{placement.model.name}: the ranking gives it no rank")
    rank = 1
    for other in recorded.evaluation.placements:
        if other is placement or (other.rank is not None and other.rank < placement.rank):
            size = _SIZE.fullmatch(other.model.parameters.strip())
            if size is None:
                raise _Undecided(
                    f"parameters of {other.model.name}: not on record, so <{number}{unit} cannot be checked"
                )
            smaller = Decimal(size["number"]) * _UNITS[size["unit"].upper()] < limit
            if other is placement and not smaller:
                return Standing(recorded, placement, None, f"it has {other.model.parameters}")
            rank += other is not placement and smaller
    return Standing(recorded, placement, rank, f"among models below {number}{unit}; rank {placement.rank} in all")


def _unbeaten(name: str, standing: Standing, evaluation: Evaluation) -> Judgement | None:
    """Return why a model that is said to be beaten is not, or None when it is."""
    other = _find(name, evaluation)
    if other is None:
        return Judgement(Word.UNSUPPORTED, f"{name} is not there to be beaten")
    own_above, other_above = _above(standing.placement, evaluation), _above(other, evaluation)
    if own_above is None or other_above is None:
        raise _Undecided(f"score of {name} or {standing.placement.model.name}: not on record")
    if own_above >= other_above:
        return Judgement(
            Word.CONTRADICTED, f"{name} is not beaten: {_value(other)} against {_value(standing.placement)}"
        )
    return None


def _first(evaluation: Evaluation) -> str:
    """Name the first placement, for an answer that says who it is instead."""
    first = [placement for placement in evaluation.placements if placement.rank == 1]
    if len(first) != 1:
        return ""
    value = _value(first[0])
    return f"; first is {first[0].model.name}" + (f" with {value}" if value is not None else "")


def _answer(word: Word, reason: str) -> Answer:
    return Answer(Judgement(word, reason))
