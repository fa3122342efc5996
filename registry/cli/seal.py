"""`jinbang seal`: commit to a dataset that nobody may see yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from registry import output
from registry.cli import context
from registry.cli.options import AsOption, DryRunOption, JsonOption, LedgerOption, OutOption, answering
from registry.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.cli.changes import Made
    from registry.sealing.making import Sealed

ItemsOption = Annotated[
    Literal["jsonl"], typer.Option("--items", help="How PATH holds the items: JSON Lines, an item a line.")
]


def seal(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file with the items.")],
    *,
    name: Annotated[str, typer.Option("--name", metavar="N", help="What the dataset is called.")],
    items: ItemsOption = "jsonl",  # noqa: ARG001 - the only form there is so far
    version: Annotated[str, typer.Option("--version", metavar="V", help="Its version.")] = "",
    language: Annotated[
        list[str] | None, typer.Option("--language", metavar="TAG", help="A language of the items (BCP 47).")
    ] = None,
    domain: Annotated[list[str] | None, typer.Option("--domain", metavar="FIELD", help="A field of the items.")] = None,
    reveal_after: Annotated[
        str, typer.Option("--reveal-after", metavar="DATE", help="Promise to open it after this day.")
    ] = "",
    opening: Annotated[
        Path | None, typer.Option("--opening", metavar="FILE", help="The secret file to write; else beside PATH.")
    ] = None,
    dry_run: DryRunOption = False,
    ledger: LedgerOption = None,
    as_name: AsOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Commit to a dataset before it is used: its root is recorded, its items and salts go into a secret file.

    Whoever has that file, and nobody else, can open the seal: keep it, and a copy.

    Example: jinbang seal exam.jsonl --name "Example exam"
    """
    from registry.cli.changes import Made
    from registry.cli.saying import Wish, deliver, made_of, maker_of, speaker
    from registry.sealing.making import seal_items

    with answering(as_json=json):
        wish = Wish(as_name, dry_run, out, json)
        secret = opening if opening is not None else path.with_name(f"{path.stem}.opening.jsonl")
        opened = context.open_ledger(ledger)
        publisher = speaker(opened, wish)
        if not dry_run:
            _check_free(secret)
        if not dry_run and out is None:
            # Before anything is written: no opening is left behind when this machine may not append.
            context.operator(opened)
        sealed = seal_items(path)
        dataset = {"name": name, "version": version, "items": len(sealed.lines)}
        dataset |= {"languages": language or [], "domains": domain or []}
        said = made_of(
            type="jinbang/seal/v1",
            publisher=publisher,
            dataset={field: value for field, value in dataset.items() if value not in ("", [])},
            root=sealed.root,
            reveal_after=reveal_after,
        )
        made = Made(f"seal of {path.name}", maker_of(opened, wish).sign(said).raw)
        if dry_run:
            deliver(opened, [made], wish)
        else:
            _commit(secret, sealed, made, lambda: deliver(opened, [made], wish))


def _check_free(secret: Path) -> None:
    if secret.exists() or secret.is_symlink():
        raise QuestionError(
            f"{secret}: is there already, and an opening is never overwritten",
            "Name another file with --opening. If its seal was never recorded, you may remove it.",
        )


def _commit(secret: Path, sealed: Sealed, made: Made, deliver: Callable[[], None]) -> None:
    """Write the opening, durably, and then hand in the seal: a seal on record whose opening is lost could never be opened."""
    from ledger import durable
    from ledger.entry import statement_id

    durable.write_new(secret, sealed.opening(statement_id(made.raw)))
    try:
        deliver()
    except BaseException:
        output.aside(f"jinbang: the opening is in {secret}; remove it only if the seal was not recorded")
        raise
    output.aside(f"The opening is in {secret}: secret until you reveal it, and nothing else can open the seal.")
