"""Which model is meant, where the words leave that open: a name that is two models on the list, a maker of whom there are some."""

from __future__ import annotations

from collections.abc import Iterable

from registry.claims.standing import carrying
from registry.errors import QuestionError, shown
from registry.names import Kind, folded, key
from registry.record import Record
from registry.statements import Claim
from registry.statements.evaluation import Model


def refuse_several(claim: Claim, record: Record) -> None:
    """Raise QuestionError when a ranking that the claim cites has several models of its name."""
    if not claim.model or not claim.leaderboard:
        return
    cited = [one for one in record.rankings(claim.leaderboard) if one.ended is None]
    for one in cited:
        if claim.release and folded(one.statement.leaderboard.release) != folded(claim.release):
            continue
        models = dict.fromkeys(_called(line.model) for line in carrying(claim.model, one))
        if len(models) > 1:
            raise QuestionError(
                f"sentence: {shown(claim.model)} is several models in entry {one.index}: {', '.join(map(shown, models))}",
                "--model says which one is meant.",
            )


def refuse_maker_alone(claim: Claim, makers: Iterable[str], record: Record) -> None:
    """Raise QuestionError when no model is named but its maker is, of whom the cited list has models."""
    if claim.model or not claim.leaderboard:
        return
    for maker in makers:
        models = dict.fromkeys(
            line.model.name
            for one in record.rankings(claim.leaderboard)
            for line in one.statement.placements
            if one.ended is None and key(Kind.DEVELOPER, line.model.developer) == key(Kind.DEVELOPER, maker)
        )
        if models:
            raise QuestionError(
                f"sentence: {shown(maker)} is named and no model; on {shown(claim.leaderboard)} it has {', '.join(map(shown, models))}",
                "--model says which one is meant.",
            )


def _called(model: Model) -> str:
    """Return the fullest name of a model."""
    return " ".join(filter(None, (model.developer, model.name, model.version)))
