"""Files that lie beside a results file and belong to it: read with it, or known to be none of their own.

A model's `model_meta.json` beside its results of MTEB; `samples_TASK_DATE.jsonl` beside `results_DATE.json` of
lm-evaluation-harness; `ID_samples.jsonl` beside the record `ID.json` of Every Eval Ever, which has its hash.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from registry.importers.content import MAX_BYTES, Content
from registry.statements.common import MAX_NAME

MODEL_META = "model_meta.json"
_RESULTS = re.compile(r"results_([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9-]+\.[0-9]+)\.json")
_SAMPLES = re.compile(r"samples_.+_([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9-]+\.[0-9]+)\.jsonl")
_INSTANCES = "_samples.jsonl"


def belongs_to_another(path: Path) -> bool:
    """Say whether a file is one that a results file beside it is read with, by the names of both."""
    folder, name = path.parent, path.name
    samples = _SAMPLES.fullmatch(name)
    if samples is not None:
        return (folder / f"results_{samples[1]}.json").is_file()
    if name.endswith(_INSTANCES):
        return (folder / f"{name.removesuffix(_INSTANCES)}.json").is_file()
    return name == MODEL_META and any(one.name != name for one in folder.glob("*.json"))


def samples_of(results: Path | None, task: str) -> Path | None:
    """Return the file of samples of a task beside a results file, as the harness names both; None when there is none."""
    named = _RESULTS.fullmatch(results.name) if results is not None else None
    if results is None or named is None or "/" in task or len(task) > MAX_NAME:
        return None
    return _there(results.with_name(f"samples_{task}_{named[1]}.jsonl"))


def model_meta_of(results: Path | None) -> Path | None:
    """Return the description of the model that a result of MTEB is of, beside it; None when there is none."""
    return _there(results.with_name(MODEL_META)) if results is not None else None


def read(path: Path) -> Content:
    """Return what is in a file; raises ImportRefusedError when it is too large, OSError."""
    with path.open("rb") as file:
        return Content(file.read(MAX_BYTES + 1), path=path)


def hash_and_lines(path: Path) -> tuple[str, int]:
    """Return the SHA-256 of a file and how many of its lines hold something; raises OSError."""
    hashed, lines = hashlib.sha256(), 0
    with path.open("rb") as file:
        for line in file:
            hashed.update(line)
            lines += bool(line.strip())
    return hashed.hexdigest(), lines


def _there(path: Path) -> Path | None:
    # A link may lead to what somebody did not mean to hand out.
    return path if path.is_file() and not path.is_symlink() else None
