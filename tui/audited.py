"""The log as rows and lines: checkpoints, the right edge of the tree, witnesses, entries, and what an audit came to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ledger.text import plain
from tui import words
from tui.asked.auditing import moment
from tui.glyphs import Glyphs
from tui.telling import Told, sentence
from tui.widgets.rows import Column, Row
from tui.words import Language, Words

if TYPE_CHECKING:
    from ledger.audit import Failure, Report
    from tui.asked.auditing import Logged, Overview, Sealed, Witness
    from tui.session import Matching

_TILE = 256
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400
_UNITS = ((2 * _DAY_S, _DAY_S, words.DAYS), (_HOUR_S, _HOUR_S, words.HOURS), (0, _MINUTE_S, words.MINUTES))
"""From how many seconds on a unit is used, and the seconds of one."""
LATE_S = _DAY_S
"""For so long a checkpoint may stand without the cosignature of a witness."""
_WITNESS_CELLS: tuple[tuple[int, bool], ...] = ((18, False), (9, True), (16, False), (6, True), (8, False))
"""Of each column: its width, and whether it is set to the right."""
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
    return _one(word, language).upper()


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
    return _one(said, language)


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


def witnesses(overview: Overview, language: Language, glyphs: Glyphs) -> Iterator[Told]:
    """Yield each witness of the policy, with the newest checkpoint that it cosigned, when that was, and whether it is late."""
    quorum = f"{words.QUORUM.said(language)} {overview.need}" if overview.need else ""
    yield Told(words.WITNESSES.said(language), quorum)
    if not overview.need:
        yield Told("", words.NO_POLICY.said(language))
    elif not overview.witnesses:
        yield Told("", words.NO_WITNESSES.said(language))
    else:
        yield from _witness_table(overview, language, glyphs)


def _witness_table(overview: Overview, language: Language, glyphs: Glyphs) -> Iterator[Told]:
    def line(*texts: str) -> str:
        cells = (glyphs.fit(text, room, right=right) for text, (room, right) in zip(texts, _WITNESS_CELLS, strict=True))
        return " ".join(cells).rstrip()

    now = overview.looked_at
    heads = (words.WITNESS, words.SEEN, words.TIME, words.AGE, words.STATE)
    yield Told(line(*(_head(head, language) for head in heads)), "", "dim")
    for one in overview.witnesses:
        state, tone = _state(one, now)
        yield Told("", line(plain(one.name), *_last_seen(one, now, language), _one(state, language)), text_tone=tone)
    if any(_state(one, now)[0] is words.LATE for one in overview.witnesses):
        yield from sentence(words.LATE_MEANS, language)
    if any(one.size is not None and _is_ahead(now - one.cosigned_at) for one in overview.witnesses):
        yield from sentence(words.AHEAD_MEANS, language)


def _last_seen(one: Witness, now: int, language: Language) -> tuple[str, str, str]:
    """Return the size that a witness cosigned last, when, and how long ago that is."""
    if one.size is None:
        return "-", "-", "-"
    return f"{one.size:,}", minute(one.cosigned_at), age(now - one.cosigned_at, language)


def _one(said: Words, language: Language) -> str:
    """Return a word of a table, which has room for one language."""
    return said.zh if language is Language.ZH else said.en


def _state(one: Witness, now: int) -> tuple[Words, str]:
    """Return how a witness keeps up, and its tone. Late is only who could have cosigned more for longer than a day."""
    if one.size is None:
        return words.NOT_SEEN, "dim"
    if one.outgrown_at is not None and now - max(one.outgrown_at, one.cosigned_at) > LATE_S:
        return words.LATE, "$text-warning"
    return words.KEEPS_UP, "$text-success"


def age(seconds: int, language: Language) -> str:
    """Return how long ago something was, in the largest unit that says it well; or that it has yet to come."""
    each, unit = next((each, unit) for least, each, unit in _UNITS if seconds >= least or not least)
    said = words.AHEAD if _is_ahead(seconds) else unit.filled(count=max(0, seconds) // each)
    return _one(said, language)


def _is_ahead(seconds: int) -> bool:
    """Say whether a clock is wrong: seconds are within what clocks differ by."""
    return seconds <= -_MINUTE_S


def audited(report: Report, failures: Sequence[Failure], language: Language) -> Iterator[Told]:
    """Yield what an audit came to, each failure in a line."""
    for one in failures:
        yield Told("FAIL", str(one), "$text-error bold")
    counts = f"{report.entries:,} / {report.checkpoints:,} {words.CHECKED.said(language)}"
    if failures:
        yield Told("FAIL", f"{len(failures)} {words.FAILURES.said(language)}; {counts}", "$text-error bold")
    else:
        yield Told("ok", f"{words.ALL_RIGHT.said(language)}; {counts}; root {report.root.hex()}", "$text-success")
