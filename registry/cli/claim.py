"""`jinbang claim`: record that somebody cites a ranking."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli import context
from registry.cli.options import AsOption, DryRunOption, JsonOption, LedgerOption, OutOption, answering
from registry.errors import QuestionError


def claim(
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="The words used, in their own language.")] = "",
    *,
    model: Annotated[str, typer.Option("--model", metavar="M", help="The model that is said to hold the rank.")] = "",
    leaderboard: Annotated[str, typer.Option("--leaderboard", metavar="L", help="The leaderboard that is cited.")] = "",
    release: Annotated[str, typer.Option("--release", metavar="R", help="Which state of it.")] = "",
    rank: Annotated[int | None, typer.Option("--rank", metavar="N", help="The rank that is claimed.")] = None,
    scope: Annotated[
        str, typer.Option("--scope", metavar="S", help="The prefix under which it is claimed: <10B.")
    ] = "",
    value: Annotated[str, typer.Option("--value", metavar="V", help="The score that is claimed.")] = "",
    beats: Annotated[
        list[str] | None,
        typer.Option("--beats", metavar="M", help="A model that is said to be beaten; again for more."),
    ] = None,
    shots: Annotated[int | None, typer.Option("--shots", metavar="N", help="Worked examples in the prompt.")] = None,
    split: Annotated[str, typer.Option("--split", metavar="S", help="Which part of the dataset.")] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="When the claim was made.")] = "",
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="The day for which, when it is another.")] = "",
    from_: Annotated[str, typer.Option("--source", metavar="FILE|URL", help="Where the claim can be read.")] = "",
    claimant: Annotated[str, typer.Option("--claimant", metavar="WHO", help="Who made the claim.")] = "",
    dry_run: DryRunOption = False,
    ledger: LedgerOption = None,
    as_name: AsOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Record that somebody cites a ranking, so that it is judged against the record. TEXT is kept as it is.

    Example: jinbang claim "Model A ranks first." --model "Model A" --leaderboard "Example Board" --rank 1 --on 2026-11-20
    """
    from registry.cli.saying import Wish, hand_in, made_of, source, speaker

    with answering(as_json=json):
        if not text and not (model and leaderboard):
            raise QuestionError("claim: needs the words used as TEXT, or --model and --leaderboard")
        wish = Wish(as_name, dry_run, out, json)
        opened = context.open_ledger(ledger)
        said = made_of(
            type="jinbang/claim/v1",
            publisher=speaker(opened, wish),
            claimant=claimant,
            made=on,
            text=text or _restated(model, leaderboard, release, rank),
            source=source(from_) if from_ else None,
            model=model,
            leaderboard=leaderboard,
            release=release,
            rank=rank,
            scope=scope,
            settings={name: given for name, given in (("shots", shots), ("split", split)) if given not in (None, "")},
            value=value,
            as_of=as_of,
            beats=beats or [],
            extra={} if text else {"text": "restated from the options of `jinbang claim`"},
        )
        hand_in(opened, [said], "claim", wish)


def _restated(model: str, leaderboard: str, release: str, rank: int | None) -> str:
    """Return a claim in plain words, for one whose own words were not given."""
    where = f"{leaderboard} {release}".strip()
    return f"{model}: rank {rank} on {where}" if rank is not None else f"{model} on {where}"
