"""From a sentence to the claims in it, with the words that each field was read from. Nothing is guessed.

Two that could be meant are an error that names both and the option that decides. What was not read is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from registry.errors import QuestionError, shown
from registry.names import Kind, folded, key
from registry.record import Lexicon, Record
from registry.sentence.filler import telling
from registry.sentence.finding import extend_names, mark_names
from registry.sentence.given import Given
from registry.sentence.grammar import WHOLE, mark, mark_fields
from registry.sentence.releases import release_of
from registry.sentence.several import refuse_maker_alone, refuse_several
from registry.sentence.text import MAX_LENGTH, Mark, Part, Sentence
from registry.sentence.unknown import mark_unknown
from registry.statements import Claim

_AND = re.compile(r"(?:[\s,/&+、和与與及]|\band\b|\bboth\b|\bthe\b|以及|[两兩]大|[权權]威|榜[单單]?|\"|“|”|《|》)*")
_OBJECT_GAP = re.compile(r"[^,.;:!?。;]{0,16}")
_HINT = (
    "It looks for a model, a leaderboard, a rank (first, 榜首, 第十), a score, or a model that is said to be beaten."
)


NOTHING_GIVEN = Given()


class NothingRead(QuestionError):
    """A sentence makes no claim that is recognised."""


class Known(Record, Lexicon, Protocol):
    """A record that also knows its names."""


class Understood(Struct, frozen=True):
    """One field of a claim, and where it comes from."""

    field: str
    value: str
    words: str
    """As they stand in the sentence; empty when an option gave it."""


class Reading(Struct, frozen=True):
    """One claim, as a sentence was understood."""

    claim: Claim
    fields: tuple[Understood, ...]
    unread: tuple[str, ...]
    """Words that play no part in the claim, and why some of them cannot."""


def understand(text: str, known: Known, given: Given = NOTHING_GIVEN) -> tuple[Reading, ...]:
    """Return the claims of a sentence: one, or one for each of several leaderboards that it names together.

    Raises: QuestionError when nothing is recognised, or when two could be meant; StatementError for an option that no claim may say.
    """
    given.check()
    if len(text) > MAX_LENGTH:
        raise NothingRead(f"sentence: {len(text):,} characters; at most {MAX_LENGTH:,}")
    sentence = Sentence(text)
    mark_names(sentence, known)
    mark(sentence)
    extend_names(sentence)
    mark_fields(sentence)
    mark_unknown(sentence)
    objects = dict(_objects(sentence))
    boards = _boards(sentence, given)
    _refuse(sentence, boards, given)
    readings = tuple(_reading(text, sentence, board, objects, known, given) for board in boards)
    for reading in readings:
        refuse_several(reading.claim, known)
        refuse_maker_alone(reading.claim, (one.words for one in sentence.of(Part.DEVELOPER)), known)
    return readings


def _refuse(sentence: Sentence, boards: Sequence[Mark | None], given: Given) -> None:
    """Raise when there is no claim at all, or one of a kind that nothing on record could bear out."""
    claimed = any(
        sentence.of(part) for part in (Part.RANK, Part.VALUE, Part.BEATS, Part.NEARS, Part.LEADERBOARD, Part.REFUSED)
    )
    if not claimed and all(one in (None, "") for one in (given.rank, given.value, given.leaderboard, given.beats)):
        raise NothingRead(
            f"sentence: {shown(sentence.said)}: no claim to a rank, a score or a win was recognised", _HINT
        )
    decided = given.rank is not None or (given.beats is not None and not sentence.of(Part.RANK))
    refused = [] if decided or boards == (None,) else sentence.of(Part.REFUSED)
    if refused:
        words = ", ".join(f"{shown(one.words)} ({one.value})" for one in refused)
        raise QuestionError(
            f"sentence: {words}: no claim of a rank or a win that could be judged",
            "--rank or --beats says what is claimed.",
        )


def _reading(
    text: str, sentence: Sentence, board: Mark | None, objects: dict[Mark, Part], known: Known, given: Given
) -> Reading:
    said: list[Understood] = []

    def one(field: str, option: str | None, part: Part, hint: str = "") -> str:
        return _one(said, field, option, sentence.of(part), hint)

    model = _one(said, "model", given.model, _subjects(sentence, objects), "", _same(Kind.MODEL))
    leaderboard = _one(said, "leaderboard", given.leaderboard, [board] if board is not None else [])
    when = _one(said, "release", given.release, sentence.of(Part.RELEASE))
    leaderboard, release = release_of(leaderboard, when, said[-1].words if when else "", known)
    said[:] = _restated(said, leaderboard, release)
    # What is denied or only promised is no rank, even where nothing could bear it out.
    ranks = [] if sentence.of(Part.REFUSED) else sentence.of(Part.RANK)
    rank = _one(said, "rank", None if given.rank is None else str(given.rank), ranks)
    scope = one("scope", given.scope if given.scope is None or given.scope else WHOLE, Part.SCOPE)
    shots = one("shots", None if given.shots is None else str(given.shots), Part.SHOTS)
    split = one("split", given.split, Part.SPLIT)
    value = one("value", given.value, Part.VALUE)
    day = one("as-of", given.as_of, Part.DATE)
    beats = _beaten(said, objects, given)
    found = replace(
        given,
        model=model,
        leaderboard=leaderboard,
        release=release,
        rank=int(rank) if rank else None,
        scope="" if scope == WHOLE else scope,
        shots=int(shots) if shots else None,
        split=split,
        value=value,
        as_of=day,
        beats=beats,
    )
    return Reading(found.claim(text), tuple(said), tuple(_unread(sentence)))


def _restated(said: Sequence[Understood], leaderboard: str, release: str) -> list[Understood]:
    """Return the fields with leaderboard and release as the record tells them apart."""
    values = {"leaderboard": leaderboard, "release": release}
    found = [Understood(one.field, values.get(one.field, one.value), one.words) for one in said]
    if release and all(one.field != "release" for one in found):
        words = next(one.words for one in found if one.field == "leaderboard")
        found.append(Understood("release", release, words))
    return found


def _same(kind: Kind) -> Callable[[str], str]:
    return lambda name: key(kind, name)


def _one(
    said: list[Understood],
    field: str,
    option: str | None,
    marks: Sequence[Mark],
    hint: str = "",
    same: Callable[[str], str] = folded,
) -> str:
    """Return the one value of a field, and note where it comes from; an option decides. Raises: QuestionError when there are two."""
    if option is not None:
        said.append(Understood(field, option, ""))
        return option
    if not marks:
        return ""
    distinct = {same(each.value): each for each in reversed(marks)}
    if len(distinct) > 1:
        named = ", ".join(shown(each.value) for each in reversed(distinct.values()))
        raise QuestionError(
            f"sentence: more than one {field} could be meant: {named}", hint or f"--{field} says which one is meant."
        )
    said.append(Understood(field, marks[0].value, ", ".join(dict.fromkeys(each.words for each in marks))))
    return marks[0].value


def _boards(sentence: Sentence, given: Given) -> tuple[Mark | None, ...]:
    """Return the leaderboards that the claim is about: several when they are named in one breath."""
    marks = sentence.of(Part.LEADERBOARD)
    if given.leaderboard is not None or not marks:
        return (None,)
    distinct = {key(Kind.LEADERBOARD, each.value): each for each in reversed(marks)}
    boards = tuple(sorted(distinct.values(), key=lambda each: each.start))
    for one, other in zip(boards, boards[1:], strict=False):
        if _AND.fullmatch(sentence.low[one.end : other.start]) is None:
            named = ", ".join(shown(each.value) for each in boards)
            raise QuestionError(
                f"sentence: more than one leaderboard could be meant: {named}", "--leaderboard says which one is meant."
            )
    return boards


def _objects(sentence: Sentence) -> Iterator[tuple[Mark, Part]]:
    """Yield the models that a verb is about: who is said to be beaten, or only compared."""
    models = sentence.of(Part.MODEL)
    for part in (Part.BEATS, Part.NEARS):
        for verb in sentence.of(part):
            end, gap = verb.end, _OBJECT_GAP
            for model in (each for each in models if each.start >= verb.end):
                if gap.fullmatch(sentence.low[end : model.start]) is None:
                    break
                yield model, part
                end, gap = model.end, _AND


def _subjects(sentence: Sentence, objects: dict[Mark, Part]) -> list[Mark]:
    return [each for each in sentence.of(Part.MODEL) if each not in objects]


def _beaten(said: list[Understood], objects: dict[Mark, Part], given: Given) -> tuple[str, ...]:
    if given.beats is not None:
        said.extend(Understood("beats", name, "") for name in given.beats)
        return given.beats
    beaten = {key(Kind.MODEL, each.value): each for each, part in objects.items() if part is Part.BEATS}
    said.extend(Understood("beats", each.value, each.words) for each in beaten.values())
    return tuple(each.value for each in beaten.values())


def _unread(sentence: Sentence) -> Iterator[str]:
    """Yield what was recognised and has no field, then the other words that say something and were not read."""
    for each in (*sentence.of(Part.UNREAD), *sentence.of(Part.REFUSED)):
        yield f"{each.words} ({each.value})"
    yield from filter(None, map(telling, sentence.rest()))
