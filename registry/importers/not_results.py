"""Files that are well known beside results, and are none: what they are, and where they go."""

from __future__ import annotations

from registry.importers.content import Content, read_json
from registry.importers.pick import count_tables
from registry.importers.place import ImportRefusedError

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
    value = _value(content)
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        why = next((why for keys, why in _KNOWN.items() if value.keys() >= keys), "")
        if why or _is_submission(value):
            raise ImportRefusedError(f"file: {why or _CEVAL}")


def _is_statement(content: Content) -> bool:
    # Its texts may well hold tables.
    return content.path is not None and content.path.suffix.lower() in (".json", ".toml", ".yaml", ".yml")


def _value(content: Content) -> object:
    """Return the JSON value of a file, or of its first line."""
    if content.as_json is not None:
        return content.as_json.value
    first = content.raw.partition(b"\n")[0]
    try:
        return read_json(first).value if first.startswith(b"{") else None
    except ImportRefusedError:
        return None


def _is_submission(value: dict[str, object]) -> bool:
    """Say whether every subject has an answer to each of its questions: A, B, C or D by number."""
    return bool(value) and all(
        isinstance(answers, dict) and bool(answers) and all(map(_is_answer, answers.items()))
        for answers in value.values()
    )


def _is_answer(item: tuple[str, object]) -> bool:
    return item[0].isdecimal() and item[1] in _CHOICES
