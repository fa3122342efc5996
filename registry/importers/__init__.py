"""Files of evaluation tools as evaluation statements: one format a file, found by content, read strictly, nothing invented.

`choose` finds the importer of some bytes, `statements_of` gives what they say as checked statements. To add a format, write
its file with a `name`, `title`, `detects` and `read`, and add it to `_MODULES`; `docs/importers.md` is made from its docstring.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module

from registry.errors import QuestionError
from registry.importers.base import Importer, Value
from registry.importers.content import Content
from registry.importers.merge import merged
from registry.statements import Evaluation, parse
from registry.statements.problems import one_of

_MODULES = {
    "lm-eval": "lm_eval",
    "lm-eval-0.3": "lm_eval_03",
    "eee": "eee",
    "inspect": "inspect_ai",
    "evalplus": "evalplus",
    "opencompass": "opencompass",
    "aider": "aider",
    "swe-bench": "swebench",
    "alpaca-eval": "alpacaeval",
    "mteb": "mteb",
    "model-index": "model_index",
    "eval-results": "eval_results",
    "papers-with-code": "papers_with_code",
    "helm": "helm",
    "table": "table",
}


def names() -> tuple[str, ...]:
    """Return the formats that `--from` takes."""
    return tuple(_MODULES)


def named(name: str) -> Importer:
    """Return the importer of a format; raises QuestionError when there is none."""
    if name not in _MODULES:
        raise QuestionError(f"--from: found {name}, expected {one_of(_MODULES, name)}")
    importer: Importer = import_module(f"registry.importers.{_MODULES[name]}").IMPORTER
    return importer


def choose(content: Content) -> Importer | None:
    """Return the importer of a file by its content, or None when it is of no known format."""
    value = content.as_json.value if content.as_json is not None else None
    if isinstance(value, dict) and str(value.get("type", "")).startswith("jinbang/"):
        return None
    return next((importer for importer in map(named, _MODULES) if importer.detects(content)), None)


def statements_of(
    importer: Importer, content: Content, base: Mapping[str, object], publisher: str
) -> Sequence[Evaluation]:
    """Return what a file says, with what `base` adds, as statements by a publisher.

    Raises: ImportRefusedError with the place in the file; QuestionError where base contradicts it; StatementError.
    """
    return [_checked(merged(said.value, base), said.called, publisher) for said in importer.read(content)]


def _checked(value: Value, called: str, publisher: str) -> Evaluation:
    leaderboard = value.get("leaderboard", {})
    if called and isinstance(leaderboard, dict):
        value = {**value, "leaderboard": {"name": called, **leaderboard}}
    elif not leaderboard:
        raise QuestionError("leaderboard: the file does not name one; say it with --base FILE")
    if any(isinstance(line, dict) and "model" not in line for line in _lines(value)):
        raise QuestionError("placements[0].model: the file does not name one; say it with --base FILE")
    speaks = {} if value.keys() & {"publisher", "publishers"} else {"publisher": publisher}
    statement = parse({"type": "jinbang/evaluation/v1", **speaks, **value})
    assert isinstance(statement, Evaluation), "its type was written above"
    return statement


def _lines(value: Value) -> list[object]:
    lines = value.get("placements")
    return lines if isinstance(lines, list) else []
