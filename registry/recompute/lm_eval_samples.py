"""lm-evaluation-harness 0.4, `samples_*.jsonl` as `--log_samples` writes it: one line a document and filter, with its metrics.

The score of a metric whose aggregation is the mean is the mean over the lines of its filter. The task is not in the file: it is
the one whose `task_hashes` in the results file is the hash of the hashes of its documents, prompts and targets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from registry.importers.content import Content, read_json
from registry.importers.numbers import Number
from registry.importers.place import At, ImportRefusedError
from registry.recompute.base import Recomputed, number
from registry.statements import Evaluation

_KEYS = frozenset({"doc_id", "filter", "metrics", "filtered_resps"})
_HASHES = ("doc_hash", "prompt_hash", "target_hash")
_MEAN = "micro"
"""What a criterion says of a metric whose aggregation is the mean over items."""


class _Samples(NamedTuple):
    """The lines of one filter."""

    filter: str
    lines: list[At]

    def metrics(self) -> list[str]:
        """Return the metrics that every line names."""
        named = [[one.line() for one in line["metrics"].list()] for line in self.lines]
        return [one for one in named[0] if all(one in names for names in named)]

    def values(self, metric: str) -> list[float] | str:
        """Return a metric of every line, or why it is no number."""
        values = list[float]()
        for at in (line[metric] for line in self.lines):
            value = number(at.value) if isinstance(at.value, Number) else None
            if value is None:
                return f"{at.path} is not a number"
            values.append(value)
        return values


def detects(content: Content) -> bool:
    """Say whether a file has lines such as the harness writes."""
    first = content.first_line
    if not first.startswith(b"{"):
        return False
    try:
        value = read_json(first).value
    except ImportRefusedError:
        return False
    return isinstance(value, dict) and value.keys() >= _KEYS


def recomputed(content: Content, evaluation: Evaluation, name: str) -> Iterator[Recomputed | str]:
    """Yield what the lines give for each metric and filter of their task, or why the task is not known."""
    lines = [
        At(read_json(raw).value, f"line {number}")
        for number, raw in enumerate(content.raw.splitlines(), 1)
        if raw.strip()
    ]
    task = _task(lines, evaluation)
    if not task:
        yield f"{name}: no task on record has these documents, prompts and targets (task_hashes)"
        return
    for samples in _by_filter(lines):
        for metric in samples.metrics():
            yield _metric(task, metric, samples, evaluation)


def _metric(task: str, metric: str, samples: _Samples, evaluation: Evaluation) -> Recomputed:
    criterion = f"{task}/{metric}" + ("" if samples.filter == "none" else f" ({samples.filter})")
    aggregate = next((one.aggregate for one in evaluation.methodology.criteria if one.name == criterion), "")
    values = samples.values(metric)
    if isinstance(values, str):
        return Recomputed(criterion, why_not=values)
    why_not = "" if aggregate == _MEAN else "how items become this score is not on record as their mean"
    return Recomputed(criterion, values, why_not)


def _task(lines: list[At], evaluation: Evaluation) -> str:
    """Return the task on record whose hash is that of the file, empty when there is none."""
    kept = evaluation.extra.get("lm-eval")
    hashes = kept.get("task_hashes") if isinstance(kept, dict) else None
    if not isinstance(hashes, dict):
        return ""
    joined = "".join(line[key].text() for line in lines for key in _HASHES)
    found = hashlib.sha256(joined.encode()).hexdigest()
    return next((task for task, value in hashes.items() if value == found), "")


def _by_filter(lines: list[At]) -> list[_Samples]:
    found = dict[str, list[At]]()
    for line in lines:
        found.setdefault(line["filter"].line(), []).append(line)
    return [_Samples(name, of) for name, of in found.items()]
