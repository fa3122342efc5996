"""B2: a dataset that could be exchanged afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Evaluation, Statement


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    if not statement.datasets:
        yield Missing("datasets")
    for number, dataset in enumerate(statement.datasets):
        if not dataset.sha256 and not dataset.revision and not dataset.seal:
            path = f"datasets[{number}]"
            yield Hit(
                Words(
                    f'The dataset "{dataset.name}" has no digest, revision or seal: it can be exchanged unnoticed.',
                    f"数据集“{dataset.name}”没有摘要、版本或封存承诺：可以被悄悄替换。",
                ),
                tuple(Seen(f"{path}.{field}", "") for field in ("sha256", "revision", "seal")),
            )


RULE = Rule(
    id="dataset-uncommitted",
    code="B2",
    group=Group.BLACK_BOX,
    severity=Severity.MAJOR,
    version=1,
    fields=("datasets[].sha256", "datasets[].revision", "datasets[].seal"),
    applies_to=EVALUATIONS,
    why=Words(
        "Two runs can be compared only if both had the same questions.",
        "只有题目相同，两次评测才能比较。",
    ),
    source="MLPerf inference rules (dataset checksums); MTEB dataset_revision; Hugging Face dataset.revision",
    cure=Words(
        "Give the SHA-256 or the revision of each dataset; for a closed one, publish a seal first.",
        "给出每个数据集的 SHA-256 或版本；不公开的数据集请先发布封存承诺。",
    ),
    check=_check,
)
