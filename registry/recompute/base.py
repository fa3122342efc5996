"""A score worked out again, and the one on record beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.verify import Check, State
from registry.importers.numbers import NOT_A_NUMBER
from registry.statements import Evaluation
from registry.statements.evaluation import Score

_SLACK = 1e-9
"""How far two sums of the same binary fractions may lie apart, for the order in which they were added."""
_LARGEST = 1e100


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the samples of a file give for one criterion, or why they give nothing."""

    criterion: str
    """Its name, as an importer of the format calls it."""
    values: Sequence[float] = ()
    """One number a sample, whose mean is the score."""
    why_not: str = ""
    """Why no score can be worked out; empty when there is one."""
    why_no_error: str = ""
    """Why no standard error can be; empty when it is that of a mean."""
    model: str | None = None
    """Whose samples they are; None when the file does not say."""

    @property
    def mean(self) -> float:
        """The score."""
        return math.fsum(self.values) / len(self.values)

    @property
    def stderr(self) -> float:
        """The standard error of the mean: the sample deviation over the root of the number of samples; 0 for one sample."""
        count, mean = len(self.values), self.mean
        if count == 1:
            return 0.0
        return math.sqrt(math.fsum((one - mean) ** 2 for one in self.values) / (count - 1) / count)


def hold(name: str, found: Recomputed, evaluation: Evaluation) -> Check:
    """Hold what samples give against what is on record, within the rounding of the digits that were printed."""
    score = _score(found, evaluation)
    why_not = score if isinstance(score, str) else found.why_not or _incomparable(found, score, evaluation)
    if why_not or isinstance(score, str):
        return Check(name, State.SKIPPED, f"{found.criterion}: {why_not}")
    samples = f"{len(found.values):,} samples"
    if not _is_rounded(found.mean, score.value):
        detail = f"{found.criterion}: {samples} give {found.mean!r}; needed {score.value}, as on record"
        return Check(name, State.FAIL, detail)
    if score.stderr and not found.why_no_error and not _is_rounded(found.stderr, score.stderr):
        detail = f"{found.criterion}: {samples} give a standard error of {found.stderr!r}; needed {score.stderr}, as on record"
        return Check(name, State.FAIL, detail)
    error = "" if not score.stderr else f"; its standard error {found.why_no_error or 'is too'}"
    return Check(name, State.OK, f"{found.criterion} {score.value} from {samples} is what is on record{error}")


def _score(found: Recomputed, evaluation: Evaluation) -> Score | str:
    """Return the one score on record that is meant, or why there is none."""
    lines = [
        one for one in evaluation.placements if found.model is None or found.model in (one.model.name, one.printed.name)
    ]
    if len(lines) != 1:
        return f"{len(lines)} lines on record could be meant, needed one"
    scores = [one for one in lines[0].scores if one.criterion == found.criterion]
    return scores[0] if len(scores) == 1 and scores[0].value else "no number on record goes by this name"


def _incomparable(found: Recomputed, score: Score, evaluation: Evaluation) -> str:
    """Return why two numbers cannot be compared, or nothing."""
    unit = next((one.unit for one in evaluation.methodology.criteria if one.name == found.criterion), "")
    if unit not in ("", "proportion"):
        return f"on record in {unit}, and the samples have no unit"
    if score.n is not None and score.n != len(found.values):
        return f"{len(found.values):,} samples are here, and the score on record is over {score.n:,}"
    return "" if found.values else "no sample has a score"


def _is_rounded(computed: float, written: str) -> bool:
    """Say whether a number is what another was before it was written down."""
    decimals = len(written.partition(".")[2])
    away = abs(computed - float(written))
    return away <= max(0.5 * 10.0**-decimals * (1 + _SLACK), _SLACK * max(1.0, abs(computed)))


def number(written: str) -> float | None:
    """Return a number of a file, or None when it is none, or is beyond what sums and squares can be made of."""
    value = math.nan if written in NOT_A_NUMBER else float(written)
    return value if abs(value) < _LARGEST else None
