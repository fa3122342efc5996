"""Scores worked out again from the samples in a file, and held against what is on record: `verify --evidence FILE`.

Nothing is guessed: only what a format documents is computed, and what is not is told with its reason. To add a format, write its
file with a `recomputed(content, evaluation, name)` and add it to `_READERS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ledger.verify import Check, State
from registry.importers.content import MAX_BYTES, Content
from registry.importers.place import ImportRefusedError
from registry.recompute import inspect_log, lm_eval_samples
from registry.recompute.base import Recomputed, hold
from registry.sealing.items import open_file
from registry.statements import Evaluation

NAME = "recomputed"
"""What such a check is called."""
_READERS = (inspect_log, lm_eval_samples)


def check(path: Path, evaluation: Evaluation) -> Sequence[Check]:
    """Return for each score that the samples in a file are about whether they give it; nothing for a file without samples.

    Raises: QuestionError, OSError when the file cannot be read.
    """
    if path.is_dir():
        return ()
    with open_file(path) as file:
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        known = evaluation.imported.format in ("inspect", "lm-eval")
        return [_skipped(f"{path.name}: more than {MAX_BYTES:,} bytes")] if known else ()
    content = Content(raw)
    reader = next((one for one in _READERS if one.detects(content)), None)
    if reader is None:
        return ()
    try:
        return list(_checks(reader.recomputed(content, evaluation, path.name), evaluation))
    except ImportRefusedError as error:
        return [_skipped(f"{path.name}: {error}")]


def _checks(found: Iterator[Recomputed | str], evaluation: Evaluation) -> Iterator[Check]:
    for one in found:
        yield _skipped(one) if isinstance(one, str) else hold(NAME, one, evaluation)


def _skipped(why: str) -> Check:
    return Check(NAME, State.SKIPPED, why)
