"""T2: a first place that chance could have given to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from registry.rules.base import RANKINGS_AND_CLAIMS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.cited import cited
from registry.rules.deciding import Deciding, deciding, items_of, score_in, score_path
from registry.rules.errors_of_scores import Spread, Z, is_approximate
from registry.rules.lines import named
from registry.statements import Claim, Evaluation, Statement
from registry.statements.evaluation import Placement, Score

_Z2 = Z * Z


class Tied(Struct, frozen=True):
    """Those from whom a leader cannot be told apart."""

    leader: int
    """Position of the leader's line."""
    others: tuple[int, ...]
    """Positions of lines within noise of it, the nearest first; one or more."""
    lead: Decimal
    """Over the nearest of them."""
    noise: Decimal
    """What a lead over it would have to exceed."""
    is_approximate: bool
    deciding: Deciding


def tied_with(evaluation: Evaluation, leader: int, others: Sequence[int]) -> Tied | Missing | None:
    """Return those of `others` that a line leads by no more than 1.96 standard errors of the difference.

    Lines asked under other shots are not compared, nor those that lead themselves. None when it leads all the rest clearly.
    """
    decides = deciding(evaluation)
    if decides is None:
        return Missing("methodology.criteria" + (" that the ranks follow" if evaluation.methodology.criteria else ""))
    criterion, higher = decides.criterion, decides.higher_is_better
    if higher is None:
        return Missing(f"methodology.criteria[{decides.at}].higher_is_better")
    first = evaluation.placements[leader]
    own, spread = score_in(first, criterion.name), Spread(criterion, items_of(evaluation, criterion))
    if own is None:
        return Missing(f"placements[{leader}].scores")
    variance = spread.variance(own)
    if variance is None:
        return Missing(f"{score_path(first, leader, criterion.name)}.stderr")
    compared = _Compared(Decimal(own.value), variance, spread, higher_is_better=higher)
    within, unknown = [], None
    for number in others:
        line = evaluation.placements[number]
        score = score_in(line, criterion.name)
        if score is None or line.settings.shots != first.settings.shots:
            continue
        found = compared.with_(score)
        if isinstance(found, str):
            unknown = unknown or Missing(f"{score_path(line, number, criterion.name)}.{found}")
        elif found is not None:
            within.append((found[0], number, found[1]))
    if not within:
        return unknown
    within.sort()
    lead, _, noise = within[0]
    return Tied(leader, tuple(number for _, number, _ in within), lead, noise, is_approximate(own, criterion), decides)


class _Compared:
    """A leader's score, to be compared with many."""

    __slots__ = ("_sign", "_spread", "_value", "_variance")

    def __init__(self, value: Decimal, variance: Decimal, spread: Spread, *, higher_is_better: bool) -> None:
        self._value, self._variance, self._spread = value, variance, spread
        self._sign = 1 if higher_is_better else -1

    def with_(self, score: Score) -> tuple[Decimal, Decimal] | str | None:
        """Return lead and noise when the lead is no more than that; the field without which that is not known; or None."""
        lead = (self._value - Decimal(score.value)) * self._sign
        most = self._spread.most(score)
        if lead < 0 or (most is not None and lead * lead > _Z2 * (self._variance + most)):
            return None
        theirs = self._spread.variance(score)
        if theirs is None:
            return "stderr"
        both = self._variance + theirs
        return (lead, Z * both.sqrt()) if lead * lead <= _Z2 * both else None


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    if isinstance(statement, Claim):
        yield from _claim(statement, context)
    elif isinstance(statement, Evaluation):
        ranked = [at for at, one in enumerate(statement.placements) if one.rank is not None]
        leaders = [at for at in ranked if statement.placements[at].rank == 1]
        # A shared first place says itself that it is none over the other.
        others = [at for at in ranked if statement.placements[at].rank != 1]
        if leaders and others:
            tied = tied_with(statement, leaders[0], others)
            yield from _told(statement, tied, "", Severity.MINOR)


