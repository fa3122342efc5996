"""`jinbang compare`: one model across leaderboards, and several beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from registry import output
from registry.cli import context
from registry.cli.options import JsonOption, LedgerOption, answering, complete_model
from registry.cli.table import aligned

if TYPE_CHECKING:
    from registry.compare import Beside, Comparison, Pair, Position
    from registry.reads import Table

_BAR_CELLS = 20
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def compare(
    model: Annotated[
        str, typer.Argument(metavar="MODEL", help="Any name that is on record.", autocompletion=complete_model)
    ],
    *,
    others: Annotated[
        list[str] | None,
        typer.Option(
            "--with", metavar="MODEL", help="Another model; may be given again.", autocompletion=complete_model
        ),
    ] = None,
    ledger: LedgerOption = None,
    json: JsonOption = False,
) -> None:
    """Show a model across leaderboards: rank, field, findings, and how far the leaderboards agree.

    Example: jinbang compare "Model A"
    """
    from registry.compare import compare as compared
    from registry.errors import NothingToJudge

    with answering(as_json=json):
        opened = context.open_ledger(ledger)
        index = context.open_index(opened)
        found = compared(index.connection, [model, *dict.fromkeys(others or [])])
        if not any(found.positions.values()):
            raise NothingToJudge(f"{', '.join(found.positions)}: in no ranking on record")
        if json:
            output.json_object(_json(found, opened.identity.origin))
        else:
            output.lines(_text(found))


def _text(found: Comparison) -> Iterator[str]:
    for name, positions in found.positions.items():
        yield name
        rows = aligned([_row(one) for one in positions]) if positions else ["in no ranking on record"]
        yield from (f"  {row}" for row in rows)
        yield ""
    yield from map(_beside, found.beside)
    telling = [pair for pair in found.orders.pairs() if pair.agreement.shared > 1]
    if telling:
        yield "agreement over the models that both rank (Kendall's tau-b; +1 is the same order, -1 the opposite)"
        yield from (f"  {row}" for row in aligned([_agreement(pair) for pair in telling]))


def _beside(beside: Beside) -> str:
    if not beside.shared:
        return f"{beside.first} and {beside.second} have no rank in one table"
    places = f"above in {beside.above}, below in {beside.below} of {beside.shared}"
    return f"{beside.first} against {beside.second}: {places} tables that rank both"


def _row(one: Position) -> tuple[str, ...]:
    table, line = one.table, one.line
    field = f"{table.lines} on record" if one.field is None else str(one.field)
    rank = "no rank" if line.rank is None else f"{line.rank} of {field}"
    verdict = f"{line.verdict}: {line.worst}" if line.worst else line.verdict
    above = "" if one.percentile is None else f"{_bar(int(one.percentile))} {one.percentile:>3}%"
    rules = ", ".join(dict.fromkeys(rule for rule, _ in one.findings))
    who = " ".join(filter(None, (line.developer, line.version)))
    return _listed(table), table.published, rank, above, line.value, who, verdict, rules


def _listed(table: Table) -> str:
    """Return what a list is called: leaderboard, release, settings."""
    shots = "" if table.shots is None else f"{table.shots}-shot"
    return " ".join(filter(None, (table.leaderboard, table.release, table.split, shots, table.filters)))


def _agreement(pair: Pair) -> tuple[str, ...]:
    shared, tau = pair.agreement
    words = "nothing to order" if tau is None else f"{tau:+}"
    return _listed(pair.first), _listed(pair.second), f"{shared} models", words


def _bar(percent: int) -> str:
    """Return a bar for the share of the field that a model stands above."""
    eighths = percent * _BAR_CELLS * 8 // 100
    return (_EIGHTHS[8] * (eighths // 8) + _EIGHTHS[eighths % 8].strip()).ljust(_BAR_CELLS)


def _json(found: Comparison, origin: str) -> dict[str, object]:
    return {
        "models": [
            {"name": name, "positions": [_position(one, origin) for one in positions]}
            for name, positions in found.positions.items()
        ],
        "beside": [one._asdict() for one in found.beside],
        "agreement": [
            {
                "first": _list(pair.first),
                "second": _list(pair.second),
                "shared": pair.agreement.shared,
                "tau": None if pair.agreement.tau is None else str(pair.agreement.tau),
            }
            for pair in found.orders.pairs()
        ],
    }


def _list(table: Table) -> dict[str, object]:
    return {
        "leaderboard": table.leaderboard,
        "release": table.release,
        "published": table.published or None,
        "shots": table.shots,
        "split": table.split or None,
        "filters": table.filters or None,
    }


def _position(one: Position, origin: str) -> dict[str, object]:
    from registry.citation import cite

    table, line = one.table, one.line
    return {
        "citation": cite(origin, table.entry_index, table.statement_id, line.model).format(),
        **_list(table),
        "model": line.model,
        "developer": line.developer or None,
        "model_version": line.version or None,
        "rank": line.rank,
        "field": one.field,
        "percentile": None if one.percentile is None else int(one.percentile),
        "criterion": line.criterion or None,
        "score": line.value or None,
        "verdict": line.verdict,
        "worst": line.worst or None,
        "findings": [{"rule": rule, "severity": severity} for rule, severity in one.findings],
        "earlier": one.earlier,
    }
