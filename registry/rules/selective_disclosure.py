"""C3: the best of many tries, shown as the only one."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.lines import named, only, saw, told_of
from registry.statements import Evaluation, Statement


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    private = statement.disclosures.private_submissions
    if private is None:
        yield Missing("disclosures.private_submissions")
    elif private:
        yield Hit(
            Words(
                f"{private:,} entries were tested in private and are not shown.",
                f"有 {private:,} 个参评版本只作了私下测试，没有公布。",
            ),
            (Seen("disclosures.private_submissions", str(private)),),
        )
    yield from _best_of(statement)


def _best_of(evaluation: Evaluation) -> Iterator[Hit]:
    """Yield scores for which several answers were allowed, where neither criterion nor method says so."""
    tries: dict[int, list[int]] = {}
    for at, placement in enumerate(evaluation.placements):
        attempts = placement.settings.attempts
        if attempts is not None and attempts > 1:
            tries.setdefault(attempts, []).append(at)
    if not tries:
        return
    method = evaluation.methodology
    said = _numbers(" ".join((method.summary, *(criterion.name for criterion in method.criteria))))
    for allowed, lines in tries.items():
        silent = [one for one in lines if allowed not in said | _numbers(evaluation.placements[one].printed.name)]
        for at_once in told_of(evaluation, silent):
            names = named(evaluation, at_once)
            yield Hit(
                Words(
                    f"The best of {allowed} attempts is reported as one score: {names.en}.",
                    f"{allowed} 次尝试中最好的一次被当作单次成绩：{names.zh}。",
                ),
                saw(at_once, "settings.attempts", str(allowed)),
                placement=only(evaluation, at_once),
            )


def _numbers(text: str) -> set[int]:
    """Return the whole numbers that stand in a text: `pass@2` says 2."""
    digits = "".join(letter if letter in "0123456789" else " " for letter in text)
    return {int(word) for word in digits.split() if len(word) <= 16}  # noqa: PLR2004 - what a statement's integer can hold


RULE = Rule(
    id="selective-disclosure",
    code="C3",
    group=Group.CONFLICT,
    severity=Severity.MAJOR,
    version=1,
    fields=("disclosures.private_submissions", "placements[].settings.attempts", "methodology.criteria[].name"),
    applies_to=EVALUATIONS,
    why=Words(
        "Whoever may try often and show once is ranked by the number of tries.",
        "可以多次尝试、只公布一次的人，比的是尝试次数。",
    ),
    source="The Leaderboard Illusion (arXiv:2504.20879): 27 private variants before one release",
    cure=Words(
        "Say how many entries were tested and not shown, 0 included; name a best-of-N criterion so.",
        "写明有多少个参评版本没有公布（包括 0 个）；取 N 次最优的指标请在名称中写明。",
    ),
    check=_check,
)
