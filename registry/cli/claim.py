"""`jinbang claim`: record that somebody cites a ranking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from registry import output
from registry.cli import claimed, context
from registry.cli.options import AsOption, DryRunOption, JsonOption, LedgerOption, OutOption, answering
from registry.errors import QuestionError

if TYPE_CHECKING:
    from ledger.log import Ledger
    from registry.sentence import Given
    from registry.statements import Claim


def claim(
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="The words used, in their own language.")] = "",
    *,
    model: claimed.ModelOption = None,
    leaderboard: claimed.LeaderboardOption = None,
    release: claimed.ReleaseOption = None,
    rank: claimed.RankOption = None,
    scope: claimed.ScopeOption = None,
    value: claimed.ValueOption = None,
    beats: claimed.BeatsOption = None,
    shots: claimed.ShotsOption = None,
    split: claimed.SplitOption = None,
    on: claimed.OnOption = None,
    as_of: claimed.AsOfOption = None,
    from_: Annotated[str, typer.Option("--source", metavar="FILE|URL", help="Where the claim can be read.")] = "",
    claimant: Annotated[str, typer.Option("--claimant", metavar="WHO", help="Who made the claim.")] = "",
    dry_run: DryRunOption = False,
    ledger: LedgerOption = None,
    as_name: AsOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Record that somebody cites a ranking, so that it is judged against the record. TEXT is kept as it is.

    TEXT is read as `verify` reads a sentence; an option says what it does not, or what of two is meant.

    Example: jinbang claim "Model A ranks first on Example Board." --on 2026-11-20
    """
    from registry.cli.saying import Wish, hand_in, made_of, source, speaker
    from registry.sentence import Given

    with answering(as_json=json):
        if not text and not (model and leaderboard):
            raise QuestionError("claim: needs the words used as TEXT, or --model and --leaderboard")
        wish = Wish(as_name, dry_run, out, json)
        named = tuple(beats) if beats else None
        given = Given(model, leaderboard, release, rank, scope, shots, split, value, on, as_of, named)
        opened = context.open_ledger(ledger)
        publisher, where = speaker(opened, wish), source(from_) if from_ else None
        said = [
            made_of(type="jinbang/claim/v1", publisher=publisher, claimant=claimant, source=where, **fields)
            for fields in map(_fields, _claims(opened, text, given))
        ]
        hand_in(opened, said, "claim", wish)


def _claims(ledger: Ledger, text: str, given: Given) -> Iterator[Claim]:
    """Yield the claims that are meant, and tell how the words were read; words that say nothing are kept all the same."""
    from registry.cli.said import understood_lines
    from registry.sentence import NothingRead, understand

    if not text:
        given.check()
        yield replace(given.claim(_restated(given)), extra={"text": "restated from the options of `jinbang claim`"})
        return
    try:
        readings = understand(text, context.open_index(ledger).record(), given)
    except NothingRead:
        output.aside("Nothing was read from the words: the options alone say what is claimed.")
        yield given.claim(text)
        return
    for reading in readings:
        for line in understood_lines(reading):
            output.aside(line)
        yield reading.claim


def _fields(one: Claim) -> dict[str, object]:
    """Return what a claim says as a statement spells it; who speaks is not among it."""
    from registry.statements.records import plain

    return {name: value for name, value in plain(one).items() if name != "type"}


def _restated(given: Given) -> str:
    """Return a claim in plain words, for one whose own words were not given."""
    where = f"{given.leaderboard} {given.release or ''}".strip()
    return f"{given.model}: rank {given.rank} on {where}" if given.rank is not None else f"{given.model} on {where}"
