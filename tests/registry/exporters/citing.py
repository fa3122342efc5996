"""References to try formats on: of any verdict, and with hostile words wherever somebody else's words stand."""

from __future__ import annotations

from ledger.text import plain
from registry.citation import cite
from registry.exporters.cited import Cited
from registry.trust import Verdict, Word

FLAGGED = Verdict(Word.FLAGGED, "conflict", "its submitter's own number")


def line(words: str) -> str:
    """Return words as they stand in a reference."""
    return plain(" ".join(words.split()))


def made(words: str = "Model A", verdict: Verdict = FLAGGED, published: str = "2026-11-02") -> Cited:
    """Return a reference in which a text stands in every place for one."""
    said = line(words)
    return Cited(
        cite("example.org/rankings", 42, "9f8a3c01d2e4b567" * 4, words).format(),
        "example.org/rankings",
        42,
        "9f8a3c01d2e4b567",
        (said, "rank 1 of 26", said),
        said,
        said,
        published,
        "https://example.org/a{b}?c=d%20e&f",
        verdict,
        43,
    )
