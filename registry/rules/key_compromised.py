"""I6: signed with a key that was stolen, for all that anybody knows."""

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
    if context.record is None and context.subject is None:
        yield NO_RECORD
        return
    ended = context.subject.ended if context.subject is not None else None
    # The word of `Ending.DISPUTED`, which is not loaded for this alone.
    if ended is not None and ended.how == "disputed":
        yield Hit(
            Words(
                f"Its key was declared stolen by entry {ended.by}, from before it was signed, and nobody re-affirmed it since.",
                f"条目 {ended.by} 声明其签名密钥在签署之前已失窃，此后无人重申该条目。",
            ),
            (Seen(f"entry {ended.by} reason", "compromise"),),
        )


RULE = Rule(
    id="key-compromised",
    code="I6",
    group=Group.INTEGRITY,
    severity=Severity.CRITICAL,
    version=1,
    fields=("record",),
    applies_to=RANKINGS_AND_CLAIMS,
    why=Words(
        "What a stolen key signs may be anybody's word.",
        "失窃密钥签署的内容，可能出自任何人之手。",
    ),
    source="The ledger's key events: a compromise puts in doubt what was signed after its last good entry",
    cure=Words(
        "If it is yours, re-affirm it with a sound key; if not, retract it.",
        "若确为本人所签，请用有效密钥重申；否则请撤回。",
    ),
    check=_check,
)
