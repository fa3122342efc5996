"""U5: a line that does not say which model it is, or whose."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Severity, Words
from registry.rules.lines import BASELINES, named, only, saw, told_of
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Model

_EMPTY_LINK = "]()"
_YEAR_DIGITS = 4
"""Digits in a row that make an identifier dated: 0613, 20241022."""
_SEPARATED = str.maketrans("-_.@:/", "      ")


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    lines = list(enumerate(statement.placements))
    nobody = [at for at, one in lines if not one.model.developer and one.model.name.casefold() not in BASELINES]
    unlinked = [at for at, one in lines if one.printed.name.endswith(_EMPTY_LINK) and one.model.developer]
    yield from _developers(statement, nobody)
    for at in told_of(statement, unlinked):
        names = named(statement, at)
        yield Hit(
            Words(f"The source links to nothing for {names.en}.", f"来源中{names.zh}的链接为空。"),
            saw(at[:1], "printed.name", statement.placements[at[0]].printed.name),
            placement=only(statement, at),
        )
    yield from _versions(statement)


def _developers(evaluation: Evaluation, nobody: list[int]) -> Iterator[Hit]:
    for at in told_of(evaluation, nobody):
        names = named(evaluation, at)
        yield Hit(
            Words(f"Nobody is named as the developer of {names.en}.", f"没有写明{names.zh}的开发者。"),
            saw(at, "model.developer"),
            placement=only(evaluation, at),
        )


def _versions(evaluation: Evaluation) -> Iterator[Hit | Missing]:
    """Yield models behind an API that nobody can say which they were; what an API serves changes under one name."""
    loose: list[int] = []
    unclear = False
    for number, placement in enumerate(evaluation.placements):
        model = placement.model
        if model.version or model.sha256:
            continue
        if not model.availability:
            unclear = unclear or not _is_dated(model.name)
        elif _is_served(model) and not _is_dated(model.name):
            loose.append(number)
    for at in told_of(evaluation, loose):
        names = named(evaluation, at)
        yield Hit(
            Words(
                f"Served by an API, without version or dated identifier: {names.en}.",
                f"通过 API 提供，却没有版本或带日期的标识：{names.zh}。",
            ),
            (*saw(at, "model.version"), *saw(at, "model.sha256")),
            placement=only(evaluation, at),
        )
    if unclear:
        yield Missing("placements[].model.availability")


def _is_served(model: Model) -> bool:
    words = model.availability.casefold()
    return "api" in words and "weights" not in words and "open" not in words.split()


def _is_dated(name: str) -> bool:
    """Say whether a name holds a date: four or more digits in a row, or two pairs of them."""
    parts = name.translate(_SEPARATED).split()
    numbers = [part.isdecimal() and len(part) for part in parts]
    return (
        any(size >= _YEAR_DIGITS for size in numbers)
        or any(
            one == other == 2  # noqa: PLR2004 - month and day: 02-05
            for one, other in zip(numbers, numbers[1:], strict=False)
        )
    )


RULE = Rule(
    id="unnamed-model",
    code="U5",
    group=Group.UNSOURCED,
    severity=Severity.MAJOR,
    version=1,
    fields=(
        "placements[].model.developer",
        "placements[].model.version",
        "placements[].model.sha256",
        "placements[].model.availability",
        "placements[].printed.name",
    ),
    applies_to=EVALUATIONS,
    why=Words(
        "A rank belongs to one version of one model by somebody; without that nobody can ask for it or test it again.",
        "名次属于某个开发者的某个模型的某个版本；缺了这些，谁也无法索取或复测。",
    ),
    source="MTEB issue 3928 (results without a model revision); HELM, model and model_deployment; MLPerf, system under test",
    cure=Words(
        "Give the developer of each model, and its version, dated identifier or the SHA-256 of its weights.",
        "写明每个模型的开发者，以及版本、带日期的标识或权重的 SHA-256。",
    ),
    check=_check,
)
