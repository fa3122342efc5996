"""X3: the same model elsewhere, in quite another place.

Only the model that a claim cites is looked up on other boards. For every line of a ranking that would be a question a model to the
record, and one more entry anywhere would touch every ranking that has one model in common with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from registry.names import Kind, folded, key
from registry.record import Placed, Record
from registry.rules.base import CLAIMS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.cited import cited
from registry.rules.other_scores import other_scores
from registry.statements import Claim, Statement

if TYPE_CHECKING:
    from registry.claims.standing import Standing

_NEAR = 2
"""Places that two boards may lie apart before it is worth a word."""
_FAR = 5
"""Places beyond which it misleads to cite one and not the other."""
_MONTHS = 183
"""Days within which two rankings are of about the same time."""


class _Elsewhere(Struct, frozen=True):
    """The model's line on another board."""

    placed: Placed
    days: int
    """Between the two rankings."""
    sure: bool
    """Whether it is surely the same model, and both rankings say that they look at the same side of ability."""

    @property
    def rank(self) -> int:
        return self.placed.placement.rank or 0


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Claim), "the rule applies to claims"
    if context.record is not None and not statement.model:
        yield Missing("model")
        return
    standing = cited(statement, context)
    if isinstance(standing, Missing):
        yield standing
    elif standing is not None and context.record is not None:
        lines = list(_lines(standing, context.record))
        if statement.rank is not None:
            yield from _ranks(statement, standing, lines)
        yield from other_scores(standing, [one for one, sure in lines if sure])


def _lines(standing: Standing, record: Record) -> Iterator[tuple[Placed, bool]]:
    """Yield the model's lines in other rankings, and whether they are surely its own: those without a developer may not be."""
    model = standing.placement.model
    questions = [(model, True)]
    if model.developer:
        questions.append((replace(model, developer=""), False))
    for asked, sure in questions:
        for one in record.placements(asked):
            if one.ranking.index != standing.recorded.index and one.ranking.ended is None:
                yield one, sure


def _ranks(claim: Claim, standing: Standing, lines: Sequence[tuple[Placed, bool]]) -> Iterator[Hit]:
    """Yield that the rank on other boards of about the same time is far from the one that is cited."""
    others = list(_nearest(standing, lines))
    if not others or standing.rank is None:
        return
    middle = sorted(one.rank for one in others)[(len(others) - 1) // 2 : len(others) // 2 + 1]
    apart = abs(Decimal(sum(middle)) / len(middle) - standing.rank)
    if apart <= _NEAR:
        return
    field = standing.recorded.statement.scope.entrants or len(standing.recorded.statement.placements)
    far = apart > _FAR or 2 * apart > field
    severity = Severity.MAJOR if far and all(one.sure for one in others) else Severity.NOTE
    yield _told(claim, standing, others, severity)


def _nearest(standing: Standing, lines: Sequence[tuple[Placed, bool]]) -> Iterator[_Elsewhere]:
    """Yield the line nearest in time of each other board."""
    own = standing.recorded.statement
    found: dict[str, _Elsewhere] = {}
    for placed, sure in lines:
        other = placed.ranking.statement
        board = key(Kind.LEADERBOARD, other.leaderboard.name)
        days = _days(own.published, other.published)
        if board == key(Kind.LEADERBOARD, own.leaderboard.name) or placed.placement.rank is None or days > _MONTHS:
            continue
        sides = [{folded(one) for one in each.dimensions} for each in (own, other)]
        if all(sides) and sides[0].isdisjoint(sides[1]):
            continue
        one = _Elsewhere(placed, days, sure and all(sides) and own.scope.filters == other.scope.filters)
        if board not in found or (days, not one.sure) < (found[board].days, not found[board].sure):
            found[board] = one
    yield from found.values()


def _days(one: str, other: str) -> int:
    """Return how many days lie between two dates; very many when one is not given."""
    from datetime import date

    if not one or not other:
        return 1 << 20
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)


def _told(claim: Claim, standing: Standing, others: Sequence[_Elsewhere], severity: Severity) -> Hit:
    elsewhere = [
        Words(
            f"{one.rank} in {one.placed.ranking.statement.leaderboard.name} (entry {one.placed.ranking.index}, {one.days} days apart)",
            f"{one.placed.ranking.statement.leaderboard.name}第 {one.rank}（条目 {one.placed.ranking.index}，相隔 {one.days} 天）",
        )
        for one in others[:5]
    ]
    board = standing.recorded.statement.leaderboard.name
    unsure = Words("", "")
    if not all(one.sure for one in others):
        unsure = Words(
            "; whether all of them mean the same model, field and ability is not on record",
            "；这些记录是否指同一模型、同一范围和同一能力，并无说明",
        )
    return Hit(
        Words(
            f"{claim.model}: rank {standing.rank} in {board}, and {', '.join(one.en for one in elsewhere)}{unsure.en}.",
            f"{claim.model}：{board}第 {standing.rank}，而{'、'.join(one.zh for one in elsewhere)}{unsure.zh}。",
        ),
        (
            Seen("rank", str(standing.rank)),
            *(
                Seen(f"entry {one.placed.ranking.index} placements[{one.placed.at}].rank", str(one.rank))
                for one in others[:5]
            ),
        ),
        severity,
    )


RULE = Rule(
    id="boards-disagree",
    code="X3",
    group=Group.CONTRADICTION,
    severity=Severity.NOTE,
    version=1,
    fields=("model", "rank", "published", "dimensions", "placements[].rank", "placements[].scores", "record"),
    applies_to=CLAIMS,
    why=Words(
        "Whoever may choose the board may choose the rank.",
        "能挑榜单的人，也就能挑名次。",
    ),
    source="The press criticism of 2023 that started this project; Benchmark Lottery (arXiv:2107.07002); OpenCompass issue 1434",
    cure=Words(
        "Cite the other boards of the same time as well, and say what each of them measures.",
        "同时引用同期的其他榜单，并说明各自测的是什么。",
    ),
    check=_check,
)
