"""One exam for every release: whether a leaderboard has asked the same items, by their commitments, for a year or more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from registry.names import Kind, folded, key
from registry.once import once_each
from registry.record import LAST, Logged, Place, Record
from registry.rules.base import NO_RECORD, Context, Hit, Missing, Seen, Words
from registry.statements import Evaluation
from registry.statements.evaluation import Dataset

_RELEASES = 3
_MONTHS = 12
_COMMITMENTS = ("sha256", "seal", "revision")
"""The surest first: bytes, then a promise of bytes, then a commit whose repository holds more than the items."""


class _Kept(NamedTuple):
    """A dataset here, the same one in an earlier release, and the commitment that both have."""

    at: int
    was: int
    field: str
    value: str


def same_items(evaluation: Evaluation, context: Context) -> Iterator[Hit | Missing]:
    """Yield that every release on record, over a year or more up to this one, was on the items that this one is on."""
    if context.record is None:
        yield NO_RECORD
        return
    part = evaluation.part
    if not evaluation.published or not evaluation.datasets or (part is not None and part.number < part.of):
        # No date: what stands before it is not known. A table in parts is told of once, at its last.
        return
    others = _others(evaluation, context.record)
    releases = _earlier(evaluation, context, others)
    oldest = releases[-1][0].statement.published if releases else evaluation.published
    if len(releases) + 1 < _RELEASES or months(oldest, evaluation.published) < _MONTHS:
        return
    for one in others:
        if not one.statement.published and not isinstance(_beside(evaluation, one), list):
            yield Missing(f"entry {one.index} published")
            return
    yield from _run(evaluation, releases)


def months(since: str, until: str) -> int:
    """Return the whole months between two dates."""
    count = (int(until[:4]) - int(since[:4])) * 12 + int(until[5:7]) - int(since[5:7])
    return count - (until[8:10] < since[8:10])


def _others(evaluation: Evaluation, record: Record) -> list[Logged[Evaluation]]:
    """Return the publisher's rankings until then, and those without a date, in the order of the log."""
    signers = set(evaluation.signers)
    rankings = record.earlier(evaluation.leaderboard.name, Place(evaluation.published, LAST))
    alive = [one for one in rankings if one.ended is None and not signers.isdisjoint(one.statement.signers)]
    return sorted(alive, key=lambda one: one.index)


def _release(evaluation: Evaluation) -> str:
    """Return what tells a release from another: its name, or its day where it has none."""
    return folded(evaluation.leaderboard.release) or evaluation.published[:10]


def _earlier(
    evaluation: Evaluation, context: Context, others: Sequence[Logged[Evaluation]]
) -> list[list[Logged[Evaluation]]]:
    """Return the rankings of each earlier release, the newest release first."""
    own, groups = _release(evaluation), dict[str, list[Logged[Evaluation]]]()
    index = context.subject.index if context.subject is not None else None
    for one in sorted(others, key=lambda each: each.statement.published, reverse=True):
        release = _release(one.statement)
        if one.statement.published and one.index != index and release != own:
            groups.setdefault(release, []).append(one)
    return list(groups.values())


def _run(evaluation: Evaluation, releases: Sequence[Sequence[Logged[Evaluation]]]) -> Iterator[Hit | Missing]:
    """Walk back through the releases as long as each was on the same items."""
    for count, rankings in enumerate(releases, 2):
        compared = [(one, _beside(evaluation, one)) for one in rankings]
        same = [(one, found) for one, found in compared if isinstance(found, list)]
        if not same:
            yield from [Missing(found) for _, found in compared if isinstance(found, str)][:1]
            return
        one, kept = same[-1]
        if count >= _RELEASES and months(one.statement.published, evaluation.published) >= _MONTHS:
            yield _hit(evaluation, one, kept, count)
            return


def _beside(evaluation: Evaluation, one: Logged[Evaluation]) -> list[_Kept] | str | None:
    """Return how every dataset of two rankings is the same; None when one is not; the field that is lacking to tell."""
    here, there = _by_name(evaluation), _by_name(one.statement)
    if here.keys() != there.keys():
        return None if there else f"entry {one.index} datasets"
    kept, lacking = list[_Kept](), ""
    for name, (at, dataset) in here.items():
        was, other = there[name]
        field = _in_both(dataset, other)
        if not field or (field == "revision" and bool(dataset.split) != bool(other.split)):
            lacking = lacking or _lacking(at, dataset, f"entry {one.index} datasets[{was}]", other)
        elif getattr(dataset, field) != getattr(other, field) or (field == "revision" and dataset.split != other.split):
            return None
        else:
            kept.append(_Kept(at, was, field, getattr(dataset, field)))
    return lacking or kept


def _in_both(one: Dataset, other: Dataset) -> str:
    """Return the surest commitment that two datasets have; empty when there is none."""
    for field in _COMMITMENTS:
        if getattr(one, field) and getattr(other, field):
            return field
    return ""


def _lacking(at: int, dataset: Dataset, path: str, other: Dataset) -> str:
    """Return the field that would tell whether a dataset and an earlier one hold the same items."""
    mine = next((each for each in _COMMITMENTS if getattr(dataset, each)), "")
    if not mine:
        return f"datasets[{at}].sha256"
    if getattr(other, mine):
        return f"datasets[{at}].split" if not dataset.split else f"{path}.split"
    return f"{path}.{mine}"


@once_each
def _by_name(evaluation: Evaluation) -> Mapping[str, tuple[int, Dataset]]:
    return {key(Kind.DATASET, one.name): (at, one) for at, one in enumerate(evaluation.datasets)}


def _hit(evaluation: Evaluation, first: Logged[Evaluation], kept: Sequence[_Kept], count: int) -> Hit:
    board, since = evaluation.leaderboard.name, first.statement.published[:10]
    names = ", ".join(f'"{evaluation.datasets[one.at].name}"' for one in kept)
    names_zh = "、".join(f"“{evaluation.datasets[one.at].name}”" for one in kept)
    return Hit(
        Words(
            f"{board} has asked the same items of {names} since {since}: in all of its last {count} releases on record, "
            f"up to this one of {evaluation.published[:10]}.",
            f"{board}自 {since} 起一直用{names_zh}的同一批题目：在案的最近 {count} 期，直到 {evaluation.published[:10]} 的本期，"
            "都是如此。",
        ),
        (
            *(Seen(f"datasets[{one.at}].{one.field}", one.value) for one in kept),
            *(Seen(f"entry {first.index} datasets[{one.was}].{one.field}", one.value) for one in kept),
            Seen("published", evaluation.published),
            Seen(f"entry {first.index} published", first.statement.published),
        ),
    )
