"""Which names a statement uses, of what, and in which field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from registry.names import Kind
from registry.statements import Claim, Evaluation, Publisher, Statement


class Use(NamedTuple):
    """A name where it stands."""

    kind: Kind
    field: str
    """Such as `placements[3].model.name`."""
    name: str


def uses(statement: Statement) -> Iterator[Use]:
    """Yield the names that a statement uses, in the order of its fields. Those of flags and the like are in what they name."""
    found: Iterator[Use] = iter(())
    match statement:
        case Evaluation():
            found = _of_evaluation(statement)
        case Claim():
            found = _of_claim(statement)
        case Publisher():
            found = iter([Use(Kind.PUBLISHER, "display", statement.display)])
    for number, signer in enumerate(filter(None, statement.signers)):
        field = "publisher" if len(statement.signers) == 1 else f"publishers[{number}]"
        yield Use(Kind.PUBLISHER, field, signer)
    yield from (use for use in found if use.name)


def names_in(statement: Statement) -> Iterator[tuple[Kind, str]]:
    """Yield kind and name of each use, as `uses` does, for whom the field does not matter: a large table has many."""
    if not isinstance(statement, Evaluation):
        yield from ((use.kind, use.name) for use in uses(statement))
        return
    for signer in statement.signers:
        yield Kind.PUBLISHER, signer
    yield Kind.LEADERBOARD, statement.leaderboard.name
    for dataset in statement.datasets:
        yield Kind.DATASET, dataset.name
    for grader in statement.graders:
        if grader.developer:
            yield Kind.DEVELOPER, grader.developer
    for placement in statement.placements:
        model = placement.model
        yield Kind.MODEL, model.name
        if model.developer:
            yield Kind.DEVELOPER, model.developer
        for alias in model.aliases:
            yield Kind.MODEL, alias


def _of_evaluation(evaluation: Evaluation) -> Iterator[Use]:
    yield Use(Kind.LEADERBOARD, "leaderboard.name", evaluation.leaderboard.name)
    for number, dataset in enumerate(evaluation.datasets):
        yield Use(Kind.DATASET, f"datasets[{number}].name", dataset.name)
    for number, grader in enumerate(evaluation.graders):
        yield Use(Kind.DEVELOPER, f"graders[{number}].developer", grader.developer)
    for number, placement in enumerate(evaluation.placements):
        model, path = placement.model, f"placements[{number}].model"
        yield Use(Kind.MODEL, f"{path}.name", model.name)
        yield Use(Kind.DEVELOPER, f"{path}.developer", model.developer)
        for at, alias in enumerate(model.aliases):
            yield Use(Kind.MODEL, f"{path}.aliases[{at}]", alias)


def _of_claim(claim: Claim) -> Iterator[Use]:
    yield Use(Kind.MODEL, "model", claim.model)
    yield Use(Kind.LEADERBOARD, "leaderboard", claim.leaderboard)
    for number, beaten in enumerate(claim.beats):
        yield Use(Kind.MODEL, f"beats[{number}]", beaten)
