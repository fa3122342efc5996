"""K4: a model that does far better on one open exam than its results elsewhere let expect. Statistics, no proof.

Only the model that a claim cites is looked up, for the reason that `boards_disagree` gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from registry.names import Identity, Kind, key
from registry.record import Logged, Record
from registry.record.lines import identity
from registry.rules.base import CLAIMS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.cited import cited
from registry.rules.deciding import Deciding, dataset_of, deciding, score_in
from registry.statements import Claim, Evaluation, Statement

if TYPE_CHECKING:
    from registry.claims.standing import Standing

_COMMON = 8
"""Models that two boards must have in common, besides the one in question."""
_MOST = 100
"""Models in common that are looked at; more of them say nothing new and take longer."""
_ROBUST = 3.0
"""Robust standard deviations above what is expected."""
_MAD = 1.4826
"""Standard deviations of a normal distribution in a median absolute deviation."""


class _Excess(Struct, frozen=True):
    """How far a model is above what another board lets expect."""

    index: int
    """Of the other board's entry."""
    expected: float
    deviations: float
    models: int


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Claim), "the rule applies to claims"
    if context.record is not None and not statement.model:
        yield Missing("model")
        return
    standing = cited(statement, context)
    if isinstance(standing, Missing):
        yield standing
    elif standing is not None and context.record is not None:
        yield from _judged(standing, context.record)


def _judged(standing: Standing, record: Record) -> Iterator[Hit | Missing]:
    evaluation = standing.recorded.statement
    found = deciding(evaluation)
    if found is None or found.higher_is_better is None:
        yield Missing("methodology.criteria[].higher_is_better")
        return
    dataset, score = dataset_of(evaluation, found.criterion), score_in(standing.placement, found.criterion.name)
    if dataset is None or not dataset.access:
        yield Missing("datasets[].access")
    elif score is None:
        yield Missing("placements[].scores[].value")
    elif dataset.access in {"public", "revealed"}:
        excesses = sorted(_excesses(standing, found, record), key=lambda one: one.deviations)
        if not excesses:
            yield Missing("models in common with another leaderboard")
        # The board in the middle, and of two the one that makes less of it.
        elif (middle := excesses[(len(excesses) - 1) // 2]).deviations > _ROBUST:
            yield _told(standing, score.value, middle, excesses)


def _excesses(standing: Standing, own: Deciding, record: Record) -> Iterator[_Excess]:
    """Yield what each other board, with other questions, lets expect."""
    model = identity(standing.placement.model)
    here = _values(standing.recorded.statement, own)
    for other in _others(standing, own, record):
        theirs = deciding(other.statement)
        if theirs is None or theirs.higher_is_better is None:
            continue
        there = _values(other.statement, theirs)
        common = sorted((here.keys() & there.keys()) - {model})[:_MOST]
        if len(common) < _COMMON or model not in there:
            continue
        points = [(there[one], here[one]) for one in common]
        judged = _beyond(points, there[model], here[model], same=own.higher_is_better is theirs.higher_is_better)
        if judged is not None:
            expected, deviations = judged
            yield _Excess(other.index, expected, deviations if own.higher_is_better else -deviations, len(common))


def _others(standing: Standing, own: Deciding, record: Record) -> list[Logged[Evaluation]]:
    """Return the newest ranking of each other board that has the model and other questions."""
    evaluation = standing.recorded.statement
    dataset = dataset_of(evaluation, own.criterion)
    used = {key(Kind.DATASET, dataset.name)} if dataset is not None else set()
    found: dict[str, Logged[Evaluation]] = {}
    for placed in record.placements(standing.placement.model):
        other = placed.ranking.statement
        board = key(Kind.LEADERBOARD, other.leaderboard.name)
        names = {key(Kind.DATASET, one.name) for one in other.datasets}
        if (
            placed.ranking.ended is None
            and board != key(Kind.LEADERBOARD, evaluation.leaderboard.name)
            and not used & names
        ):
            found[board] = placed.ranking
    return list(found.values())


def _values(evaluation: Evaluation, found: Deciding) -> dict[Identity, float]:
    """Return the scores of a ranking by model; the first of a model that stands there twice."""
    values: dict[Identity, float] = {}
    for line in evaluation.placements:
        score = score_in(line, found.criterion.name)
        if score is not None:
            values.setdefault(identity(line.model), float(score.value))
    return values


def _beyond(
    points: Sequence[tuple[float, float]], there: float, here: float, *, same: bool
) -> tuple[float, float] | None:
    """Return the expected score here, and by how many robust deviations the real one is above it.

    The line through the points is that of Theil and Sen, which a few models that were trained on the exam do not bend. None when
    the two boards do not go together, when the others lie on the line exactly, or when the model is outside of what they show.
    """
    slopes = [(y - v) / (x - u) for n, (x, y) in enumerate(points) for u, v in points[:n] if x != u]
    low, high = min(x for x, _ in points), max(x for x, _ in points)
    if not slopes or not low <= there <= high:
        return None
    slope = _median(slopes)
    start = _median([y - slope * x for x, y in points])
    spread = _MAD * _median([abs(y - slope * x - start) for x, y in points])
    if (slope > 0) is not same or not slope or not spread:
        return None
    expected = start + slope * there
    return expected, (here - expected) / spread


def _median(values: Sequence[float]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _told(standing: Standing, value: str, middle: _Excess, excesses: Sequence[_Excess]) -> Hit:
    name, boards = standing.placement.model.name, len(excesses)
    return Hit(
        Words(
            f"{name}: {value} on an open exam, where {middle.models} models of entry {middle.index} let expect about "
            f"{middle.expected:.2f}: {middle.deviations:.1f} robust deviations above, the middle of {boards} "
            f"board{'' if boards == 1 else 's'}. That is statistics, no proof.",
            f"{name}：在公开题目上得 {value}，而据条目 {middle.index} 的 {middle.models} 个模型推算约为 {middle.expected:.2f}："
            f"高出 {middle.deviations:.1f} 个稳健标准差（{boards} 个榜单的中位）。这是统计迹象，不是证据。",
        ),
        (
            Seen(f"entry {standing.recorded.index} score", value),
            *(Seen(f"entry {one.index} deviations", f"{one.deviations:.1f}") for one in excesses[:5]),
        ),
    )


RULE = Rule(
    id="too-good-here",
    code="K4",
    group=Group.CONTAMINATION,
    severity=Severity.MINOR,
    version=1,
    fields=("model", "datasets[].access", "placements[].scores", "record"),
    applies_to=CLAIMS,
    why=Words(
        "An exam that a model has seen before shows in a result that nothing else bears out.",
        "见过题目的模型，会在这一张榜上得出别处无法印证的高分。",
    ),
    source="Theil-Sen regression between boards; SWE-bench (suspicious submissions); Every Eval Ever (reviews of scores that seem high)",
    cure=Words(
        "Show a contamination check, or results on closed questions.",
        "提供污染检测结果，或在不公开题目上的成绩。",
    ),
    check=_check,
)
