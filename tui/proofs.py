"""Proofs of the Merkle tree as lines of a pane: every hash, left and right, and a small drawing of the way to the root."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tui import words
from tui.glyphs import ASCII, Glyphs
from tui.telling import MAX_STATEMENT_LINES, Told, sentence
from tui.words import Language, Words

if TYPE_CHECKING:
    from ledger.steps import Step, Way
    from tui.asked.auditing import Brought, Inclusion, Prefix

_DIGITS = 8
"""Of a hash in the drawing."""
_LABEL = 6
"""Cells of `left`, `right` and `above`."""


class _Twigs(NamedTuple):
    branch: str
    last: str
    trunk: str


_UNICODE_TWIGS = _Twigs("├─ ", "└─ ", "│  ")
_ASCII_TWIGS = _Twigs("|- ", "`- ", "|  ")


def inclusion(proof: Inclusion, language: Language, glyphs: Glyphs) -> Iterator[Told]:
    """Yield how an entry is in the tree, down to the two roots."""
    count = len(proof.way.steps)
    yield Told(
        words.PATH.said(language), f"{proof.entry_index:,} -> {proof.size:,}, {count} {words.HASHES.said(language)}"
    )
    yield from _drawn(proof.way, f"{words.LEAF.said(language)} {proof.entry_index:,}", language, glyphs)
    yield from _redo(language)
    yield Told("", words.OF_LEAF.said(language), text_tone="dim")
    yield Told("leaf  ", proof.way.start.hex(), "dim")
    yield from _steps(proof.way)
    yield Told("", "")
    yield from _roots(proof.way, proof.signed_root, f"{proof.size:,}, {proof.signed_by}", language)


def prefix(proof: Prefix, language: Language, glyphs: Glyphs) -> Iterator[Told]:
    """Yield how one checkpoint's tree is a prefix of another's, down to the roots of both."""
    yield Told(words.CONSISTENCY.said(language), f"{proof.old_size:,} -> {proof.new_size:,}")
    if proof.ways is None:
        same = words.SAME_TREE if proof.old_size else words.EMPTY_TREE
        yield Told("", same.said(language))
        yield Told("root  ", proof.new_root.hex(), "dim")
        return
    for title, size, way, root in (
        (words.OLDER, proof.old_size, proof.ways.old, proof.old_root),
        (words.NEWER, proof.new_size, proof.ways.new, proof.new_root),
    ):
        yield Told("", "")
        yield Told(title.said(language), f"{size:,}", "bold underline")
        yield from _drawn(way, words.SHARED.said(language), language, glyphs)
        yield from _redo(language) if way.steps else ()
        yield Told("start ", way.start.hex(), "dim")
        yield from _steps(way)
        yield from _roots(way, root, f"{size:,}", language)


def _redo(language: Language) -> Iterator[Told]:
    yield Told("", "")
    yield Told("", words.REDO.said(language), text_tone="dim")
    yield Told("", "  printf '01%s%s' LEFT RIGHT | xxd -r -p | sha256sum", text_tone="dim")


def _steps(way: Way) -> Iterator[Told]:
    """Yield the steps; the hash that the proof brings is marked, the other one comes from below."""
    for number, step in enumerate(way.steps, 1):
        yield Told(f"{number:<{_LABEL}}", "", "bold")
        for label, value, brought in (
            ("left", step.left, step.beside_is_left),
            ("right", step.right, not step.beside_is_left),
        ):
            yield Told(f"{label:<{_LABEL}}", value.hex() + (" +" if brought else ""), "dim")
        yield Told(f"{'above':<{_LABEL}}", step.above.hex(), "dim")


def _roots(way: Way, signed: bytes, of: str, language: Language) -> Iterator[Told]:
    yield Told(words.COMPUTED_ROOT.said(language), "", "bold")
    yield Told(" " * _LABEL, way.root.hex())
    yield Told(f"{words.SIGNED_ROOT.said(language)} ({of})", "", "bold")
    is_same = way.root == signed
    yield Told(" " * _LABEL, signed.hex())
    word: Words = words.SAME if is_same else words.OTHER
    yield Told("ok" if is_same else "FAIL", word.said(language), "$text-success" if is_same else "$text-error bold")


def brought(found: Brought, language: Language) -> Iterator[Told]:
    """Yield what the checks of an entry looked at, from the first line of the file to its last."""
    yield from sentence(words.BROUGHT, language)
    yield Told("", "")
    lines = found.text.splitlines()
    yield from (Told("", line) for line in lines[:MAX_STATEMENT_LINES])
    if len(lines) > MAX_STATEMENT_LINES:
        yield Told("", words.MORE.filled(count=f"{len(lines) - MAX_STATEMENT_LINES:,}").said(language))


def _drawn(way: Way, start: str, language: Language, glyphs: Glyphs) -> Iterator[Told]:
    """Yield the tree from its root down, with nothing beside the way but the hashes that the proof brings."""
    twigs = _ASCII_TWIGS if glyphs is ASCII else _UNICODE_TWIGS
    yield Told("", "")
    yield Told("", f"{_short(way.root)} {words.ROOT.said(language)}" + ("" if way.steps else f" = {start}"))
    yield from (Told("", line) for line in _below(way.steps, "", start, twigs))


def _below(steps: tuple[Step, ...], margin: str, start: str, twigs: _Twigs) -> Iterator[str]:
    """Yield what is under the last of some steps: a left child above a right one."""
    if not steps:
        return
    *lower, step = steps
    for child, twig, trunk, brought in (
        (step.left, twigs.branch, twigs.trunk, step.beside_is_left),
        (step.right, twigs.last, "   ", not step.beside_is_left),
    ):
        if brought:
            yield f"{margin}{twig}{_short(child)} +"
        else:
            yield f"{margin}{twig}{_short(child)}" + ("" if lower else f" {start}")
            yield from _below(tuple(lower), margin + trunk, start, twigs)


def _short(value: bytes) -> str:
    return value.hex()[:_DIGITS]
