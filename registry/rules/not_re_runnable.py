"""B5: nobody could run it again and compare."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Severity, Words
from registry.rules.deciding import OPINION
from registry.rules.lines import named, only, saw, told_of
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Settings

_FIELDS = ("shots", "prompt_sha256", "temperature", "runs")
_ALL = (True, True, True, True)


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    criteria = statement.methodology.criteria
    if criteria and all(criterion.basis in OPINION for criterion in criteria):
        return  # Opinions are asked for again, not run again.
    bare = [at for at, one in enumerate(statement.placements) if not one.raw]
    for at in told_of(statement, bare):
        names = named(statement, at)
        yield Hit(
            Words(
                f"No outputs item by item are committed to for {names.en}.",
                f"没有给出{names.zh}逐题输出的哈希。",
            ),
            saw(at, "raw"),
            placement=only(statement, at),
        )
    yield from _settings(statement)


def _settings(evaluation: Evaluation) -> Iterator[Hit]:
    held = [_held(placement.settings) for placement in evaluation.placements]
    loose = [number for number, fields in enumerate(held) if fields != _ALL]
    for at in told_of(evaluation, loose):
        lacking = {
            field: next(number for number in at if not held[number][place])
            for place, field in enumerate(_FIELDS)
            if not all(held[number][place] for number in at)
        }
        names = named(evaluation, at)
        yield Hit(
            Words(
                f"Settings are missing ({', '.join(lacking)}) for {names.en}.",
                f"缺少{names.zh}的设置（{'、'.join(lacking)}）。",
            ),
            tuple(one for field, number in lacking.items() for one in saw([number], f"settings.{field}")),
            placement=only(evaluation, at),
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
