"""I5: somebody objects, and it is not settled."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import (
    NO_RECORD,
    RANKINGS_AND_CLAIMS,
    Context,
    Group,
    Hit,
    Missing,
    Rule,
    Seen,
    Severity,
    Words,
)
from registry.statements import Statement


def _check(_: Statement, context: Context) -> Iterator[Hit | Missing]:
    if context.record is None:
        yield NO_RECORD
        return
    if context.subject is None:
        return
    from registry.record.cure import cures  # deferred: it runs rules itself
    from registry.record.flags import flags

    for flag in flags(context.subject, context.record, cures(context.record)):
        if not flag.is_open:
            continue
        said, index = flag.logged.statement, flag.logged.index
        by, answers = ", ".join(said.signers), ", ".join(str(one.index) for one in flag.responses)
        answered = (
            (f"answered in entry {answers}", f"已在条目 {answers} 回应") if answers else ("not answered", "尚无回应")
        )
        yield Hit(
            Words(
                f"{by} objects in entry {index} ({said.reason}); {answered[0]}, and not settled.",
                f"{by} 在条目 {index} 提出异议（{said.reason}）；{answered[1]}，尚未了结。",
            ),
            (Seen(f"entry {index} reason", said.reason), Seen(f"entry {index} because", said.because[:80])),
            placement=said.placement or None,
        )


RULE = Rule(
    id="open-dispute",
    code="I5",
    group=Group.INTEGRITY,
    severity=Severity.NOTE,
    version=1,
    fields=("record",),
    applies_to=RANKINGS_AND_CLAIMS,
    why=Words(
        "An objection that stands is part of what is known of a ranking.",
        "仍然成立的异议，也是关于这份榜单的已知事实。",
    ),
    source="MLPerf (objections in review); hypercerts issue 716; Hugging Face (disputed scores)",
    cure=Words(
        "Answer it; supersede the entry by one without the fault, or convince whoever objected to withdraw it.",
        "作出回应；发布不含该问题的新条目取代，或请异议者收回。",
    ),
    check=_check,
)
