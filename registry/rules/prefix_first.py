"""P1: first, but only behind a prefix."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from registry.rules.base import RANKINGS_AND_CLAIMS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.cited import cited
from registry.rules.deciding import deciding, score_in
from registry.rules.lines import BASELINES, listed, saw
from registry.statements import Claim, Evaluation, Statement

if TYPE_CHECKING:
    from registry.claims.standing import Standing

_FEW = 5
"""Entrants below which a prefix leaves hardly anybody to be first of."""


class _Outside(Struct, frozen=True):
    """What stands in a ranking beside those that it ranks."""

    better: list[int]
    """Lines without a rank and with a better score than the first."""
    lines: int
    """Lines that have a score to compare."""
    ranked: int | None
    """How many the ranking ranks; None when not all of it is on record."""


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    if isinstance(statement, Claim):
        yield from _claim(statement, context)
    elif isinstance(statement, Evaluation) and _is_prefixed(statement):
        first = next((at for at, one in enumerate(statement.placements) if one.rank == 1), None)
        if first is not None:
            yield from _own_scope(statement, first, "", Severity.MINOR)


def _is_prefixed(evaluation: Evaluation) -> bool:
    return bool(evaluation.scope.filters) or evaluation.scope.ranked == "subset"


def _own_scope(evaluation: Evaluation, first: int, where: str, severity: Severity | None) -> Iterator[Hit | Missing]:
    """Yield a first place that lines outside the ranking's own scope have better scores than."""
    outside = _outside(evaluation, first)
    if outside is None:
        yield Missing(f"{where}placements[].scores")
    elif outside.better:
        name, rank = evaluation.placements[first].model.name, 1 + len(outside.better)
        prefix, above = _prefix(evaluation), listed([evaluation.placements[at].model.name for at in outside.better])
        few, few_zh = _few(outside.ranked)
        yield Hit(
            Words(
                f"{name} is first only under {prefix}: of the {outside.lines} lines on record it is number {rank}, below {above.en}{few}.",
                f"{name}只在“{prefix}”的条件下排名第一：在有记录的 {outside.lines} 行中列第 {rank}，在{above.zh}之后{few_zh}。",
            ),
            (
                *(
                    Seen(f"{where}scope.filters[{number}]", f"{one.field} {one.op} {one.value}")
                    for number, one in enumerate(evaluation.scope.filters)
                ),
                Seen(f"{where}scope.ranked", evaluation.scope.ranked),
                Seen(f"{where}placements[{first}].rank", "1"),
                *(Seen(f"{where}{one.field}", one.value) for one in saw(outside.better, "rank")),
            ),
            None if few else severity,
            name,
        )


def _prefix(evaluation: Evaluation) -> str:
    filters = ", ".join(f"{one.field} {one.op} {one.value}" for one in evaluation.scope.filters)
    return filters or evaluation.scope.reason or "a subset"


def _few(size: int | None) -> tuple[str, str]:
    """Return what to add when next to nobody is left to be first of."""
    return (
        (f"; it leaves {size} entrants", f"；其中只有 {size} 个参评者")
        if size is not None and size < _FEW
        else ("", "")
    )


def _outside(evaluation: Evaluation, first: int) -> _Outside | None:
    """Return who stands outside a ranking's scope; None when no line does whose score can be compared with the first."""
    decides = deciding(evaluation)
    if decides is None or decides.higher_is_better is None:
        return None
    own = score_in(evaluation.placements[first], decides.criterion.name)
    if own is None:
        return None
    scored = [
        (at, one, score_in(one, decides.criterion.name))
        for at, one in enumerate(evaluation.placements)
        if one.model.name.casefold() not in BASELINES
    ]
    unranked = [(at, Decimal(score.value)) for at, one, score in scored if one.rank is None and score is not None]
    if not unranked:
        return None
    best, sign = Decimal(own.value), 1 if decides.higher_is_better else -1
    entrants, lines = evaluation.scope.entrants, len(evaluation.placements)
    return _Outside(
        [at for at, value in unranked if (value - best) * sign > 0],
        sum(score is not None for _, _, score in scored),
        sum(one.rank is not None for one in evaluation.placements)
        if entrants is not None and entrants <= lines
        else None,
    )


def _claim(claim: Claim, context: Context) -> Iterator[Hit | Missing]:
    if claim.rank != 1:
        return
    standing = cited(claim, context)
    if isinstance(standing, Missing):
        yield standing
    if claim.scope and (standing is None or isinstance(standing, Missing)):
        yield _unplaced(claim)
    elif standing is not None and not isinstance(standing, Missing):
        rank, ranking = standing.placement.rank, standing.recorded.statement
        if claim.scope and rank is not None and rank > 1:
            yield _within(claim, standing, rank)
        elif rank == 1 and _is_prefixed(ranking):
            first = next(at for at, one in enumerate(ranking.placements) if one is standing.placement)
            # A claim whose scope was understood from its words says the prefix; one without hides the ranking's own.
            severity = Severity.MINOR if claim.scope else Severity.MAJOR
            yield from _own_scope(ranking, first, f"entry {standing.recorded.index} ", severity)


def _unplaced(claim: Claim) -> Hit:
    """Return that a first place is claimed behind a prefix, where nothing on record bears it out."""
    return Hit(
        Words(
            f'The first place is claimed only within "{claim.scope}", with no rank in the whole field.',
            f"该说法只在“{claim.scope}”中称第一，没有说明在全部参评者中的名次。",
        ),
        (Seen("rank", "1"), Seen("scope", claim.scope)),
        Severity.MINOR,
    )


def _within(claim: Claim, standing: Standing, rank: int) -> Hit:
    """Return that a model is first in a part of the field, and where it stands in all of it."""
    from registry.claims.category import category  # deferred: only claims have a scope

    ranking = standing.recorded.statement
    part, entrants = category(claim.scope, ranking), ranking.scope.entrants
    holds = [part.holds(one) for one in ranking.placements] if part is not None else []
    complete = entrants is not None and entrants <= len(holds) and None not in holds
    size = holds.count(True) if complete else None
    few, few_zh = _few(size)
    of, of_zh = ("", "") if size is None else (f" of {size}", f"（共 {size} 个）")
    in_all, in_all_zh = ("", "") if entrants is None else (f" of {entrants}", f"（共 {entrants} 个）")
    name = standing.placement.model.name
    return Hit(
        Words(
            f'{name} is first{of} only within "{claim.scope}": number {rank}{in_all} in the whole field{few}.',
            f"{name}只在“{claim.scope}”中排名第一{of_zh}：在全部参评者中列第 {rank}{in_all_zh}{few_zh}。",
        ),
        (Seen("scope", claim.scope), *standing.seen),
        Severity.MAJOR if few else Severity.MINOR,
        name,
    )


RULE = Rule(
    id="prefix-first",
    code="P1",
    group=Group.SCOPE,
    severity=Severity.MAJOR,
    version=1,
    fields=("scope.filters", "scope.ranked", "scope.entrants", "placements[].rank", "placements[].scores", "scope"),
    applies_to=RANKINGS_AND_CLAIMS,
    why=Words(
        "With enough prefixes everybody is first: below this size, of this country, in this price range.",
        "加够前缀，人人都是第一：多少参数以下、哪国的、什么价位的。",
    ),
    source="The press criticism of 2023 (first among televisions under a price and of a size); MLPerf results messaging guidelines 5",
    cure=Words(
        "Say the prefix in the same sentence, with the rank in the whole field and the size of both.",
        "在同一句话里说出前缀，并给出在全部参评者中的名次和两者的规模。",
    ),
    check=_check,
)
