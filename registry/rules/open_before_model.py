"""K1: the questions could be read before the model was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.rules.base import RANKINGS_AND_CLAIMS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.cited import cited
from registry.rules.lines import MAX_NAMED, named, only, told_of
from registry.statements import Claim, Evaluation, Statement
from registry.statements.evaluation import Dataset

_OPEN = frozenset({"public", "revealed"})


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    if isinstance(statement, Evaluation):
        yield from _exposed(statement, range(len(statement.placements)), "", Severity.MINOR)
    elif isinstance(statement, Claim) and statement.rank is not None:
        standing = cited(statement, context)
        if isinstance(standing, Missing):
            yield standing
        elif standing is not None:
            ranking = standing.recorded.statement
            at = next(number for number, one in enumerate(ranking.placements) if one is standing.placement)
            yield from _exposed(ranking, [at], f"entry {standing.recorded.index} ", None)


def _exposed(
    evaluation: Evaluation, at: Sequence[int], where: str, severity: Severity | None
) -> Iterator[Hit | Missing]:
    """Yield the lines whose model came out after an open dataset. Any check for contamination answers the question."""
    if evaluation.checks:
        return
    if not evaluation.datasets:
        yield Missing(f"{where}datasets")
    for number, dataset in enumerate(evaluation.datasets):
        path = f"{where}datasets[{number}]"
        if not dataset.access:
            yield Missing(f"{path}.access")
        elif dataset.access in _OPEN:
            yield from _of_dataset(evaluation, at, dataset, path, where, severity)


def _of_dataset(
    evaluation: Evaluation, at: Sequence[int], dataset: Dataset, path: str, where: str, severity: Severity | None
) -> Iterator[Hit | Missing]:
    opened = dataset.published[:10]
    if not opened:
        yield Missing(f"{path}.published")
        return
    released = [(one, evaluation.placements[one].model.released[:10]) for one in at]
    later = [one for one, day in released if day > opened]
    for lines in told_of(evaluation, later):
        names = named(evaluation, lines)
        yield Hit(
            Words(
                f'"{dataset.name}" has been open since {opened}, before {names.en} came out, and no check for contamination is given.',
                f"“{dataset.name}”自 {opened} 起公开，早于{names.zh}的发布，且没有给出污染检查。",
            ),
            (
                Seen(f"{path}.access", dataset.access),
                Seen(f"{path}.published", dataset.published),
                *(
                    Seen(f"{where}placements[{one}].model.released", evaluation.placements[one].model.released)
                    for one in lines[:MAX_NAMED]
                ),
                Seen(f"{where}checks", ""),
            ),
            severity,
            only(evaluation, lines),
        )
    if not all(day for _, day in released):
        yield Missing(f"{where}placements[].model.released")


RULE = Rule(
    id="open-before-model",
    code="K1",
    group=Group.CONTAMINATION,
    severity=Severity.MAJOR,
    version=1,
    fields=(
        "datasets[].access",
        "datasets[].published",
        "placements[].model.released",
        "checks",
        "rank",
    ),
    applies_to=RANKINGS_AND_CLAIMS,
    why=Words(
        "Questions on the web end up in training data; a model may then recall rather than answer.",
        "网上公开的题目会进入训练数据；模型可能是在回忆，而不是在作答。",
    ),
    source="The press criticism of 2023 (open sets are practised); CMMLU issue 48; C-Eval issue 41; BIG-bench canary; BetterBench",
    cure=Words(
        "Attach a check for contamination, or rank on questions that were sealed until the run.",
        "附上污染检查，或使用在运行之前一直封存的题目。",
    ),
    check=_check,
)
