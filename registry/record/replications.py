"""Independent second runs of an evaluation: by others, not self-reported, and not taken back."""

from __future__ import annotations

from collections.abc import Iterator

from registry.names import Identity, Kind, key
from registry.record import Logged, Record, logged_as
from registry.record.lines import identity
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Model


def replications(one: Logged[Statement], record: Record) -> Iterator[Logged[Evaluation]]:
    """Yield the evaluations that repeat one, by publishers of whom none made it."""
    for each in record.about(one.id):
        again = logged_as(each, Evaluation)
        if (
            again is not None
            and again.ended is None
            and again.statement.replicates == one.id
            and again.statement.submission != "self-reported"
            and set(again.statement.signers).isdisjoint(one.statement.signers)
        ):
            yield again


def tested(again: Logged[Evaluation]) -> set[Identity]:
    """Return the models that a replication gives a score."""
    return {identity(line.model) for line in again.statement.placements if any(score.value for score in line.scores)}


def is_of_developer(again: Logged[Evaluation], model: Model, record: Record) -> bool:
    """Say whether a replication is by a model's own developer, or by somebody with an interest in it, as far as is on record."""
    developer = key(Kind.DEVELOPER, model.developer)
    ties = {key(Kind.DEVELOPER, tie.to) for tie in again.statement.disclosures.ties}
    for name in again.statement.signers:
        publisher = record.publisher(name)
        if publisher is not None:
            ties.add(key(Kind.DEVELOPER, publisher.display))
            ties.update(key(Kind.DEVELOPER, tie.to) for tie in publisher.ties)
    return bool(developer) and developer in ties
