"""K2: a model that was trained on the exam."""

from __future__ import annotations

from collections.abc import Iterator

from registry.names import Kind
from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.same_name import comparing
from registry.statements import Evaluation, Statement


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    declared = statement.disclosures.training_on_test
    if declared == "yes":
        yield Hit(
            Words(
                "It is declared that ranked models were trained on the items.",
                "已声明参评模型用评测题目训练过。",
            ),
            (Seen("disclosures.training_on_test", "yes"),),
        )
    key = comparing(Kind.DATASET, context)
    exams = {
        name: dataset.name
        for dataset in statement.datasets
        for name in (key(dataset.name), key(f"{dataset.name} {dataset.split}"))
    }
    unsaid = False
    for at, placement in enumerate(statement.placements):
        trained = placement.model.training_datasets
        unsaid = unsaid or not trained
        for number, name in enumerate(trained):
            exam = exams.get(key(name))
            if exam is not None:
                model = placement.model.name
                yield Hit(
                    Words(
                        f'{model} lists "{name}" among its training datasets, and is ranked on "{exam}".',
                        f"{model}的训练数据集中列有“{name}”，却在“{exam}”上参评。",
                    ),
                    (Seen(f"placements[{at}].model.training_datasets[{number}]", name), Seen("datasets[].name", exam)),
                    placement=model,
                )
    if unsaid and declared in {"", "unknown"}:
        yield Missing("disclosures.training_on_test")


RULE = Rule(
    id="trained-on-test",
    code="K2",
    group=Group.CONTAMINATION,
    severity=Severity.CRITICAL,
    version=1,
    fields=("disclosures.training_on_test", "placements[].model.training_datasets", "datasets[].name"),
    applies_to=EVALUATIONS,
    why=Words(
        "Whoever has seen the answers is not examined.",
        "看过答案的考试，不算考试。",
    ),
    source="MTEB ModelMeta, training_datasets; MLPerf (no benchmark detection, no input-based optimisation)",
    cure=Words(
        "Rank the model on data that it was not trained on, or mark it as out of competition.",
        "用它没有训练过的数据重新评测，或标明不参加排名。",
    ),
    check=_check,
)
