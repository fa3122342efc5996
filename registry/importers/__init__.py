"""Files of evaluation tools as evaluation statements: one format a file, found by content, read strictly, nothing invented.

`choose` finds the importer of some bytes, `statements_of` gives what they say as checked statements. To add a format, write
its file with a `name`, `title`, `detects` and `read`, and add it to `_MODULES`; `docs/importers.md` is made from its docstring.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import islice

from registry.errors import Problem, QuestionError, StatementError
from registry.importers.base import Importer, Lines, Value
from registry.importers.content import Content
from registry.importers.merge import merged
from registry.statements import Evaluation, parse
from registry.statements.evaluation import LINES
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
_AT_ONCE = 200
"""Lines of a table that are checked together; more make it no faster."""
_PLACEMENT = re.compile(r"^placements\[([0-9]+)\]")


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
    if str(content.as_object["type"].value).startswith("jinbang/"):
        return None
    return next((importer for importer in map(named, _MODULES) if importer.detects(content)), None)


def statements_of(
    importer: Importer, content: Content, base: Mapping[str, object], publisher: str
) -> Iterator[Evaluation]:
    """Yield what a file says, with what `base` adds, as statements by a publisher; a large table comes in parts.

    Raises: ImportRefusedError with the place in the file; QuestionError where base contradicts it; StatementError.
    """
    for said in importer.read(content):
        yield from _checked(merged(said.value, base), said.called, publisher)


def _checked(value: Value, called: str, publisher: str) -> Iterator[Evaluation]:
    leaderboard = value.get("leaderboard", {})
    if called and isinstance(leaderboard, dict):
        value = {**value, "leaderboard": {"name": called, **leaderboard}}
    elif not leaderboard:
        raise QuestionError("leaderboard: the file does not name one; say it with --base FILE")
    speaks = {} if value.keys() & {"publisher", "publishers"} else {"publisher": publisher}
    value = {"type": "jinbang/evaluation/v1", **speaks, **value}
    lines = value.get("placements")
    if isinstance(lines, Lines):
        from registry.record.parts import in_parts, room  # deferred: most files are of one model

        signers = next(_chunks(value, lines)).signers
        yield from in_parts(lambda: _chunks(value, lines), room(signers))
        return
    if any(isinstance(line, dict) and "model" not in line for line in _lines(value)):
        raise QuestionError("placements[0].model: the file does not name one; say it with --base FILE")
    yield _parsed(value)


def _chunks(value: Value, lines: Lines) -> Iterator[Evaluation]:
    """Yield a table a few lines at a time, each time with the whole head."""
    extra = value.get("extra")
    told = extra.get(LINES) if isinstance(extra, dict) else None
    rest, rest_told = iter(lines), iter(told if isinstance(told, Lines) else ())
    start = 0
    while some := list(islice(rest, _AT_ONCE)):
        chunk = {**value, "placements": some}
        if isinstance(extra, dict) and isinstance(told, Lines):
            chunk["extra"] = {**extra, LINES: list(islice(rest_told, _AT_ONCE))}
        try:
            yield _parsed(chunk)
        except StatementError as error:
            raise StatementError([_renumbered(one, start) for one in error.problems]) from error
        start += len(some)


def _renumbered(problem: Problem, start: int) -> Problem:
    """Return a problem with the number that its placement has in the table."""
    path = _PLACEMENT.sub(lambda found: f"placements[{start + int(found[1])}]", problem.path)
    return Problem(path, problem.found, problem.expected)


def _parsed(value: Value) -> Evaluation:
    statement = parse(value)
    assert isinstance(statement, Evaluation), "its type was written above"
    return statement


def _lines(value: Value) -> list[object]:
    lines = value.get("placements")
    return lines if isinstance(lines, list) else []
