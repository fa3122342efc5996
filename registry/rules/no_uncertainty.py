"""T1: numbers without a word on how sure they are."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Severity, Words
from registry.rules.deciding import OPINION, deciding, score_in
from registry.rules.lines import named, only, saw, told_of
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Placement, Score


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    criteria = statement.methodology.criteria
    if criteria and all(criterion.basis in OPINION for criterion in criteria):
        return  # How many were asked is a question of method, not of items.
    primary = deciding(statement)
    name = primary.criterion.name if primary is not None else ""
    scored = [(at, scores) for at, one in enumerate(statement.placements) if (scores := _scores(one, name))]
    if not scored:
        yield Missing("placements[].scores")
    bare = [at for at, scores in scored if not any(map(_is_sure, scores))]
    of, of_zh = (f' in "{name}"', f"在“{name}”上") if name else ("", "")
    for lines in told_of(statement, bare):
        names = named(statement, lines)
        yield Hit(
            Words(
                f"No standard error, interval or number of items{of} for {names.en}.",
                f"没有给出{names.zh}{of_zh}的标准误、置信区间或题目数。",
            ),
            tuple(one for field in ("stderr", "ci", "n") for one in saw(lines[:1], f"scores[].{field}")),
            placement=only(statement, lines),
        )


def _scores(placement: Placement, primary: str) -> list[Score]:
    """Return the score that decides, or all where none does."""
    if not primary:
        return [score for score in placement.scores if score.value]
    score = score_in(placement, primary)
    return [] if score is None else [score]


def _is_sure(score: Score) -> bool:
    return bool(score.stderr) or score.ci is not None or score.n is not None


RULE = Rule(
    id="no-uncertainty",
    code="T1",
    group=Group.STATISTICS,
    severity=Severity.MINOR,
    version=1,
    fields=("placements[].scores[].stderr", "placements[].scores[].ci", "placements[].scores[].n"),
    applies_to=EVALUATIONS,
    why=Words(
        "Without an error or a number of items nobody can tell a better model from a luckier one.",
        "没有误差或题目数，就分不清是更强还是更走运。",
    ),
    source="Miller, Adding Error Bars to Evals (arXiv:2411.00640); BetterBench; NIST AI 800-2 (draft)",
    cure=Words(
        "Give the standard error of each score, or at least the number of items that it is a mean of.",
        "给出每个得分的标准误，至少写明是多少道题的平均。",
    ),
    check=_check,
)
