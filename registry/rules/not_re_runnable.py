"""B5: nobody could run it again and compare."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Severity, Words
from registry.rules.deciding import OPINION
from registry.rules.lines import named, only, saw
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Settings

_FIELDS = ("shots", "prompt_sha256", "temperature", "runs")
_ALL = (True, True, True, True)


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    criteria = statement.methodology.criteria
    if criteria and all(criterion.basis in OPINION for criterion in criteria):
        return  # Opinions are asked for again, not run again.
    lines = len(statement.placements)
    bare = [at for at, one in enumerate(statement.placements) if not one.raw]
    if bare:
        names = named(statement, bare)
        yield Hit(
            Words(
                f"No per-item outputs are committed to on {len(bare)} of {lines} lines: {names.en}.",
                f"{lines} 行中有 {len(bare)} 行没有给出逐题输出的哈希：{names.zh}。",
            ),
            saw(bare, "raw"),
            placement=only(statement, bare),
        )
    yield from _settings(statement)


def _settings(evaluation: Evaluation) -> Iterator[Hit]:
    held = [_held(placement.settings) for placement in evaluation.placements]
    loose = [at for at, fields in enumerate(held) if fields != _ALL]
    if loose:
        lacking = {
            field: next(at for at in loose if not held[at][number])
            for number, field in enumerate(_FIELDS)
            if not all(one[number] for one in held)
        }
        names, lines = named(evaluation, loose), len(evaluation.placements)
        yield Hit(
            Words(
                f"Settings are missing on {len(loose)} of {lines} lines ({', '.join(lacking)}): {names.en}.",
                f"{lines} 行中有 {len(loose)} 行缺少设置（{'、'.join(lacking)}）：{names.zh}。",
            ),
            tuple(one for field, at in lacking.items() for one in saw([at], f"settings.{field}")),
            placement=only(evaluation, loose),
        )


def _held(settings: Settings) -> tuple[bool, bool, bool, bool]:
    """Say of each of the fields whether it is given."""
    return (
        settings.shots is not None,
        settings.prompt_sha256 != "",
        settings.temperature != "",
        settings.runs is not None,
    )


RULE = Rule(
    id="not-re-runnable",
    code="B5",
    group=Group.BLACK_BOX,
    severity=Severity.MINOR,
    version=1,
    fields=("placements[].raw", "placements[].settings"),
    applies_to=EVALUATIONS,
    why=Words(
        "A result that nobody can repeat, with outputs that nobody can compare, rests on trust alone.",
        "无法重复、又没有输出可比对的结果，只能凭信任。",
    ),
    source="MLPerf (results that cannot be replicated are not valid results); Every Eval Ever, detailed_evaluation_results; EvalPlus issue 260; OpenCompass issue 1434",
    cure=Words(
        "Give the SHA-256 of each model's outputs, item by item, and shots, prompt hash, temperature and runs.",
        "给出每个模型逐题输出的 SHA-256，以及示例数、提示词哈希、温度和运行次数。",
    ),
    check=_check,
)
