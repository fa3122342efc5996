"""A comparison in words, as lines of a pane: a list with every model in it, how far lists agree, and one model across all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from tui import words
from tui.glyphs import Glyphs
from tui.telling import TONES, Told, section, sentence, verdict_word
from tui.widgets.places import hundredths, list_name
from tui.words import Language, Words

if TYPE_CHECKING:
    from registry.across import Column, Row
    from registry.agreement import Agreement
    from registry.compare import Beside, ListKey, Orders, Position
    from registry.reads import Table
    from tui.asked.comparing import Compared

NAME = 40
"""Cells of a name in a sentence."""
_LABEL = 28
_BAR = 30
_FEW = 5
"""Models below which an agreement says little."""


def row(one: Row, columns: Sequence[Column], language: Language, glyphs: Glyphs) -> Iterator[Told]:
    """Yield where each model stands in a list."""
    yield Told(_named(list_name(one.table), glyphs), "", "bold underline")
    for column, place in zip(columns, one.places, strict=True):
        yield Told(_named(column.label, glyphs), "" if place is None else _named(place.line.developer, glyphs))
        yield from _place(place, language, glyphs) if place else [Told("", f"  {words.NOT_ON_RECORD.said(language)}")]


def _place(place: Position, language: Language, glyphs: Glyphs) -> Iterator[Told]:
    line, table = place.line, place.table
    said = [_rank(place)]
    if place.percentile is not None:
        said.append(words.BEATS.filled(percent=place.percentile))
    if place.earlier:
        said.append(words.EARLIER.filled(count=place.earlier))
    score = f"{line.value} {line.criterion}".strip()
    facts = [_named(one, glyphs) for one in (score, table.release, table.published) if one]
    yield Told("", "  " + ", ".join([*(one.said(language) for one in said), *dict.fromkeys(facts)]))
    rules = ", ".join(dict.fromkeys(_named(rule, glyphs) for rule, _ in place.findings))
    verdict = verdict_word(_named(line.verdict, glyphs), _named(line.worst, glyphs), language)
    yield Told(f"  {verdict}", rules, TONES.get(line.verdict, "bold"))


def _rank(place: Position) -> Words:
    if place.line.rank is None:
        return words.NO_RANK
    if place.field is None:
        return words.RANK_ALONE.filled(rank=place.line.rank)
    return words.RANK_OF.filled(rank=place.line.rank, field=place.field)


def agreements(table: Table, orders: Orders, language: Language, glyphs: Glyphs) -> Iterator[Told]:
    """Yield how far a list agrees with each other one."""
    found = [
        Told(_named(list_name(pair.second), glyphs), agreement(pair.agreement).said(language))
        for pair in orders.pairs_with(table.list)
    ]
    yield from section(words.AGREEMENT, found, language)


def agreement(one: Agreement) -> Words:
    """Return an agreement in words, with what it rests on."""
    if one.tau is None:
        return words.NOTHING_TO_ORDER.filled(shared=one.shared)
    hundredth = int(one.tau * 100)
    order = next(said for least, said in words.ORDERS if hundredth >= least)
    said = words.AGREES.filled(order=order, tau=f"{one.tau:+}", shared=one.shared)
    if one.shared >= _FEW:
        return said
    return Words(f"{said.en}, {words.FEW_SHARED.en}", f"{said.zh}，{words.FEW_SHARED.zh}")


def beside(pairs: Iterable[Beside], language: Language, glyphs: Glyphs) -> Iterator[Told]:
    """Yield how often one model is above another."""
    yield from section(words.BESIDE, (line for one in pairs for line in _beside(one, language, glyphs)), language)


def _beside(one: Beside, language: Language, glyphs: Glyphs) -> Iterator[Told]:
    template = words.ABOVE_BELOW if one.shared else words.NEVER_TOGETHER
    facts = one._asdict() | {"first": _named(one.first, glyphs), "second": _named(one.second, glyphs)}
    yield from sentence(template.filled(**facts), language)


def across(
    found: Compared,
    chosen: int,
    language: Language,
    glyphs: Glyphs,
    *,
    marked: Collection[ListKey] = (),
    with_doubted: bool,
) -> Iterator[Told]:
    """Yield one model across all lists, as bars with their numbers, and how far apart these are: of marked lists, if any are."""
    from registry.across import is_doubted, spread

    column = found.columns[chosen]
    yield Told("", "")
    yield Told(f"{words.SHARE_BEATEN.said(language)}: {_named(column.label, glyphs)}", "", "bold underline")
    counted: list[Position] = []
    for table, place in ((row.table, row.places[chosen]) for row in found.rows):
        if place is None:
            continue
        is_out = (not with_doubted and is_doubted(place)) or (bool(marked) and table.list not in marked)
        yield Told("", _bar(list_name(table), place, language, glyphs), "", "dim" if is_out else "")
        counted += [] if is_out else [place]
    apart = spread(counted, with_doubted=with_doubted)
    if apart.width is None:
        yield from sentence(words.NO_SPREAD.filled(lists=apart.lists), language)
        return
    shares = [one.share for one in counted if one.share is not None]
    said = words.SPREAD_SAID.filled(
        width=hundredths(apart.width),
        wide=words.WIDE if apart.is_wide else words.NARROW,
        least=_percent(min(shares)),
        most=_percent(max(shares)),
        lists=apart.lists,
    )
    yield from sentence(said, language)


def _percent(share: Fraction) -> int:
    return int(share * 100 + Fraction(1, 2))


def _bar(name: str, place: Position, language: Language, glyphs: Glyphs) -> str:
    label = glyphs.fit(name, _LABEL)
    if place.share is None:
        return f"{label} {_rank(place).said(language)}"
    word = verdict_word(_named(place.line.verdict, glyphs), "", language)
    return f"{label} {glyphs.bar_of(place.share, _BAR)} {place.percentile:>3}%  {word}"


def _named(name: str, glyphs: Glyphs) -> str:
    return glyphs.short(name, NAME)
