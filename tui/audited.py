"""The log as rows and lines: checkpoints, the right edge of the tree, witnesses, entries, and what an audit came to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tui import words
from tui.asked.auditing import moment
from tui.telling import Told
from tui.widgets.rows import Column, Row
from tui.words import Language

if TYPE_CHECKING:
    from ledger.audit import Failure, Report
    from tui.asked.auditing import Logged, Overview, Sealed
    from tui.session import Matching

_TILE = 256
_GROUP = 4
"""Hex digits of a root that stand together, twice."""


def checkpoint_columns(language: Language) -> list[Column]:
    """Return the heads over checkpoints."""
    return [
        Column(_head(words.SIZE, language), 9, right=True),
        Column(_head(words.ROOT, language), 2 * _GROUP + 1),
        Column(_head(words.TIME, language), 16),
        Column(_head(words.COSIGNED, language), 8),
    ]


def _head(word: words.Words, language: Language) -> str:
    return (word.zh if language is Language.ZH else word.en).upper()


def checkpoint_rows(overview: Overview, language: Language) -> list[Row]:
    """Return the checkpoints, the newest first."""
    of = len(overview.witnesses)
    return [_checkpoint(one, of, language, named=bool(overview.need)) for one in overview.checkpoints]


def _checkpoint(one: Sealed, of: int, language: Language, *, named: bool) -> Row:
    when = minute(one.seconds)
    if not one.root:
        return Row(
            one.revision, ("-", "-" * _GROUP, when, f"FAIL {words.UNREADABLE.said(language)}: {one.trouble}"), "bad"
        )
    digits = one.root.hex()
    root = f"{digits[:_GROUP]} {digits[_GROUP : 2 * _GROUP]}"
    if one.trouble:
        return Row(one.revision, (f"{one.size:,}", root, when, f"FAIL {one.trouble}"), "bad")
    cosigned = f"{len(one.cosigned)} / {of}" if one.cosigned else words.COSIGNED_NONE.said(language)
    return Row(one.revision, (f"{one.size:,}", root, when, cosigned if named else "-"))


def minute(seconds: int | None) -> str:
    """Return a time in UTC to the minute; `-` for one that no calendar holds."""
    at = moment(seconds)
    return f"{at:%Y-%m-%d %H:%M}" if at is not None else "-"


def entry_columns(language: Language, *, narrowed: bool) -> list[Column]:
    """Return the heads over entries: their title stands over the last."""
    title = words.MATCHING if narrowed else words.ENTRIES
    return [Column("", 7, right=True), Column("", 10), Column(_head(title, language), 20)]


def entry_rows(entries: Sequence[Logged]) -> list[Row]:
    """Return entries in their order."""
    return [
        Row(str(one.entry_index), (f"{one.entry_index:,}", one.type, f"{one.summary}  by {one.by}")) for one in entries
    ]


def matching(found: Matching, language: Language) -> str:
    """Return how many entries a filter finds, and how many of these are listed."""
    said = words.FOUND_OF.filled(found=f"{found.total:,}", size=f"{found.size:,}")
    if len(found.entries) < found.total:
        said = words.NEWEST_OF.filled(said=said, listed=f"{len(found.entries):,}")
    return said.said(Language.EN if language is Language.BOTH else language)


def tree(overview: Overview, language: Language) -> Iterator[Told]:
    """Yield the right edge of the tree as tiles, and the last bundle of entries."""
    levels = (overview.size - 1).bit_length() if overview.size else 0
    counts = f"{overview.size:,} {words.LEAVES.said(language)}, {levels} {words.LEVELS.said(language)}"
    yield Told(words.TREE.said(language), counts)
    level, tile = words.LEVEL.said(language), words.TILE.said(language)
    for one in overview.edges:
        full = words.FULL if one.width == _TILE else words.PARTIAL
        where = f"{level} {one.level}  {tile} {one.number:,}"
        yield Told("", f"{where:<24} {one.width:>3} / {_TILE}  {full.said(language)}")
    if overview.edges:
        last = overview.edges[-1]
        yield Told("", f"{f'{words.BUNDLE.said(language)} {last.number:,}':<24} {last.width:>3} / {_TILE}")


def witnesses(overview: Overview, language: Language) -> Iterator[Told]:
    """Yield each witness of the policy, with the newest checkpoint that it cosigned and how far that is behind."""
    quorum = f"{words.QUORUM.said(language)} {overview.need}" if overview.need else ""
    yield Told(words.WITNESSES.said(language), quorum)
    if not overview.need:
        yield Told("", words.NO_POLICY.said(language))
    elif not overview.witnesses:
        yield Told("", words.NO_WITNESSES.said(language))
    for one in overview.witnesses:
        if one.size is None:
            yield Told("-", f"{one.name}: {words.NONE_YET.said(language)}")
        else:
            behind = f", -{overview.size - one.size:,}" if one.size < overview.size else ""
            yield Told("ok", f"{one.name}: {one.size:,}{behind}, {minute(one.cosigned_at)}", "$text-success")


def audited(report: Report, failures: Sequence[Failure], language: Language) -> Iterator[Told]:
    """Yield what an audit came to, each failure in a line."""
    for one in failures:
        yield Told("FAIL", str(one), "$text-error bold")
    counts = f"{report.entries:,} / {report.checkpoints:,} {words.CHECKED.said(language)}"
    if failures:
        yield Told("FAIL", f"{len(failures)} {words.FAILURES.said(language)}; {counts}", "$text-error bold")
    else:
        yield Told("ok", f"{words.ALL_RIGHT.said(language)}; {counts}; root {report.root.hex()}", "$text-success")
