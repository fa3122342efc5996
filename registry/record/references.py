"""Which other statements a statement names, by statement id."""

from __future__ import annotations

from collections.abc import Iterator

from registry.statements import Amendment, Evaluation, Flag, Response, Reveal, Statement


def references(statement: Statement) -> Iterator[str]:
    """Yield the statement ids that a statement names, each once or more."""
    match statement:
        case Evaluation():
            yield from filter(None, (statement.replicates, *(dataset.seal for dataset in statement.datasets)))
        case Flag():
            yield statement.entry
        case Response():
            yield statement.flag
        case Amendment():
            yield from filter(None, (statement.target, statement.by))
        case Reveal():
            yield statement.seal