def _claim(claim: Claim, context: Context) -> Iterator[Hit | Missing]:
    """Hold a claim of first place against the ranking that bears it out; in a scope, against those that share it."""
    if claim.rank != 1:
        return
    standing = cited(claim, context)
    if isinstance(standing, Missing):
        yield standing
    elif standing is not None:
        evaluation = standing.recorded.statement
        leader = next(at for at, one in enumerate(evaluation.placements) if one is standing.placement)
        below = _below(evaluation, leader, claim.scope)
        yield from _told(evaluation, tied_with(evaluation, leader, below), f"entry {standing.recorded.index} ", None)


def _below(evaluation: Evaluation, leader: int, scope: str) -> list[int]:
    """Return the ranked lines below a leader; those that are surely in the scope, when the scope is a category on record."""
    from registry.claims.category import category  # deferred: only claims have a scope

    rank, part = evaluation.placements[leader].rank, category(scope, evaluation) if scope else None
    return [
        at
        for at, one in enumerate(evaluation.placements)
        if at != leader
        and one.rank is not None
        and (rank is None or one.rank > rank)
        and (part is None or part.holds(one) is True)
    ]


def _told(
    evaluation: Evaluation, tied: Tied | Missing | None, where: str, severity: Severity | None
) -> Iterator[Hit | Missing]:
    if isinstance(tied, Missing):
        yield Missing(where + tied.field)
    elif tied is not None:
        yield _hit(evaluation, tied, where, severity)


def _hit(evaluation: Evaluation, tied: Tied, where: str, severity: Severity | None) -> Hit:
    first, names = evaluation.placements[tied.leader].model.name, named(evaluation, tied.others)
    criterion = tied.deciding.criterion
    about, about_zh = (
        (" (an approximation: as if a mean of items)", "（近似值：按逐题平均计算）")
        if tied.is_approximate
        else ("", "")
    )
    noise = _rounded(tied.noise, tied.lead)
    lines = (tied.leader, *tied.others[:3])
    scored = [(at, _score(evaluation.placements[at], criterion.name)) for at in lines]
    return Hit(
        Words(
            f"{first} leads by {tied.lead:f}, and up to {noise} is noise{about}: it cannot be told from {names.en}.",
            f"{first}领先 {tied.lead:f}，而 {noise} 以内属于误差{about_zh}：与{names.zh}分不出高下。",
        ),
        tuple(
            Seen(f"{where}{score_path(evaluation.placements[at], at, criterion.name)}.{field}", value)
            for at, score in scored
            for field, value in _fields(score)
        ),
        severity,
        first,
    )


def _score(placement: Placement, criterion: str) -> Score:
    score = score_in(placement, criterion)
    assert score is not None, "only lines with a score were compared"
    return score


def _fields(score: Score) -> Iterator[tuple[str, str]]:
    yield "value", score.value
    if score.stderr:
        yield "stderr", score.stderr
    elif score.n is not None:
        yield "n", str(score.n)


def _rounded(noise: Decimal, lead: Decimal) -> str:
    """Return the noise with the digits of the lead, or two more than its first, whichever are more."""
    places = len(f"{lead:f}".partition(".")[2])
    return f"{noise:.{max(places, 2 - noise.adjusted(), 0)}f}"


RULE = Rule(
    id="lead-within-noise",
    code="T2",
    group=Group.STATISTICS,
    severity=Severity.MAJOR,
    version=1,
    fields=("placements[].rank", "placements[].scores", "methodology.criteria", "datasets[].items", "rank"),
    applies_to=RANKINGS_AND_CLAIMS,
    why=Words(
        "A lead smaller than the error of measurement is a tie; who is called first is then chance.",
        "领先幅度小于测量误差就是并列；谁被称为第一只是偶然。",
    ),
    source="Miller, Adding Error Bars to Evals (arXiv:2411.00640); LMArena, rank (UB); rank intervals (arXiv:2606.08679)",
    cure=Words(
        "Call it a tie, or measure on more items, paired item by item.",
        "请称之为并列，或用更多题目逐题配对测量。",
    ),
    check=_check,
)
