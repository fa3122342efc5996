"""What a rule is, and what it may say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar, cast

from msgspec import Struct

from registry.statements import Claim, Evaluation, Publisher, Statement

if TYPE_CHECKING:
    from registry.claims.holding import Answer
    from registry.record import Logged, Record


T = TypeVar("T")


class Severity(StrEnum):
    """How much a finding takes from a ranking."""

    CRITICAL = "critical"
    """The ranking cannot carry a claim."""
    MAJOR = "major"
    """It can mislead."""
    MINOR = "minor"
    """A gap."""
    NOTE = "note"
    """Context."""


class Group(StrEnum):
    """What kind of objection a finding is; named beside the verdict."""

    UNSOURCED = "unsourced"
    SUBJECTIVE = "subjective"
    CONFLICT = "conflict"
    CONTAMINATION = "contamination"
    BLACK_BOX = "black-box"
    STATISTICS = "statistics"
    SCOPE = "scope"
    CONTRADICTION = "contradiction"
    STALE = "stale"
    INTEGRITY = "integrity"


class Words(Struct, frozen=True):
    """A sentence in both languages."""

    en: str
    zh: str


class Seen(Struct, frozen=True):
    """A field that a rule looked at, and what stood there."""

    field: str
    """Such as `methodology.criteria[1].basis`."""
    value: str
    """Empty when nothing stood there."""


class Hit(Struct, frozen=True):
    """What the check of a rule found; the rule adds who it is."""

    message: Words
    seen: tuple[Seen, ...]
    severity: Severity | None = None
    """When it is not the rule's own."""
    placement: str | None = None
    """The model whose line is meant, if only one is."""


class Missing(Struct, frozen=True):
    """A field without which the rule cannot judge: neither a hit nor a pass."""

    field: str


class Context(Struct, frozen=True):
    """What a rule may ask besides the statement before it."""

    publisher: Callable[[str], Publisher | None]
    """How a publisher introduced itself, or None when that is not known here."""
    record: Record | None = None
    """All that the ledger says; None when there is no ledger at hand. A rule that needs it then says `NO_RECORD`."""
    subject: Logged[Statement] | None = None
    """Where the statement stands in the log; None before it is appended."""
    has_quorum: bool | None = None
    """Whether witnesses cover it under the reader's policy; None when nobody has looked."""
    answer: Answer | None = None
    """What the claim before it comes to, when that was worked out already: several rules ask."""
    worked_out: dict[tuple[str, int, int | None], tuple[object, object]] = {}
    """What several rules ask, and one has worked out: see `once`."""

    def once(self, what: str, about: object, work: Callable[[], T]) -> T:
        """Return what comes of some work on a value: done when a rule asks first, and kept for the others."""
        key = what, id(about), None if self.subject is None else self.subject.index
        if key not in self.worked_out:
            # The value is kept with the answer, so that its id stays its own.
            self.worked_out[key] = about, work()
        return cast("T", self.worked_out[key][1])


NO_RECORD = Missing("record")


Check = Callable[[Statement, Context], Iterator[Hit | Missing]]


class Rule(Struct, frozen=True):
    """One reason not to believe a ranking as it stands. Never a verdict on a model."""

    id: str
    """Its name, such as `no-source`: what a flag gives as its reason."""
    code: str
    """Short code whose letter is the group: `U1`."""
    group: Group
    severity: Severity
    version: int
    fields: tuple[str, ...]
    """What it looks at."""
    applies_to: tuple[type[Statement], ...]
    why: Words
    source: str
    """Where the demand comes from."""
    cure: Words
    """What a publisher can do about it."""
    check: Check


class Finding(Struct, frozen=True):
    """A rule's hit on one statement. Derived, never stored in the ledger."""

    rule: Rule
    severity: Severity
    placement: str | None
    seen: tuple[Seen, ...]
    message: str
    message_zh: str

    @property
    def weighs(self) -> bool:
        """Whether it makes a verdict `flagged`."""
        return self.severity in (Severity.CRITICAL, Severity.MAJOR)


class NotCheckable(Struct, frozen=True):
    """A rule that could not look, and what it lacked. Not a pass."""

    rule: Rule
    field: str


def entry_named(*indexes: int) -> Words:
    """Return how a sentence names an entry, or the entries that hold one table."""
    return Words(f"entry {', '.join(map(str, indexes))}", f"条目 {'、'.join(map(str, indexes))}")


EVALUATIONS: tuple[type[Statement], ...] = (Evaluation,)
CLAIMS: tuple[type[Statement], ...] = (Claim,)
RANKINGS_AND_CLAIMS: tuple[type[Statement], ...] = (Evaluation, Claim)
BASIS_ZH = {
    "measured": "测得",
    "judged-by-model": "模型评分",
    "judged-by-people": "人工评分",
    "survey": "问卷调查",
    "usage": "使用量",
    "editorial": "编辑评定",
}
"""What the basis of a criterion is called in a Chinese sentence."""
