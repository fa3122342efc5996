"""B3: a promise about closed questions that was not kept."""

from __future__ import annotations

from collections.abc import Iterator

from registry.record import Logged, Record, logged_as
from registry.rules.base import NO_RECORD, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Evaluation, Reveal, Seal, Statement


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    sealed = (
        [(n, one) for n, one in enumerate(statement.datasets) if one.seal] if isinstance(statement, Evaluation) else []
    )
    if context.record is None:
        if sealed or isinstance(statement, Seal | Reveal):
            yield NO_RECORD
        return
    if isinstance(statement, Reveal):
        yield from _opened(statement, context.record)
    for number, dataset in sealed:
        known = context.record.statement(dataset.seal)
        seal = logged_as(known, Seal)
        path = f"datasets[{number}].seal"
        if known is None:
            yield Missing(path)
        elif seal is None:
            yield _no_seal(path, dataset.name, known)
        else:
            if context.subject is not None and seal.index > context.subject.index:
                yield _late(path, dataset.name, seal)
            yield from _promise(seal, context.record)
    own = logged_as(context.subject, Seal)
    if isinstance(statement, Seal) and own is not None:
        yield from _promise(own, context.record)


def _opened(reveal: Reveal, record: Record) -> Iterator[Hit | Missing]:
    """Yield what is wrong with the items that a reveal gives; whoever gives them says that they were sealed."""
    from registry.record.seals import strays  # deferred, as below

    seal = logged_as(record.statement(reveal.seal), Seal)
    if seal is None:
        yield Missing("seal")
    elif reveal.opening.sha256:
        yield Missing("opening")
    elif wrong := strays(seal.statement, reveal):
        yield _other_items(seal, wrong)


def _promise(seal: Logged[Seal], record: Record) -> Iterator[Hit | Missing]:
    """Yield what is wrong with how a seal was opened, or that it was not; a file that opens it is not in the ledger."""
    from registry.record.seals import items_shown, reveals, strays  # deferred: few datasets are sealed

    opened = reveals(seal, record)
    for reveal in opened:
        wrong = strays(seal.statement, reveal.statement)
        if wrong:
            yield _does_not_match(seal, reveal, wrong)
        elif reveal.statement.opening.sha256:
            yield Missing(f"entry {reveal.index} opening")
    due = seal.statement.reveal_after[:10]
    if due and due < record.today:
        shown = items_shown(seal.statement, opened)
        if not opened:
            yield _overdue(seal, due, record.today)
        elif shown < seal.statement.dataset.items:
            yield _opened_in_part(seal, due, record.today, shown)


def _no_seal(path: str, name: str, known: Logged[Statement]) -> Hit:
    return Hit(
        Words(
            f'The dataset "{name}" names entry {known.index} as its seal, which is none.',
            f"数据集“{name}”把条目 {known.index} 当作封存承诺，但那不是封存承诺。",
        ),
        (Seen(path, known.id),),
    )


def _late(path: str, name: str, seal: Logged[Seal]) -> Hit:
    return Hit(
        Words(
            f'The dataset "{name}" was sealed by entry {seal.index}, after this evaluation was recorded.',
            f"数据集“{name}”由条目 {seal.index} 封存，晚于本评测的记录。",
        ),
        (Seen(path, seal.id), Seen("record", f"entry {seal.index}")),
    )


def _does_not_match(seal: Logged[Seal], reveal: Logged[Reveal], wrong: tuple[int, ...]) -> Hit:
    name, items = seal.statement.dataset.name, ", ".join(map(str, wrong[:5]))
    return Hit(
        Words(
            f'The dataset "{name}", sealed by entry {seal.index}, was opened by entry {reveal.index} with other items: {items}.',
            f"条目 {seal.index} 封存的数据集“{name}”，由条目 {reveal.index} 公开时题目不符：第 {items} 项。",
        ),
        (Seen(f"entry {seal.index} root", seal.statement.root), Seen(f"entry {reveal.index} items", items)),
    )


def _other_items(seal: Logged[Seal], wrong: tuple[int, ...]) -> Hit:
    name, items = seal.statement.dataset.name, ", ".join(map(str, wrong[:5]))
    return Hit(
        Words(
            f'These items are not those of the dataset "{name}" that entry {seal.index} sealed: {items}.',
            f"所公开的题目不是条目 {seal.index} 封存的数据集“{name}”中的题目：第 {items} 项。",
        ),
        (Seen("items[].index", items), Seen(f"entry {seal.index} root", seal.statement.root)),
    )


def _overdue(seal: Logged[Seal], due: str, today: str) -> Hit:
    name = seal.statement.dataset.name
    return Hit(
        Words(
            f'The dataset "{name}", sealed by entry {seal.index}, was to be opened after {due}, and is not on {today}.',
            f"条目 {seal.index} 封存的数据集“{name}”承诺在 {due} 之后公开，到 {today} 仍未公开。",
        ),
        (Seen(f"entry {seal.index} reveal_after", due), Seen("record", "")),
        Severity.MAJOR,
    )


def _opened_in_part(seal: Logged[Seal], due: str, today: str, shown: int) -> Hit:
    name, items = seal.statement.dataset.name, seal.statement.dataset.items
    return Hit(
        Words(
            f'The dataset "{name}", sealed by entry {seal.index}, was to be opened after {due}, and on {today} '
            f"{shown} of its {items} items are.",
            f"条目 {seal.index} 封存的数据集“{name}”承诺在 {due} 之后公开，到 {today} 只公开了 {items} 项中的 {shown} 项。",
        ),
        (Seen(f"entry {seal.index} reveal_after", due), Seen("record", f"{shown} of {items} items")),
        Severity.MAJOR,
    )


RULE = Rule(
    id="broken-seal",
    code="B3",
    group=Group.BLACK_BOX,
    severity=Severity.CRITICAL,
    version=2,
    fields=("datasets[].seal", "reveal_after", "root", "opening", "record"),
    applies_to=(Evaluation, Seal, Reveal),
    why=Words(
        "Closed questions can be believed only if they were fixed before the test and are shown after it.",
        "不公开的题目，只有测前封存、测后公开，才值得相信。",
    ),
    source="The press criticism of 2023 that started this project (closed before, open after); RFC 6962 2.1; Every Eval Ever issue 156",
    cure=Words(
        "Seal the dataset before the evaluation, and reveal all of it when you promised to.",
        "评测之前封存数据集，并按承诺的时间全部公开。",
    ),
    check=_check,
)
