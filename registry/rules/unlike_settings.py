"""P4: lines of one ranking that were asked in different ways, and releases that were measured in different ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.lines import MAX_NAMED, named
from registry.rules.releases import other_means
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Placement, Settings

_SETTINGS: dict[str, tuple[Callable[[Settings], object], str]] = {
    "shots": (lambda one: one.shots, "示例数"),
    "prompt_sha256": (lambda one: one.prompt_sha256 or None, "提示词"),
    "attempts": (lambda one: one.attempts, "尝试次数"),
}
_DIVISIONS = ("division", "track", "组别", "赛道")
"""Words of a heading under which an organiser keeps apart what it does not compare."""


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    yield from _within(statement)
    yield from other_means(statement, context)


def _within(statement: Evaluation) -> Iterator[Hit | Missing]:
    ranked = [(at, one) for at, one in enumerate(statement.placements) if one.rank is not None]
    if len(ranked) < 2:  # noqa: PLR2004 - nothing to be unlike
        return
    unknown = ""
    for field, (read, zh) in _SETTINGS.items():
        values = [(at, read(placement.settings)) for at, placement in ranked]
        held = {value for _, value in values if value is not None}
        if len(held) > 1:
            yield _differing(statement, f"settings.{field}", Words(field, zh), values)
        elif not unknown and any(value is None for _, value in values):
            unknown = field
    yield from _divisions(statement, ranked)
    if unknown:
        yield Missing(f"placements[].settings.{unknown}")


def _divisions(evaluation: Evaluation, ranked: list[tuple[int, Placement]]) -> Iterator[Hit]:
    sections = {one.printed.section for _, one in ranked}
    if len(sections) > 1 and any(word in one.casefold() for one in sections for word in _DIVISIONS):
        values = [(at, one.printed.section) for at, one in ranked]
        yield _differing(evaluation, "printed.section", Words("division", "组别"), values)


def _differing(evaluation: Evaluation, field: str, what: Words, values: Sequence[tuple[int, object]]) -> Hit:
    """Return how the lines differ: most have one value, and the finding names those that have another."""
    count = Counter(value for _, value in values if value is not None)
    usual = count.most_common(1)[0][0]
    other = [at for at, value in values if value is not None and value != usual]
    names, shown = named(evaluation, other), ", ".join(_short(one) for one in list(count)[:MAX_NAMED])
    first = next(at for at, value in values if value == usual)
    by_line = dict(values)
    return Hit(
        Words(
            f"Ranked together under different {what.en} ({shown}): {names.en} and the rest.",
            f"{what.zh}不同（{shown}）却排在一起：{names.zh}与其余各行。",
        ),
        tuple(Seen(f"placements[{at}].{field}", str(by_line[at])) for at in (first, *other[:MAX_NAMED])),
    )


def _short(value: object) -> str:
    return str(value)[:16]


RULE = Rule(
    id="unlike-settings",
    code="P4",
    group=Group.SCOPE,
    severity=Severity.MAJOR,
    version=2,
    fields=(
        "placements[].settings.shots",
        "placements[].settings.prompt_sha256",
        "placements[].settings.attempts",
        "placements[].printed.section",
        "graders",
        "datasets",
    ),
    applies_to=EVALUATIONS,
    why=Words(
        "With other examples, prompts or attempts the same models change places.",
        "示例数、提示词或尝试次数一变，同样的模型名次就会变。",
    ),
    source="MLPerf results messaging guidelines 4 and 5; Hugging Face on three implementations of MMLU; Aider issue 5613; SuperCLUE notes of 2023-11",
    cure=Words(
        "Ask every ranked model in the same way, or rank each way apart.",
        "用同样的方式考查每个参加排名的模型，否则分开排名。",
    ),
    check=_check,
)
