"""C1: whoever ranks, judges or pays is ranked too."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from registry.names import Kind
from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.lines import MAX_NAMED, named, only
from registry.rules.same_name import comparing
from registry.statements import Evaluation, Statement
from registry.statements.common import Tie


class _Interest(Struct, frozen=True):
    """Why somebody's models are not strangers to the ranking."""

    developer: str
    words: Words
    """As the beginning of a sentence."""
    seen: Seen


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    key, lines = comparing(Kind.DEVELOPER, context), dict[str, list[int]]()
    for at, placement in enumerate(statement.placements):
        lines.setdefault(placement.model.developer, []).append(at)
    by_developer: dict[str, list[int]] = {}
    for developer, own in lines.items():
        if developer:
            by_developer.setdefault(key(developer), []).extend(own)
    told = set()
    for interest in _interests(statement, context):
        developer = key(interest.developer)
        if developer in by_developer and developer not in told:
            told.add(developer)
            yield _hit(statement, interest, sorted(by_developer[developer]))
    if "" in lines:
        yield Missing("placements[].model.developer")
    elif not statement.transcribed and any(context.publisher(name) is None for name in statement.signers):
        yield Missing("publisher")


def _interests(evaluation: Evaluation, context: Context) -> Iterator[_Interest]:
    """Yield everybody with a hand in the ranking. Who only transcribed it had none."""
    organiser = evaluation.leaderboard.organiser.name
    if organiser:
        yield _maker(organiser, Seen("leaderboard.organiser.name", organiser))
    for name in () if evaluation.transcribed else evaluation.signers:
        yield _maker(name, Seen("publisher", name))
        publisher = context.publisher(name)
        if publisher is not None:
            yield _maker(publisher.display, Seen("publisher.display", publisher.display))
            for number, tie in enumerate(publisher.ties):
                yield _tied(tie, f"publisher.ties[{number}].to")
    for number, grader in enumerate(evaluation.graders):
        if grader.kind == "model":
            words = Words(
                f"The judging model {grader.name} is by {grader.developer}",
                f"评分模型{grader.name}出自{grader.developer}",
            )
            yield _Interest(grader.developer, words, Seen(f"graders[{number}].developer", grader.developer))
    for number, tie in enumerate(evaluation.disclosures.ties):
        yield _tied(tie, f"disclosures.ties[{number}].to")


def _maker(name: str, seen: Seen) -> _Interest:
    return _Interest(name, Words(f"This ranking is made by {name}", f"该榜单由{name}制作"), seen)


_NATURES = {"owner": "股权", "investor": "投资", "customer": "客户", "sponsor": "赞助"}


def _tied(tie: Tie, path: str) -> _Interest:
    words = Words(
        f"A tie is disclosed to {tie.to} ({tie.nature})", f"已披露与{tie.to}的利益关系（{_NATURES[tie.nature]}）"
    )
    return _Interest(tie.to, words, Seen(path, tie.to))


def _hit(evaluation: Evaluation, interest: _Interest, at: list[int]) -> Hit:
    names = named(evaluation, at)
    ranks = [evaluation.placements[number].rank for number in at]
    first = 1 in ranks
    en, zh = (", and ranks first", "，并且排名第一") if first else ("", "")
    seen = (
        Seen(f"placements[{number}].{field}", value)
        for number in at[:MAX_NAMED]
        for field, value in (
            ("model.developer", evaluation.placements[number].model.developer),
            ("rank", str(evaluation.placements[number].rank or "")),
        )
    )
    return Hit(
        Words(
            f"{interest.words.en}, which also made {names.en}{en}.",
            f"{interest.words.zh}，而{names.zh}也是它开发的{zh}。",
        ),
        (interest.seen, *seen),
        Severity.CRITICAL if first else None,
        only(evaluation, at),
    )


RULE = Rule(
    id="ranker-is-contestant",
    code="C1",
    group=Group.CONFLICT,
    severity=Severity.MINOR,
    version=1,
    fields=(
        "publisher",
        "leaderboard.organiser.name",
        "graders[].developer",
        "disclosures.ties",
        "placements[].model.developer",
        "placements[].rank",
    ),
    applies_to=EVALUATIONS,
    why=Words(
        "Nobody is a neutral judge of their own work; judging models favour answers like their own.",
        "没有人能中立地评判自己的作品；评分模型也偏爱与自己相似的回答。",
    ),
    source="The press criticism of 2023 (first on the list that it published itself); Every Eval Ever, evaluator_relationship first_party",
    cure=Words(
        "Let somebody without a stake run it again, and record that with `replicates`; disclose every tie.",
        "请没有利害关系的第三方复测，并以 `replicates` 记录；披露所有利益关系。",
    ),
    check=_check,
)
