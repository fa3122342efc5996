"""parse and format, for every type: nothing lost, nothing accepted that is wrong, everything wrong named."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import statement as ledger_statement
from ledger.statement import MAX_DEPTH
from registry.errors import Problem, QuestionError, StatementError
from registry.statements import TYPES, Statement, format, parse, schema, type_named
from registry.statements.claim import Claim
from registry.statements.evaluation import (
    Evaluation,
    Leaderboard,
    Model,
    Placement,
    Scope,
)
from tests import foreign
from tests.registry.statements import made
from tests.registry.strategies import json_values, statements

_slow = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=60
)


def problems(raw: bytes | str | dict[str, Any]) -> tuple[Problem, ...]:
    """Return what `parse` says is wrong."""
    with pytest.raises(StatementError) as caught:
        parse(raw)
    return caught.value.problems


def paths(raw: bytes | str | dict[str, Any]) -> set[str]:
    """Return where `parse` says that something is wrong."""
    return {problem.path for problem in problems(raw)}


@_slow
@given(statement=statements())
def test_what_is_formatted_parses_to_the_same_statement(statement: Statement) -> None:
    text = format(statement)

    assert parse(text) == statement
    assert format(parse(text)) == text


@_slow
@given(statement=statements())
def test_the_ledger_takes_what_is_formatted(statement: Statement) -> None:
    read = ledger_statement.parse(format(statement))

    assert (read.type, read.publishers) == (statement.type, statement.signers)


@_slow
@given(data=st.data(), statement=statements())
def test_a_statement_with_one_value_exchanged_parses_or_is_refused_with_its_path(
    data: st.DataObject, statement: Statement
) -> None:
    value = json.loads(format(statement))
    places = list(_places(value))
    container, key = data.draw(st.sampled_from(places))
    container[key] = data.draw(json_values | st.floats())

    try:
        assert isinstance(parse(value), Statement)
    except StatementError as error:
        assert all(problem.found and problem.expected for problem in error.problems)


def _places(value: Any) -> Any:
    """Yield every (container, key) of a JSON value."""
    for key, item in list(value.items()) if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(item, dict | list):
            yield from _places(item)


@pytest.mark.parametrize("least", made.LEAST)
def test_the_least_statement_of_each_type_keeps_its_words(least: Any) -> None:
    assert json.loads(format(parse(least()))) == least()


_NEEDED_IN = {"opening": "opening.sha256"}
"""Where it says that something is missing, when that is not the field itself."""


@pytest.mark.parametrize("least", made.LEAST)
def test_each_needed_field_is_named_when_it_is_missing(least: Any) -> None:
    for key in least():
        without = {name: item for name, item in least().items() if name != key}

        assert paths(without) == {_NEEDED_IN.get(key, key)}


def test_keys_are_written_in_the_order_of_the_type() -> None:
    backwards = dict(reversed(made.evaluation(published="2023-11-20", extra={"z": 1, "a": 2}).items()))

    text = format(parse(backwards)).decode()

    assert list(json.loads(text)) == ["type", "publisher", "leaderboard", "published", "placements", "extra"]
    assert text.startswith('{\n  "type": "jinbang/evaluation/v1",\n  "publisher"')
    assert text.endswith("}\n")
    assert "云天书" in text


def test_a_field_that_is_given_empty_is_accepted_and_left_out() -> None:
    empty = made.evaluation(
        published="",
        datasets=[],
        part=None,
        scope={},
        extra={},
        methodology={"summary": "", "document": {"url": ""}},
        transcribed=False,
        placements=[{"rank": None, "model": {"name": "云天书", "version": "", "aliases": []}, "cost": {}}],
    )

    assert format(parse(empty)) == format(parse(made.evaluation()))


def test_an_empty_object_in_a_list_keeps_its_place() -> None:
    value = made.evaluation(evidence=[{}, {"title": "the page"}], placements=[made.placement(evidence=[1])])

    assert json.loads(format(parse(value)))["evidence"] == [{}, {"title": "the page"}]


def test_what_stands_under_extra_is_kept_as_it_is() -> None:
    extra: dict[str, Any] = {"empty": {}, "list": [], "null": None, "false": False, "zero": 0, "text": ""}

    assert json.loads(format(parse(made.claim(extra=extra))))["extra"] == extra


def test_zero_and_false_are_not_nothing() -> None:
    criterion = {"name": "toxicity", "higher_is_better": False}
    dataset = {"name": "d", "items": 0}
    value = made.evaluation(
        methodology={"criteria": [criterion]}, datasets=[dataset], disclosures={"private_submissions": 0}
    )

    assert json.loads(format(parse(value))) == value


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = made.evaluation(
        leaderbord={},
        published="2023-02-29",
        submission="self-report",
        placements=[
            made.placement(),
            made.placement(
                rank=0, scores=[{"criterion": "accuracy", "value": "77,1"}, {"criterion": "speed", "ci": ["1"]}]
            ),
            {"model": {"name": " 云天书", "developper": "云天励飞"}},
        ],
    )

    found = {problem.path: problem for problem in problems(wrong)}

    assert found.keys() == {
        "leaderbord",
        "published",
        "submission",
        "placements[1].rank",
        "placements[1].scores[0].value",
        "placements[1].scores[1].ci",
        "placements[2].model.name",
        "placements[2].model.developper",
    }
    assert found["placements[1].scores[0].value"].found == '"77,1"'
    assert found["placements[1].scores[0].value"].expected == 'a decimal string, such as "77.1"'
    assert found["placements[2].model.developper"].expected == '"developer"'
    assert found["leaderbord"].expected == '"leaderboard"'
    assert found["submission"].expected == '"self-reported"'


def test_a_key_like_no_other_is_answered_with_all_that_there_are() -> None:
    (problem,) = problems(made.claim(source={"zzz": 1}))

    assert problem == Problem("source.zzz", "an unknown field", 'one of "url", "sha256"')


@pytest.mark.parametrize(
    "found", [None, 7, True, [], {}, "", "jinbang/evaluation/v2", "evaluation", ["jinbang/claim/v1"]]
)
def test_an_unknown_type_is_refused(found: object) -> None:
    assert paths(made.evaluation(type=found)) == {"type"}


@pytest.mark.parametrize("value", [7, None, "x", [], {}, True])
@pytest.mark.parametrize("key", ["leaderboard", "scope", "placements", "evidence", "published", "publishers", "part"])
def test_a_value_of_the_wrong_kind_is_named(key: str, value: object) -> None:
    accepted = {("part", None), ("published", ""), ("scope", "{}"), ("evidence", "[]"), ("publishers", "[]")}
    if any(key == name and str(value) == str(kept) for name, kept in accepted):
        parse(made.evaluation(**{key: value}))
        return

    assert {path.partition(".")[0] for path in paths(made.evaluation(**{key: value}))} == {key}


def test_a_number_with_a_fraction_is_answered_with_its_own_digits() -> None:
    text = json.dumps(made.evaluation(placements=[made.placement(scores=[{"criterion": "a", "value": 1}])]))

    (problem,) = problems(text.replace('"value": 1', '"value": 77.10'))

    assert problem.path == "placements[0].scores[0].value"
    assert problem.found == "77.10"
    assert 'write it as a string: "77.10"' in problem.expected


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_is_refused(literal: str) -> None:
    text = json.dumps(made.claim(extra={"score": 0})).replace(": 0", f": {literal}")

    (problem,) = problems(text)

    assert (problem.path, problem.found) == ("extra.score", literal)


def test_a_fraction_is_refused_even_where_anything_may_stand() -> None:
    assert paths(made.claim(extra={"a": [1, {"b": 0.5}]})) == {"extra.a[1].b"}


@pytest.mark.parametrize("number", [2**53, -(2**53), 10**400])
def test_a_whole_number_beyond_what_every_reader_keeps_is_refused(number: int) -> None:
    assert paths(made.claim(extra={"n": number})) == {"extra.n"}
    assert paths(made.claim(rank=number)) == {"rank"}


def test_a_key_given_twice_is_refused_at_any_depth() -> None:
    text = (
        '{"type": "jinbang/claim/v1", "publisher": "a", "text": "x", "text": "y", "extra": {"k": [{"a": 1, "a": 1}]}}'
    )

    assert paths(text) == {"text", "extra.k[0].a"}


def test_nesting_stops_where_the_ledger_stops() -> None:
    def nested(levels: int) -> dict[str, Any]:
        value: dict[str, Any] = {"leaf": 1}
        for _ in range(levels):
            value = {"a": value}
        return made.claim(extra=value)

    # The leaf of `nested(n)` is indented n + 3 levels: extra, its members, the leaf's own line.
    deepest = nested(MAX_DEPTH - 2)

    assert ledger_statement.parse(format(parse(deepest))).publishers
    assert len(problems(nested(MAX_DEPTH - 1))) == 1
    assert len(problems(nested(100_000))) == 1


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_half_a_character_is_refused(text: str) -> None:
    assert paths(json.dumps(made.claim(extra={"k": text}))) == {"extra.k"}
    assert paths(json.dumps(made.claim(model=text))) == {"model"}
    assert paths(json.dumps(made.claim(extra={text: 1}))) == {"extra"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[1]",
        b'"x"',
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b"{} {}",
        b"[" * 100_000,
        b"{" * 9,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_json_object_is_refused_in_one_line(raw: bytes) -> None:
    with pytest.raises(StatementError) as caught:
        parse(raw)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("found", [b"bytes", {1: 2}, (1,), {"a": {1, 2}}])
def test_a_value_that_json_does_not_have_is_refused(found: object) -> None:
    assert {path.partition(".")[0] for path in paths(made.claim(extra={"k": found}))} == {"extra"}


@pytest.mark.parametrize("least", made.LEAST)
def test_the_publisher_of_each_type_signs_it(least: Any) -> None:
    statement = parse(least())

    assert statement.signers == (made.NAME,)
    assert statement.type == least()["type"]


def test_every_line_of_a_real_history_can_be_recorded() -> None:
    with foreign.data("cmmlu", "history-2023-06_2024-12.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert rows
    for row in rows:
        scores = [{"criterion": "average", "value": row["average"]}]
        placement = {"printed": {"name": row["model"]}, "model": {"name": row["model"]}, "scores": scores}
        text = format(parse(made.evaluation(published=row["committed"][:10], placements=[placement])))
        assert json.loads(text)["placements"] == [placement]


def test_a_message_holds_no_control_or_bidi_character_of_the_input() -> None:
    hostile = "\x1b[31m\u202egnp\n" + "x" * 10_000

    for raw in (made.claim(model=hostile), made.claim(**{hostile: 1}), made.claim(type=hostile)):
        with pytest.raises(StatementError) as caught:
            parse(raw)
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    "wrong", [{"published": "2023-13-01"}, {"scope": Scope(entrants=-1)}, {"publishers": ("b", "a")}]
)
def test_a_statement_put_together_wrongly_cannot_be_written(wrong: dict[str, Any]) -> None:
    statement = Evaluation(
        publisher="example.org",
        leaderboard=Leaderboard(name="C-Eval"),
        placements=(Placement(model=Model(name="m")),),
    )
    changed = Evaluation(**{name: getattr(statement, name) for name in statement.__struct_fields__} | wrong)

    assert format(statement)
    with pytest.raises(StatementError):
        format(changed)


def test_absent_records_are_there_and_empty() -> None:
    statement = parse(made.evaluation())

    assert isinstance(statement, Evaluation)
    assert statement.methodology.document.sha256 == ""
    assert statement.leaderboard.organiser.class_ == ""
    assert statement.imported.format == ""
    assert statement.part is None


def test_a_type_is_found_by_its_short_name() -> None:
    assert type_named("claim") is type_named("jinbang/claim/v1") is Claim
    with pytest.raises(QuestionError, match='found "evalution", expected "evaluation"'):
        type_named("evalution")


@pytest.mark.parametrize("name", TYPES)
def test_the_schema_of_each_type_describes_every_property(name: str) -> None:
    described = schema(name)

    assert described["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for record in described["$defs"].values():
        assert record["additionalProperties"] is False
        assert all(field.get("description") for key, field in record["properties"].items() if key != "type")


def test_the_schema_lists_keys_in_the_order_in_which_they_are_written() -> None:
    keys = list(schema("evaluation")["$defs"]["Evaluation"]["properties"])

    assert keys[:4] == ["type", "publisher", "publishers", "transcribed"]
    assert keys[-4:] == ["import", "replicates", "part", "extra"]
