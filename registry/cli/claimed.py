"""The options that say what is claimed, where a sentence does not or where two could be meant."""

from __future__ import annotations

from typing import Annotated

import typer

ModelOption = Annotated[
    str | None, typer.Option("--model", metavar="M", help="The model that is said to hold the rank.")
]
LeaderboardOption = Annotated[
    str | None, typer.Option("--leaderboard", metavar="L", help="The leaderboard that is cited.")
]
ReleaseOption = Annotated[str | None, typer.Option("--release", metavar="R", help="Which state of it.")]
RankOption = Annotated[int | None, typer.Option("--rank", metavar="N", min=1, help="The rank that is claimed.")]
ScopeOption = Annotated[
    str | None,
    typer.Option("--scope", metavar="S", help="The prefix under which it is claimed: <10B; empty for the whole list."),
]
ValueOption = Annotated[str | None, typer.Option("--value", metavar="V", help="The score that is claimed.")]
BeatsOption = Annotated[
    list[str] | None, typer.Option("--beats", metavar="M", help="A model that is said to be beaten; again for more.")
]
ShotsOption = Annotated[int | None, typer.Option("--shots", metavar="N", min=0, help="Worked examples in the prompt.")]
SplitOption = Annotated[str | None, typer.Option("--split", metavar="S", help="Which part of the dataset.")]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="When the claim was made.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The day for which, when it is another.")
]
SourceOption = Annotated[str | None, typer.Option("--source", metavar="URL", help="Where the claim can be read.")]
