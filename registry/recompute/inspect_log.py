"""inspect_ai: the samples in an evaluation log, `.json` or `.eval`.

A sample that was run in several epochs has one score an epoch, which the reducer that the log names makes one: mean, median, mode or max.
The metrics `accuracy` and `mean` of inspect_ai are the mean over samples, `stderr` is the standard error of it. Values become
numbers as inspect_ai documents for `value_to_float`. Metrics with parameters or of other packages, and other reducers, are not computed.
"""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from registry.importers.archive import Archive
from registry.importers.content import Content, read_json
from registry.importers.inspect_ai import ERROR, IMPORTER, MEANS, criterion_name, is_zip, opened
from registry.importers.numbers import Number
from registry.importers.place import At
from registry.recompute.base import Recomputed, number
from registry.statements import Evaluation

_MAX_UNPACKED_BYTES = 256 << 20
_WORDS = {"C": 1.0, "I": 0.0, "P": 0.5, "N": 0.0}
_LOWER = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}
_DIGITS = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_Id = tuple[bool, str]
_Values = Mapping[_Id, Sequence[object]]
"""By sample, its values of all epochs that have one."""


class _NotDocumentedError(Exception):
    """Something that inspect_ai does not document, and which."""


def detects(content: Content) -> bool:
    """Say whether a file is a log."""
    return IMPORTER.detects(content)


def recomputed(content: Content, _evaluation: Evaluation, name: str) -> Iterator[Recomputed | str]:
    """Yield what the samples give for each mean in the results, or why there is nothing to be worked out."""
    log, _rows = opened(content)
    samples, scores = list(_samples(content)), list(log["results"]["scores"].list())
    if not samples or not scores:
        yield f"{name}: the log holds no {'results' if samples else 'samples'}"
    for score in scores if samples else ():
        metrics = dict(score["metrics"].items())
        for metric in metrics:
            if metric != ERROR or MEANS.isdisjoint(metrics):
                yield _metric(log, score, metric, samples)


def _metric(log: At, score: At, metric: str, samples: Sequence[At]) -> Recomputed:
    criterion, model = criterion_name(score, metric), log["eval"]["model"].line()
    try:
        if metric not in MEANS:
            raise _NotDocumentedError(f"the metric {metric} is not one that is worked out again")
        _check_plain(log, score, metric)
        values = _reduced(log, score, _values(score, samples))
        _check_count(log, score, samples, values)
    except _NotDocumentedError as error:
        return Recomputed(criterion, why_not=str(error), model=model)
    return Recomputed(criterion, values, why_no_error=_why_no_error(log, score), model=model)


def _samples(content: Content) -> Iterator[At]:
    """Yield the samples of a log; raises ImportRefusedError when they are too large together."""
    if not is_zip(content):
        yield from content.json()["samples"].list()
        return
    archive = Archive(content.raw)
    members = [one for one in archive.members if one.filename.startswith("samples/")]
    if sum(one.file_size for one in members) > _MAX_UNPACKED_BYTES:
        At(None, "samples").refuse(f"at most {_MAX_UNPACKED_BYTES:,} bytes of them")
    for one in members:
        yield At(read_json(archive.read(one.filename)).value, one.filename)


def _check_plain(log: At, score: At, metric: str) -> None:
    """Refuse a metric that is not inspect_ai's own, or is called with parameters."""
    if score["metrics"][metric]["params"].names() or score["metrics"][metric]["options"].names():
        raise _NotDocumentedError(f"the metric {metric} has parameters")
    announced = [one for one in log["eval"]["scorers"].list() if one["name"].line() == score["scorer"].line()]
    listed = [one for scorer in announced for one in _listed(scorer["metrics"])]
    if not any(one["name"].line() == f"inspect_ai/{metric}" and not one["options"].names() for one in listed):
        raise _NotDocumentedError(
            f"the log does not say that the metric {metric} is inspect_ai's own, without parameters"
        )


def _listed(metrics: At) -> Iterator[At]:
    """Yield metrics that stand in a list; those by key have other names."""
    if isinstance(metrics.value, list):
        yield from metrics.list()


def _values(score: At, samples: Sequence[At]) -> _Values:
    """Return the values of one scorer by sample; samples that were not scored have none."""
    found, seen = dict[_Id, list[object]](), set[tuple[_Id, str]]()
    for sample in samples:
        key = (
            isinstance(sample["id"].value, Number),
            sample["id"].spelled() or sample["id"].refuse("the id of a sample"),
        )
        epoch = sample["epoch"].spelled()
        if (key, epoch) in seen:
            raise _NotDocumentedError(f"the sample {key[1]} of epoch {epoch} stands twice")
        seen.add((key, epoch))
        value = sample["scores"][score["scorer"].line() or score["name"].line()]["value"]
        if isinstance(value.value, dict):
            value = value[score["name"].line()]
        if value and value.value != "NaN":
            found.setdefault(key, []).append(value.value)
    return found


def _reduced(log: At, score: At, values: _Values) -> list[float]:
    """Return one number a sample."""
    asked = [one.line() for one in log["eval"]["config"]["epochs_reducer"].list()]
    name = score["reducer"].line() or ("mean" if not asked else asked[0] if len(asked) == 1 else "")
    reduce = _REDUCERS.get(name)
    if reduce is None:
        raise _NotDocumentedError(
            f"the reducer of epochs is {name or 'not named'}, needed one of {', '.join(_REDUCERS)}"
        )
    return [reduce(each) for each in values.values()]


def _check_count(log: At, score: At, samples: Sequence[At], values: Sequence[float]) -> None:
    """Refuse a file that lacks samples of the run."""
    scored, completed = score["scored_samples"].count(), log["results"]["completed_samples"].count()
    if scored is not None and scored != len(values):
        raise _NotDocumentedError(
            f"{len(values):,} scored samples are in the file, and its results are over {scored:,}"
        )
    if completed is not None and completed > len(samples):
        raise _NotDocumentedError(f"{len(samples):,} samples are in the file, of {completed:,} that were completed")


def _why_no_error(log: At, score: At) -> str:
    try:
        _check_plain(log, score, ERROR)
    except _NotDocumentedError:
        return "was not worked out (it is not that of a mean of independent samples)"
    return ""


def _number(value: object) -> float:
    """Return a value as the number that inspect_ai documents for it."""
    if isinstance(value, bool):
        return float(value)
    known = None
    if isinstance(value, Number) or (isinstance(value, str) and _DIGITS.fullmatch(value)):
        known = number(value)
    elif isinstance(value, str):
        known = _WORDS.get(value, _LOWER.get(value.lower()))
    if known is not None:
        return known
    raise _NotDocumentedError(f"a sample has the value {str(value)[:20]!r}, which has no documented number")


def _mode(values: Sequence[object]) -> float:
    """Return the value that most epochs have; which of several is taken would depend on their order."""
    (first, most), *others = Counter(map(str, values)).most_common()
    if others and others[0][1] == most:
        raise _NotDocumentedError("no value is that of most epochs of a sample")
    return _number(next(one for one in values if str(one) == first))


def _of_numbers(reduce: Callable[[list[float]], float]) -> Callable[[Sequence[object]], float]:
    return lambda values: reduce([_number(one) for one in values])


_REDUCERS: Mapping[str, Callable[[Sequence[object]], float]] = {
    "mean": _of_numbers(lambda values: math.fsum(values) / len(values)),
    "median": _of_numbers(statistics.median),
    "mode": _mode,
    "max": _of_numbers(max),
}
