"""Which other statements a statement names, by statement id."""

from __future__ import annotations

from collections.abc import Iterator

from registry.statements import Evaluation, Statement


def references(statement: Statement) -> Iterator[str]:
    """Yield the statement ids that a statement names, each once or more."""
    if isinstance(statement, Evaluation):
        yield from filter(None, (statement.replicates, *(dataset.seal for dataset in statement.datasets)))
