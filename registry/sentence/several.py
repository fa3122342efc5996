"""A name that is two models on the list that is cited: which of them is meant is not for us to say."""

from __future__ import annotations

from registry.errors import QuestionError, shown
from registry.names import folded
from registry.record import Record
from registry.standing import carrying
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


def _called(model: Model) -> str:
    """Return the fullest name of a model."""
    return " ".join(filter(None, (model.developer, model.name, model.version)))
