"""What a shell completes: filters and names on record. It reads the index as it is, quickly, and is silent when it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

import typer

from ledger.text import plain

if TYPE_CHECKING:
    from registry.reads import Connection

MAX_OFFERED = 50


Names = Callable[[str, str], Sequence[str]]
"""From a kind and a part to names on record."""


def filters(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return what a filter could go on with, each with a word of help."""
    # Bash takes `board:c` for three words, so those before count; only the last one is replaced.
    before = "".join(f"{word} " for word in ctx.params.get("words") or ())

    def of(names: Names) -> Iterator[tuple[str, str]]:
        from registry.filter.complete import complete

        text = before + incomplete
        for one in complete(text, len(text), names):
            if one.start >= len(before):
                yield text[len(before) : one.start] + one.text, one.help

    return _offered(ctx, incomplete, of)


def models(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return models on record whose names contain what is written."""
    return _offered(ctx, incomplete, lambda names: ((name, "model") for name in names("model", incomplete)))


def orders(incomplete: str) -> list[tuple[str, str]]:
    """Return the orders whose names begin with what is written."""
    from registry.reads.sorting import By, Order

    known = [Order(by, descending=down) for by in By for down in (False, True)]
    said = [(str(one), "descending" if one.descending else "ascending") for one in known]
    return _items(incomplete, said)


def entries(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the newest entries whose index begins with what is written, each with what it says."""

    def of(connection: Connection) -> Iterator[tuple[str, str]]:
        from registry.reads import lists

        yield from lists.entries_with(connection, incomplete, MAX_OFFERED)

    return _asked(ctx, incomplete, of)


def _items(incomplete: str, found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what goes on from the letters that were typed, which stay as they were typed: a name is known in any case."""
    going_on = (
        (incomplete + text[len(incomplete) :], help_)
        for text, help_ in found
        if text[: len(incomplete)].casefold() == incomplete.casefold()
    )
    return [(plain(text), plain(help_)) for text, help_ in islice(dict(going_on).items(), MAX_OFFERED)]


def _offered(
    ctx: typer.Context, incomplete: str, of: Callable[[Names], Iterator[tuple[str, str]]]
) -> list[tuple[str, str]]:
    from registry.reads import lists

    return _asked(
        ctx, incomplete, lambda connection: of(lambda kind, part: lists.spellings(connection, kind, part, MAX_OFFERED))
    )


def _asked(
    ctx: typer.Context, incomplete: str, of: Callable[[Connection], Iterator[tuple[str, str]]]
) -> list[tuple[str, str]]:
    """Return what the index of the ledger that is meant offers, as it stands; nothing when anything is wrong."""
    from ledger.errors import LedgerError
    from registry.cli import context
    from registry.errors import RegistryError

    try:
        with closing(context.index_database(context.open_ledger(ctx.params.get("ledger"))).reader()) as connection:
            return _items(incomplete, of(connection))
    except (LedgerError, RegistryError, OSError):
        # The shell draws the line that is being written: nothing may be printed over it.
        return []
