"""A leaderboard over time, as lines of a pane: its rankings, who was first when, ranks as a picture and in words, findings by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from tui import words
from tui.comparing import NAME
from tui.glyphs import Glyphs
from tui.plot import LETTERS, plot
from tui.telling import Told, section, sentence, verdict_word
from tui.widgets.placements import TONES
from tui.widgets.places import list_name
from tui.widgets.rows import Column, Row
from tui.words import Language, Words

if TYPE_CHECKING:
    from registry.over_time import Course, Reign, Series
    from registry.reads.over_time import Group, Ranked

_MOST = 200
"""Lines of one section."""
_DAY = 10
_RELEASE = 24
_GROUP = 24
_BAR = 30
_POINTS = 12
"""Ranks of a model that are said, the newest."""


def course(found: Course, signed: Sequence[str], width: int, language: Language, glyphs: Glyphs) -> Iterator[Told]:
    """Yield what is known of a leaderboard under one setting beside its rankings; `signed` are days of the log's checkpoints."""
    if not found.rankings:
        yield Told("", words.NOTHING.said(language))
        return
    yield from section(words.WHO_WAS_FIRST, _reigns(found.reigns, language, glyphs), language)
    title = words.RANKS_OVER_TIME
    if found.of_firsts:
        title = Words(f"{title.en}, {words.OF_FIRSTS.en}", f"{title.zh}：{words.OF_FIRSTS.zh}")
    yield from section(title, _ranks(found, signed, width, language, glyphs), language)
    yield from section(words.FINDINGS_BY_GROUP, _groups(found.groups, language, glyphs), language)


def title(found: Course, language: Language, glyphs: Glyphs) -> str:
    """Return what the list is called, and which of its leaderboard's settings this is; empty when nothing is on record."""
    if not found.rankings:
        return ""
    setting = f"{words.SETTING.said(language)} {_number(found)} / {len(found.settings)}"
    return f"{glyphs.short(list_name(found.rankings[-1].table), 2 * NAME)}  {setting}"


def _number(found: Course) -> int:
    """Return the number of this setting among all, by name."""
    return 1 + sum(table.list < found.settings[0].list for table in found.settings)


def ranking_columns(language: Language) -> list[Column]:
    """Return the heads over the rankings of a list."""
    heads = (words.DATE, words.RELEASE, words.ENTRANTS, words.ENTRY, words.VERDICT)
    published, release, entrants, entry, verdict = (
        (one.zh if language is Language.ZH else one.en).upper() for one in heads
    )
    return [
        Column(published, _DAY),
        Column(release, _RELEASE),
        Column(entrants, 8, right=True),
        Column(entry, 7, right=True),
        Column(verdict, 20),
    ]


def ranking_rows(found: Course, language: Language, glyphs: Glyphs) -> list[Row]:
    """Return the rankings of a list, the newest first, each by the index of its entry."""
    return [_ranking(one, language, glyphs) for one in reversed(found.rankings)]


def _ranking(one: Ranked, language: Language, glyphs: Glyphs) -> Row:
    table = one.table
    verdict = verdict_word(glyphs.short(one.verdict, NAME), glyphs.short(one.worst, NAME), language)
    ended = f" ({glyphs.short(one.ended, NAME)})" if one.ended else ""
    entrants = "?" if table.entrants is None else f"{table.entrants:,}"
    texts = (table.published or "-", table.release or "-", entrants, f"{table.entry_index:,}", verdict + ended)
    return Row(str(table.entry_index), texts, TONES.get(one.verdict, "line"))


def _more(count: int, language: Language) -> Iterator[Told]:
    if count > _MOST:
        yield Told("", words.MORE.filled(count=count - _MOST).said(language))


def _reigns(reigns: Sequence[Reign], language: Language, glyphs: Glyphs) -> Iterator[Told]:
    for one in list(reversed(reigns))[:_MOST]:
        start, end = (glyphs.short(day or "-", _DAY) for day in (one.start, one.end))
        time = start if start == end else f"{start} .. {end}"
        models = ", ".join(glyphs.short(model, NAME) for model in one.models[:_POINTS])
        rankings = f"{words.RANKINGS_COUNT.said(language)}: {one.rankings}"
        yield Told(f"{time:<24}", f"{models}  ({rankings})", "none")
    yield from _more(len(reigns), language)
    if not reigns:
        yield Told("", words.NOBODY_FIRST.said(language))


def _ranks(found: Course, signed: Sequence[str], width: int, language: Language, glyphs: Glyphs) -> Iterator[Told]:
    days = [one.table.published for one in found.rankings]
    lines = list(plot(found.series, days, width, glyphs, signed))
    yield from (Told("", line) for line in lines)
    yield Told("", (words.SAME_PLACE if lines else words.NO_DAYS).said(language))
    later = sum(day > max(days, default="") for day in signed)
    if lines and signed:
        yield from sentence(words.CHECKPOINTS_MARKED.filled(later=later, all=len(signed)), language)
    for letter, one in zip(LETTERS, found.series, strict=False):
        yield Told(letter, f"{glyphs.short(one.label, NAME)}: {_points(one, glyphs)}")


def _points(series: Series, glyphs: Glyphs) -> str:
    """Return the ranks of a model in words, the newest first."""
    newest = list(reversed(series.points))
    said = [f"{one.rank}/{one.field or '?'} ({glyphs.short(one.day or '-', _DAY)})" for one in newest[:_POINTS]]
    return ", ".join([*said, *([glyphs.cut] if len(newest) > _POINTS else [])])


def _groups(groups: Sequence[Group], language: Language, glyphs: Glyphs) -> Iterator[Told]:
    most = max((one.findings for one in groups), default=1)
    for one in groups[:_MOST]:
        bar = glyphs.bar_of(Fraction(one.findings, most), _BAR)
        counts = f"{one.findings:>5,}  ({words.RANKINGS_COUNT.said(language)}: {one.rankings:,})"
        yield Told("", f"{glyphs.fit(glyphs.short(one.name, _GROUP), _GROUP)} {bar} {counts}")
    if not groups:
        yield Told("", words.NO_FINDING.said(language))
