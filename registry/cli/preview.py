"""`--dry-run`: what would be signed, and what would be concluded about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ledger.statement import Statement as Text
from ledger.verify import Check, State
from registry import output, statements
from registry.cli import context
from registry.cli.ahead import Ahead
from registry.cli.changes import Made, tell_refused
from registry.judge import conclude
from registry.rules import Context

if TYPE_CHECKING:
    from ledger.log import Ledger
    from registry.record import Record
    from registry.rules import Finding
    from registry.trust import Verdict

_FORM = (Check("form", State.OK, "is one that the ledger takes"),)


class Planned(NamedTuple):
    """A statement that may be signed, and who would sign it."""

    source: str
    """The file, or what it is, for messages."""
    text: Text
    signers: Sequence[str]

    @classmethod
    def of(cls, made: Made) -> Planned:
        """Return what a signed entry says."""
        entry = made.entry
        return cls(made.source, entry.statement, entry.signers)


class Expected(NamedTuple):
    """What would be concluded about a statement if it stood in the log."""

    planned: Planned
    verdict: Verdict
    found: Sequence[Finding]

    def lines(self) -> Iterator[str]:
        """Yield it as text."""
        planned, verdict = self.planned, self.verdict
        yield f"{planned.source}: would be signed by {', '.join(planned.signers)}"
        yield from planned.text.text.decode().splitlines()
        yield from (f"  {hit.rule.id} ({hit.severity}): {hit.message} {hit.rule.cure.en}" for hit in self.found)
        yield f"  verdict: {verdict} {verdict.zh}" + (f" - {verdict.reason}" if verdict.reason else "")

    def json(self) -> dict[str, object]:
        """Return it in the shape of the contract."""
        planned, verdict = self.planned, self.verdict
        return {
            "file": planned.source,
            "id": planned.text.id,
            "statement": planned.text.value,
            "verdict": verdict.word,
            "worst": verdict.worst or None,
            "findings": [{"rule": hit.rule.id, "severity": hit.severity, "message": hit.message} for hit in self.found],
        }


def expected(record: Record, size: int, planned: Iterable[Planned]) -> Iterator[Expected]:
    """Yield what would come of each statement after those before it, in a ledger of a size."""
    ahead = Ahead(record, size)
    known = Context(ahead.publisher, ahead)
    for one in planned:
        statement = statements.parse(one.text.value)
        made_of_it = conclude(statement, known, _FORM)
        ahead.add(statement, one.text.id)
        found = made_of_it.findings.found if made_of_it.findings is not None else ()
        yield Expected(one, made_of_it.verdict, found)


def preview(
    ledger: Ledger, planned: Iterable[Planned], *, as_json: bool, refused: Sequence[dict[str, str]] = ()
) -> None:
    """Print each statement, its findings after those before it, and its verdict; nothing is written to the ledger."""
    answers = []
    for one in expected(context.open_index(ledger).record(), ledger.head().size, planned):
        if as_json:
            answers.append(one.json())
        else:
            output.lines(one.lines())
    if as_json:
        output.json_object({"would_append": answers, "refused": list(refused)})
    tell_refused(refused)
    if not as_json:
        output.aside("Nothing was written.")
