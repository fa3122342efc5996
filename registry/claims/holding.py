"""One claim held against one state of a ranking: what the entry says of the rank, the score and the models that are beaten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal

from registry.claims.standing import NOTHING, Recorded, Standing, Undecided, compare, find, recorded_as, stand
from registry.record.lineage import gap
from registry.rules.base import Seen, Words
from registry.statements import Claim
from registry.statements.evaluation import Placement
from registry.trust import Judgement, Word

State = tuple[Recorded, ...]
"""One table of one day: an entry, or the entries of a table that one could not hold."""
_EXACT = Context(prec=100)
"""Holds every decimal that a statement can: at most 40 characters."""


@dataclass(frozen=True, slots=True)
class Held:
    """When a claim was true that is not any more."""

    start: str
    """Day of the first state in a row that bore it out; empty when that gives no day."""
    end: str
    """Day of the state after the last of them."""
    by: int
    """Index of that state's entry."""
    sure: bool
    """Whether that state says otherwise, or only cannot tell."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The judgement, and what it rests on."""

    judgement: Judgement
    standing: Standing | None = None
    """The placement, when one was found."""
    seen: tuple[Seen, ...] = ()
    """Fields of the claim, then of the ranking."""
    lacks: str = ""
    """Field of the claim or of the record without which it cannot be decided; empty when it is."""
    held: Held | None = None
    """Until when it was true, when it is not any more."""


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What the entry says instead. The place where it says so goes between `words` and `after`."""

    word: Word
    words: Words
    after: Words = NOTHING


def answered(
    word: Word, words: Words, seen: tuple[Seen, ...], standing: Standing | None = None, lacks: str = ""
) -> Answer:
    """Return an answer in both languages."""
    return Answer(Judgement(word, words.en, words.zh), standing, seen, lacks)


def said(claim: Claim) -> tuple[Seen, ...]:
    """Return the fields of a claim that are judged: leaderboard and model, and what else it gives."""
    shots = "" if claim.settings.shots is None else str(claim.settings.shots)
    given = {
        "release": claim.release,
        "rank": "" if claim.rank is None else str(claim.rank),
        "scope": claim.scope,
        "settings.shots": shots,
        "settings.split": claim.settings.split,
        "value": claim.value,
        "beats": ", ".join(claim.beats),
        "as_of" if claim.as_of else "made": claim.as_of or claim.made,
    }
    named = (Seen("leaderboard", claim.leaderboard), Seen("model", claim.model))
    return (*named, *(Seen(field, value) for field, value in given.items() if value))


def hold(claim: Claim, state: State) -> Answer:
    """Return what one state of a ranking says of a claim.

    Raises: Undecided when the record cannot tell.
    """
    board = state[0].statement.leaderboard
    where = f"{board.name} {board.release}".strip()
    found = next(((one, line) for one in state if (line := find(claim.model, one)) is not None), None)
    if found is None:
        return _absent(claim, state, where)
    recorded, placement = found
    standing = Standing(recorded, placement, placement.rank)
    if claim.rank is not None:
        # The scope is of the rank: a score is the same in any.
        standing = stand(recorded, placement, claim.scope, claim.rank)
    standing = _renamed(claim, standing)
    seen = (*said(claim), *standing.seen)
    wrong = _wrong_rank(claim, standing) or _wrong_value(claim, placement) or _unbeaten(claim, standing)
    if wrong is None:
        return answered(Word.VERIFIED, _borne_out(claim, standing, where), seen, standing)
    words = Words(f"{wrong.words.en} in {where}{wrong.after.en}", f"{where}：{wrong.words.zh}{wrong.after.zh}")
    lacks = _gap(state) if wrong.word is Word.UNSUPPORTED else ""
    return answered(wrong.word, words, seen, standing, lacks)


def _gap(state: State) -> str:
    """Return which field keeps us from knowing who is not in a table; empty when all of it is on record."""
    return gap([one.statement for one in state])


def _renamed(claim: Claim, standing: Standing) -> Standing:
    """Say in the note of a standing under which name the model was found, when it is not the claim's."""
    found, note = recorded_as(claim.model, standing.placement), standing.note
    if not found.en:
        return standing
    words = Words("; ".join(filter(None, (found.en, note.en))), "；".join(filter(None, (found.zh, note.zh))))
    return replace(standing, note=words)


def _absent(claim: Claim, state: State, where: str) -> Answer:
    """Say that a model is not there; of a table in parts, only when all of them are on record."""
    part = state[0].statement.part
    if part is not None and len(state) < part.of:
        raise Undecided(
            "part",
            Words(
                f"only {len(state)} of {part.of} parts of {where} are on record",
                f"{where}共 {part.of} 部分，只记录了 {len(state)} 部分",
            ),
        )
    entry, entrants = state[0].index, state[0].statement.scope.entrants or 0
    lines = sum(len(one.statement.placements) for one in state)
    some = (
        Words(f", {lines} of its {entrants} lines", f"，{entrants} 行中的 {lines} 行") if entrants > lines else NOTHING
    )
    words = Words(
        f"{claim.model} is not in {where} (entry {entry}{some.en})",
        f"{where}中没有{claim.model}（条目 {entry}{some.zh}）",
    )
    return answered(Word.UNSUPPORTED, words, said(claim), lacks=_gap(state))


