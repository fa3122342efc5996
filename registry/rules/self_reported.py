"""C2: a number of whoever gains by it, which nobody else has repeated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from registry.names import Identity, folded
from registry.record import Logged
from registry.record.lines import identity
from registry.rules.base import EVALUATIONS, NO_RECORD, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.lines import BASELINES
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Placement

_SECTIONS = (
    "not open",
    "not-open",
    "self-reported",
    "self reported",
    "unverified",
    "not verified",
    "未开放",
    "自行提交",
)
"""Words of a heading under which a board keeps numbers that it did not measure itself."""


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    models = [at for at, line in enumerate(statement.placements) if folded(line.model.name) not in BASELINES]
    whole = statement.submission == "self-reported"
    own = [at for at in models if whole or _is_of_such_numbers(statement.placements[at].printed.section)]
    if not own and statement.submission in {"", "mixed"}:
        yield Missing("placements[].printed.section" if statement.submission else "submission")
    elif own and context.record is None:
        yield NO_RECORD
    elif own:
        repeated = _repeated(context)
        left = [at for at in own if not _is_repeated(statement.placements[at], repeated, context)]
        yield from _told(statement, left, whole=whole and left == models and len(left) > 1)


@lru_cache(1 << 10)
def _is_of_such_numbers(section: str) -> bool:
    heading = folded(section)
    return any(words in heading for words in _SECTIONS)


def _repeated(context: Context) -> list[tuple[Logged[Evaluation], set[Identity]]]:
    """Return somebody else's runs of the same evaluation, each with the models to which it gives a score."""
    if context.subject is None or context.record is None:
        return []
    from registry.record.replications import replications, tested  # deferred: a bundle is judged without it

    return [(again, tested(again)) for again in replications(context.subject, context.record)]


def _is_repeated(
    line: Placement, repeated: Sequence[tuple[Logged[Evaluation], set[Identity]]], context: Context
) -> bool:
    """Say whether a run gives the model a score that is not by the model's own developer."""
    if not repeated or context.record is None:
        return False
    from registry.record.replications import is_of_developer  # deferred: seldom there is one

    record, own = context.record, identity(line.model)
    return any(own in models and not is_of_developer(again, line.model, record) for again, models in repeated)


def _told(evaluation: Evaluation, left: Sequence[int], *, whole: bool) -> Iterator[Hit]:
    if whole:
        yield Hit(
            Words(
                "The results are self-reported, and nobody else has repeated them on record.",
                "成绩均为自报，记录中没有第三方复测。",
            ),
            (Seen("submission", evaluation.submission), Seen("record", "")),
        )
        return
    for at in left:
        line = evaluation.placements[at]
        name, heading = line.model.name, line.printed.section
        under = (f' under "{heading}"', f"列于“{heading}”，") if heading else ("", "")
        yield Hit(
            Words(
                f"{name}: its submitter's own number{under[0]}, and nobody else has repeated it on record.",
                f"{name}：提交方自报的成绩，{under[1]}记录中没有第三方复测。",
            ),
            (
                Seen("submission", evaluation.submission),
                Seen(f"placements[{at}].printed.section", heading),
                Seen("record", ""),
            ),
            placement=name,
        )


RULE = Rule(
    id="self-reported",
    code="C2",
    group=Group.CONFLICT,
    severity=Severity.MAJOR,
    version=1,
    fields=("submission", "placements[].printed.section", "placements[].model", "record"),
    applies_to=EVALUATIONS,
    why=Words(
        "Whoever gains by a number should not be the only one who saw it come about.",
        "从分数中获益的人，不应是唯一见证分数产生的人。",
    ),
    source="C-Eval issue 57; CMMLU commit 8e3a88f (open and not open for testing); MLPerf (unverified results); SWE-bench (checked)",
    cure=Words(
        "Let somebody else run it, and publish that as an evaluation that replicates this one.",
        "请第三方复测，并作为复现本评测的评测发布。",
    ),
    check=_check,
)
