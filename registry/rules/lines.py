"""How a finding names lines of a ranking, and the fields that it saw in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.rules.base import Seen, Words
from registry.statements import Evaluation

MAX_NAMED = 3
"""Lines that a finding names; the rest is counted."""
BASELINES = frozenset(
    {
        "random",
        "random baseline",
        "chance",
        "majority",
        "human",
        "humans",
        "human baseline",
        "human expert",
        "随机",
        "人类",
        "人类专家",
    }
)
"""Names, case folded, of lines that are no model: guessing, and people."""


def told_of(evaluation: Evaluation, at: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield lines as findings tell of them: all of a ranking's at once, some of them one by one.

    A finding on some lines must not stand on the others, and one on all need not be said fifty times.
    """
    if len(at) == len(evaluation.placements):
        yield at
    else:
        yield from ([number] for number in at)


def named(evaluation: Evaluation, at: Sequence[int]) -> Words:
    """Return the models on some lines, by position: the first three, and how many more."""
    return listed([evaluation.placements[number].model.name for number in at])


def listed(names: Sequence[str]) -> Words:
    """Return names as a list in a sentence: the first three, and how many more."""
    more = len(names) - MAX_NAMED
    en, zh = ", ".join(names[:MAX_NAMED]), "、".join(names[:MAX_NAMED])
    return Words(f"{en} and {more} more", f"{zh}等 {len(names)} 个") if more > 0 else Words(en, zh)


def only(evaluation: Evaluation, at: Sequence[int]) -> str | None:
    """Return the model that a finding is about when it is about one line, else None."""
    return evaluation.placements[at[0]].model.name if len(at) == 1 else None


def saw(at: Sequence[int], field: str, value: str = "") -> tuple[Seen, ...]:
    """Return a field of some lines that held the same, by default nothing: the first three."""
    return tuple(Seen(f"placements[{number}].{field}", value) for number in at[:MAX_NAMED])