def _wrong_rank(claim: Claim, standing: Standing) -> _Wrong | None:
    if claim.rank is None or standing.rank == claim.rank:
        return None
    found = Words("no rank", "没有名次")
    if standing.rank is not None:
        found = Words(f"rank {standing.rank}", f"第 {standing.rank}")
    first = _first(standing)
    note = _bracketed(standing.note)
    words = Words(f"{found.en}, not {claim.rank},", f"{found.zh}，而非第 {claim.rank}")
    return _Wrong(Word.CONTRADICTED, words, Words(note.en + first.en, note.zh + first.zh))


def _first(standing: Standing) -> Words:
    """Name the first placement, for an answer that says who it is instead."""
    first = [one for one in standing.recorded.statement.placements if one.rank == 1]
    if len(first) != 1:
        return NOTHING
    name, value = first[0].model.name, _value(first[0])
    return Words(
        f"; first is {name}" + (f" with {value}" if value else ""),
        f"；第一是{name}" + (f"，{value}" if value else ""),
    )


def _wrong_value(claim: Claim, placement: Placement) -> _Wrong | None:
    """Return why a claimed score is none of those on record."""
    if not claim.value:
        return None
    values = [score.value for score in placement.scores if score.value]
    if any(_rounds_to(value, claim.value) for value in values):
        return None
    if any(_rounds_to(claim.value, value) for value in values):
        raise Undecided(
            "placements[].scores[].value",
            Words(f"score {claim.value}: recorded with fewer digits", f"得分 {claim.value}：记录的位数较少"),
        )
    known = " and ".join(values) or "not given"
    return _Wrong(Word.CONTRADICTED, Words(f"score {known}, not {claim.value},", f"得分为 {known}，而非 {claim.value}"))


def _rounds_to(value: str, shorter: str) -> bool:
    """Say whether a number, written with the digits of another, is that one. A number of more digits is no rounding."""
    digits = len(shorter.partition(".")[2])
    return Decimal(value).quantize(Decimal(1).scaleb(-digits, _EXACT), ROUND_HALF_UP, _EXACT) == Decimal(shorter)


def _unbeaten(claim: Claim, standing: Standing) -> _Wrong | None:
    """Return why a model that is said to be beaten is not."""
    for name in claim.beats:
        other = find(name, standing.recorded)
        if other is None:
            return _Wrong(Word.UNSUPPORTED, Words(f"{name} is not there to be beaten", f"没有可供比较的{name}"))
        if not _beats(claim.model, name, standing, other):
            its, own = _shown(other), _shown(standing.placement)
            return _Wrong(
                Word.CONTRADICTED,
                Words(f"{name} is not beaten: {its} against {own}", f"{name}并未被超越：{its} 对 {own}"),
            )
    return None


def _beats(model: str, name: str, standing: Standing, other: Placement) -> bool:
    """Say whether a placement stands above another, by score and rank, whichever there is.

    Raises: Undecided when there is neither, or they say two things.
    """
    own = standing.placement
    signs = {compare(own, other, standing.recorded.statement)} - {None}
    if own.rank is not None and other.rank is not None:
        signs.add((own.rank < other.rank) - (own.rank > other.rank))
    if len(signs) != 1:
        raise Undecided(
            "placements[].scores",
            Words(f"{model} and {name}: rank and score do not decide", f"{model}与{name}：名次和得分无法判定"),
        )
    return signs == {1}


def _value(placement: Placement) -> str:
    """Return the first score that has a value; empty when none has."""
    return next((score.value for score in placement.scores if score.value), "")


def _shown(placement: Placement) -> str:
    return _value(placement) or (f"rank {placement.rank}" if placement.rank is not None else "nothing")


def _borne_out(claim: Claim, standing: Standing, where: str) -> Words:
    """Say what bears a claim out, and how the rank was found."""
    others = ", ".join(claim.beats)
    en, zh = (f"above {others}", f"在{others}之上") if others else ("on record", "有记录")
    if claim.rank is not None:
        entrants = standing.recorded.statement.scope.entrants
        en = f"rank {standing.rank}" + ("" if entrants is None else f" of {entrants}")
        zh = f"第 {standing.rank}" + ("" if entrants is None else f"，共 {entrants} 个")
    value, note, entry = _value(standing.placement), _bracketed(standing.note), standing.recorded.index
    return Words(
        f"{en}" + (f", {value}" if value else "") + f" in {where}, entry {entry}{note.en}",
        f"{where}：{zh}" + (f"，{value}" if value else "") + f"，条目 {entry}{note.zh}",
    )


def _bracketed(note: Words) -> Words:
    return Words(f" ({note.en})", f"（{note.zh}）") if note.en else NOTHING
