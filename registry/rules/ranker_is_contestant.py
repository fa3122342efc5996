"""C1: whoever ranks, judges or pays is ranked too."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from registry.names import Kind
from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
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
            yield from (_hit(statement, interest, at) for at in sorted(by_developer[developer]))
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
                f"{grader.developer}, which made the judging model {grader.name}, also made",
                f"评分模型{grader.name}出自{grader.developer}，它也开发了",
            )
            yield _Interest(grader.developer, words, Seen(f"graders[{number}].developer", grader.developer))
    for number, tie in enumerate(evaluation.disclosures.ties):
        yield _tied(tie, f"disclosures.ties[{number}].to")


def _maker(name: str, seen: Seen) -> _Interest:
    return _Interest(name, Words(f"{name}, which made this ranking, also made", f"{name}制作了该榜单，也开发了"), seen)


_NATURES = {"owner": "股权", "investor": "投资", "customer": "客户", "sponsor": "赞助"}


def _tied(tie: Tie, path: str) -> _Interest:
    words = Words(
        f"{tie.to}, to which a tie is disclosed ({tie.nature}), made",
        f"已披露与{tie.to}的利益关系（{_NATURES[tie.nature]}），它开发了",
    )
    return _Interest(tie.to, words, Seen(path, tie.to))


def _hit(evaluation: Evaluation, interest: _Interest, at: int) -> Hit:
    placement = evaluation.placements[at]
    name, rank = placement.model.name, placement.rank
    first = Words(", which ranks first", "，且该模型排名第一") if rank == 1 else Words("", "")
    return Hit(
        Words(
            f"{interest.words.en} {name}{first.en}.",
            f"{interest.words.zh}{name}{first.zh}。",
        ),
        (
            interest.seen,
            Seen(f"placements[{at}].model.developer", placement.model.developer),
            Seen(f"placements[{at}].rank", "" if rank is None else str(rank)),
        ),
        Severity.CRITICAL if rank == 1 else None,
        name,
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
