"""What speaks for a ranking: said beside the findings, with the fields it rests on. Never added up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from registry.record import Logged, Record, logged_as
from registry.rules import grader_unpinned
from registry.rules.base import Context, Seen, Words
from registry.statements import Evaluation, Reveal, Seal, Statement
from registry.statements.evaluation import Placement, Score


class Merit(Struct, frozen=True):
    """Something that a publisher did and need not have done."""

    id: str
    """Its name, such as `jointly-signed`."""
    message: Words
    seen: tuple[Seen, ...]
    """The fields that it rests on."""


def merits(statement: Statement, context: Context) -> tuple[Merit, ...]:
    """Return what speaks for a ranking; nothing for a statement of another type. What cannot be looked at is no merit."""
    if not isinstance(statement, Evaluation):
        return ()
    return tuple(merit for find in _KINDS for merit in find(statement, context))


def _sealed_and_revealed(evaluation: Evaluation, context: Context) -> Iterator[Merit]:
    """Closed before, open after: sealed earlier in the log than the evaluation, and opened whole and rightly after it."""
    if context.record is None or context.subject is None:
        return
    for number, dataset in enumerate(evaluation.datasets):
        seal = logged_as(context.record.statement(dataset.seal) if dataset.seal else None, Seal)
        if seal is None or seal.ended is not None or seal.index >= context.subject.index:
            continue
        opened = _opening(seal, context.subject.index, context.record)
        if opened is not None:
            yield Merit(
                "sealed-and-revealed",
                _opened_words(dataset.name, seal, opened),
                (Seen(f"datasets[{number}].seal", dataset.seal), Seen(f"entry {opened.index} seal", seal.id)),
            )


def _opened_words(name: str, seal: Logged[Seal], opened: Logged[Reveal]) -> Words:
    """Say how it was opened: a file is not in the ledger, so nobody here has looked into it."""
    file = bool(opened.statement.opening.sha256)
    return Words(
        f'The dataset "{name}" was sealed before (entry {seal.index}) and opened after (entry {opened.index}'
        + ("; its file is to be checked with --evidence)." if file else ")."),
        f"数据集“{name}”测前封存（条目 {seal.index}），测后公开（条目 {opened.index}"
        + ("；公开文件须用 --evidence 核对）。" if file else "）。"),
    )


def _opening(seal: Logged[Seal], after: int, record: Record) -> Logged[Reveal] | None:
    """Return the reveal that opened a seal whole, after an entry: a file, or every item with its proof."""
    from registry.record.seals import reveals, strays  # deferred: few datasets are sealed

    for one in reveals(seal, record):
        whole = bool(one.statement.opening.sha256) or len(one.statement.items) == seal.statement.dataset.items
        if one.index > after and whole and not strays(seal.statement, one.statement):
            return one
    return None


def _jointly_signed(evaluation: Evaluation, _: Context) -> Iterator[Merit]:
    if len(evaluation.signers) > 1:
        names = ", ".join(evaluation.signers)
        words = Words(f"Signed jointly by {names}.", f"由 {names} 联合签署。")
        yield Merit("jointly-signed", words, (Seen("publishers", names),))


def _replicated(_: Evaluation, context: Context) -> Iterator[Merit]:
    if context.record is None or context.subject is None:
        return
    from registry.record.flags import flags  # deferred: seldom there is one
    from registry.record.replications import replications

    for again in replications(context.subject, context.record):
        if any(flag.is_open for flag in flags(again, context.record)):
            continue
        by = ", ".join(again.statement.signers)
        yield Merit(
            "independently-replicated",
            Words(f"Run again by {by} (entry {again.index}).", f"由 {by} 独立复测（条目 {again.index}）。"),
            (
                Seen(f"entry {again.index} replicates", again.statement.replicates),
                Seen(f"entry {again.index} publisher", by),
            ),
        )


def _outputs_committed(evaluation: Evaluation, _: Context) -> Iterator[Merit]:
    lines = _scored(evaluation)
    if lines and all(line.raw for line in lines):
        yield Merit(
            "outputs-committed",
            Words("The outputs item by item are committed to, for every line.", "每一行都提交了逐题输出的哈希。"),
            (Seen("placements[].raw", f"{len(lines)} of {len(lines)}"),),
        )


def _uncertainty_given(evaluation: Evaluation, _: Context) -> Iterator[Merit]:
    scores = [score for line in evaluation.placements for score in line.scores if score.value]
    if scores and all(map(_is_uncertain, scores)):
        yield Merit(
            "uncertainty-given",
            Words("Every score has its standard error or interval.", "每个得分都给出了标准误或区间。"),
            (Seen("placements[].scores[].stderr", f"{len(scores)} of {len(scores)}"),),
        )


def _grader_pinned(evaluation: Evaluation, context: Context) -> Iterator[Merit]:
    """Programs and models that grade; how people did is no question of versions."""
    graders = [one for one in evaluation.graders if one.kind != "people"]
    if graders and not any(grader_unpinned.RULE.check(evaluation, context)):
        pins = ", ".join(f"{one.name} {one.version or one.revision or one.sha256[:16]}" for one in graders)
        yield Merit(
            "grader-pinned",
            Words(f"What graded it is pinned: {pins}.", f"评分程序已固定版本：{pins}。"),
            (Seen("graders[].version", pins),),
        )


def _scored(evaluation: Evaluation) -> list[Placement]:
    return [line for line in evaluation.placements if any(score.value for score in line.scores)]


def _is_uncertain(score: Score) -> bool:
    return bool(score.stderr) or score.ci is not None


_KINDS: tuple[Callable[[Evaluation, Context], Iterator[Merit]], ...] = (
    _sealed_and_revealed,
    _jointly_signed,
    _replicated,
    _outputs_committed,
    _uncertainty_given,
    _grader_pinned,
)
