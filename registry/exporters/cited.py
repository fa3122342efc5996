"""What a reference to an entry says, whichever the format: what is cited, by whom, and what is concluded about it as of when."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ledger.text import plain
from registry.citation import Citation
from registry.judge import Judged
from registry.statements import Claim, Evaluation
from registry.statements.evaluation import Placement
from registry.trust import Verdict


class Cited(Struct, frozen=True):
    """A cited entry, or one model's line in it. Every text is one line without what must not be printed."""

    citation: str
    origin: str
    index: int
    statement_id: str
    """First 16 hex digits."""
    parts: tuple[str, ...]
    """What is cited: model, rank, leaderboard, and all that the rank holds under."""
    author: str
    """Who made the ranking or the claim; who recorded it, when that is not said."""
    recorded_by: str
    """Who signed the entry."""
    published: str
    """A day or an instant; empty when unknown."""
    url: str
    """Where the ranking or claim itself is; empty when unknown, or when it is no address of the web."""
    verdict: Verdict
    size: int
    """Size of the log as of which this is concluded."""

    @property
    def title(self) -> str:
        """Such as `QuarkLLM, rank 1 of 26, CMMLU 2023-11-13, 0-shot`."""
        return ", ".join(self.parts)

    @property
    def conclusion(self) -> str:
        """The verdict with its reason, and as of when."""
        why = f" ({plain(self.verdict.reason)})" if self.verdict.reason else ""
        return f"{plain(str(self.verdict))}{why}, as of size {self.size}"

    @property
    def entry(self) -> str:
        """Where it is recorded."""
        return f"entry {self.index} of {self.origin}, signed by {self.recorded_by}"


def cited(judged: Judged, citation: Citation, signers: tuple[str, ...]) -> Cited:
    """Return what a reference to a judged entry says."""
    statement, signed = judged.statement, _line(", ".join(signers))
    parts: tuple[str, ...] = (f"entry {citation.index}",)
    author, published, url = signed, "", ""
    if isinstance(statement, Evaluation):
        board = statement.leaderboard
        parts, published, url = _parts(statement, citation.placement), statement.published, board.url
        author = board.organiser.name or signed
    elif isinstance(statement, Claim):
        parts, author = (f"claim: {statement.text}",), statement.claimant or signed
        published, url = statement.made, statement.source.url
    return Cited(
        citation.format(),
        _line(citation.origin),
        citation.index,
        citation.statement_id,
        tuple(map(_line, parts)),
        _line(author),
        signed,
        published,
        # A reader clicks on it: `javascript:` is an address too.
        _line(url) if url.startswith(("https://", "http://")) else "",
        judged.verdict,
        judged.verification.size,
    )


def _line(text: str) -> str:
    """Return text as one line, without what must not be printed and with single blanks between words."""
    return plain(" ".join(text.split()))


def _parts(evaluation: Evaluation, model: str) -> tuple[str, ...]:
    """Return what is cited, with all that a rank holds under: without it a reader takes a part for the whole."""
    board, scope = evaluation.leaderboard, evaluation.scope
    lines = [line for line in evaluation.placements if line.model.name == model]
    shots = {line.settings.shots for line in lines or evaluation.placements}
    shot = next(iter(shots)) if len(shots) == 1 else None
    standing = (model, _ranks(lines, scope.entrants)) if model else ()
    filters = "; ".join(f"{one.field} {one.op} {one.value}" for one in scope.filters)
    under = (filters, "" if shot is None else f"{shot}-shot")
    return (*standing, f"{board.name} {board.release}".strip(), *filter(None, under))


def _ranks(lines: Sequence[Placement], entrants: int | None) -> str:
    """Return the ranks of a model: of each of its lines, where it has several."""
    ranks = " and ".join(dict.fromkeys(map(_rank, lines)))
    return ranks if entrants is None or ranks == _UNRANKED else f"{ranks} of {entrants}"


_UNRANKED = "unranked"


def _rank(line: Placement) -> str:
    if line.rank is None:
        return _UNRANKED
    return f"rank {line.rank}" + (" (tied)" if line.tied else "")
