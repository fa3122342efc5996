"""`jinbang supersede`: publish a correction of an entry of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli import context
from registry.cli.options import (
    AsOption,
    BaseOption,
    ColumnOption,
    DryRunOption,
    EntryArgument,
    FromOption,
    JsonOption,
    LedgerOption,
    OutOption,
    TableOption,
    answering,
)
from registry.errors import QuestionError

if TYPE_CHECKING:
    from ledger.entry import Entry
    from registry.record import Logged
    from registry.statements import Statement


def supersede(
    entry: EntryArgument,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The new statement, or a results file; - is standard input.")
    ],
    *,
    from_format: FromOption = None,
    base: BaseOption = None,
    column: ColumnOption = None,
    table: TableOption = 0,
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="What was wrong, in words.")] = "",
    dry_run: DryRunOption = False,
    ledger: LedgerOption = None,
    as_name: AsOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Publish a correction: the new statement and a note that it replaces the old, in one commit.

    Example: jinbang supersede 1 corrected.json --because "Two columns were exchanged."
    """
    from registry.cli.changes import Made
    from registry.cli.importing import Imports, base_of
    from registry.cli.saying import Wish, check_effect, deliver, maker_of, pieces, speaker, target
    from registry.find import find

    with answering(as_json=json):
        wish = Wish(as_name, dry_run, out, json)
        opened = context.open_ledger(ledger)
        named = target(opened, find(opened, entry))
        imports = Imports(
            lambda: speaker(opened, wish, named.statement.signers),
            from_format or "",
            base_of(base),
            column or (),
            table,
        )
        maker = maker_of(opened, wish, imports)
        made = list(maker.make(file))
        _check_can_replace(made, named, file)
        old = pieces(opened, named)
        # A part of a table that did not change is not said again.
        new = [one for one in made if one.statement.id not in {each.id for each in old}]
        replaced = [one for one in old if one.id not in {each.statement.id for each in made}]
        if not new:
            raise QuestionError(f"{file}: says what entry {named.index} says; there is nothing to correct")
        said = _amendments(replaced, new, speaker(opened, wish, named.statement.signers), because)
        what = f"supersession of entry {named.index}"
        for one in said:
            check_effect(opened, one, what)
        deliver(
            opened, [*(Made(file, one.raw) for one in new), *(Made(what, maker.sign(one).raw) for one in said)], wish
        )


def _check_can_replace(made: Sequence[Entry], named: Logged[Statement], file: str) -> None:
    """Refuse what is of another type, or not by all who published the old entry."""
    for one in made:
        theirs, own = one.statement.type, named.statement.type
        if theirs != own:
            raise QuestionError(f"{file}: is of type {theirs}, but entry {named.index} is of type {own}")
        by, owners = one.statement.publishers, named.statement.signers
        if not set(owners) <= set(by):
            raise QuestionError(f"{file}: is by {', '.join(by)}, but entry {named.index} is by {', '.join(owners)}")


def _amendments(old: Sequence[Logged[Statement]], new: Sequence[Entry], by: str, because: str) -> list[Statement]:
    """Return what says that the new entries replace the old: a part by the same part, else by the first that is new."""
    from registry.cli.saying import made_of
    from registry.decode import read

    numbered = {_part(read(one.raw)): one.statement.id for one in new}
    return [
        made_of(
            type="jinbang/amendment/v1",
            publisher=by,
            action="supersede",
            target=one.id,
            by=numbered.get(_part(one.statement), new[0].statement.id),
            because=because,
        )
        for one in old
    ]


def _part(statement: Statement | None) -> int:
    """Return the number of a part of a table; 0 of what is none."""
    from registry.statements import Evaluation

    return statement.part.number if isinstance(statement, Evaluation) and statement.part is not None else 0
