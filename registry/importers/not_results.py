"""Files that are well known beside results, and are none: what they are, and where they go."""

from __future__ import annotations

from registry.importers.content import Content, read_json
from registry.importers.pick import count_tables
from registry.importers.place import At, ImportRefusedError

_HELM = "one file of a HELM run: append its folder, which holds run_spec.json and stats.json"
_KNOWN = {
    frozenset({"doc_id", "filter", "filtered_resps"}): (
        "samples of lm-evaluation-harness, the answers to each item: append the results of the run, which take along what lies "
        "beside them"
    ),
    frozenset({"sample_id", "evaluation_id", "interaction_type"}): (
        "samples of Every Eval Ever, the answers to each item: append the record that they belong to, which has their hash"
    ),
    frozenset({"revision", "n_parameters", "training_datasets"}): (
        "what MTEB knows of a model, and no result of it: append the results, which take along what lies beside them"
    ),
    frozenset({"adapter_spec", "scenario_spec"}): _HELM,
    frozenset({"definition_path", "tags"}): _HELM,
    frozenset({"sum_squared", "count"}): _HELM,
    frozenset({"$schema"}): "a JSON Schema, which says what records look like, and holds no result",
}
"""What a JSON object is that has these keys; of a list, its first item, and of JSON Lines, the first line."""
_CEVAL = (
    "answers to C-Eval by subject and number, as they are sent in, without a score or a model: `jinbang digest` gives the hash for "
    "`placements[].raw` of the ranking that they led to"
)
_CHOICES = ("A", "B", "C", "D")


def refuse_known(content: Content) -> None:
    """Raise ImportRefusedError when a file is known to be no evaluation, with what it is and where it goes."""
    tables = count_tables(content.raw)
    if tables > 1 and not _is_statement(content):
        raise ImportRefusedError(f"file: found {tables} tables in Markdown; say which one is meant with --table N")
    file = _value(content)
    if file.is_list:
        file = next(file.list(), file)
    if file.is_object:
        names = set(file.names())
        why = next((why for keys, why in _KNOWN.items() if names >= keys), "")
        if why or _is_submission(file):
            raise ImportRefusedError(f"file: {why or _CEVAL}")


def _is_statement(content: Content) -> bool:
    # Its texts may well hold tables.
    return content.path is not None and content.path.suffix.lower() in (".json", ".toml", ".yaml", ".yml")


def _value(content: Content) -> At:
    """Return the JSON value of a file, or of its first line; nothing when neither is one."""
    if content.as_json is not None:
        return content.as_json
    first = content.first_line
    try:
        return read_json(first) if first.startswith(b"{") else At(None)
    except ImportRefusedError:
        return At(None)


def _is_submission(file: At) -> bool:
    """Say whether every subject has an answer to each of its questions: A, B, C or D by number."""
    return bool(file.names()) and all(
        answers.is_object and bool(answers.names()) and all(map(_is_answer, answers.items()))
        for _, answers in file.items()
    )


def _is_answer(item: tuple[str, At]) -> bool:
    return item[0].isdecimal() and item[1].value in _CHOICES
