"""Files: JSON, TOML and YAML, recognised by name or by content, with nothing guessed."""

from __future__ import annotations

import json

import pytest

from registry.errors import StatementError
from registry.statements import parse, read_file
from registry.statements.reading import MAX_FILE_BYTES
from tests.registry.statements import made

TOML = """
type = "jinbang/evaluation/v1"
publisher = "example.org"
published = 2023-11-20
evaluated = 2023-11-18T08:00:00Z

[leaderboard]
name = "C-Eval"

[[placements]]
rank = 1
model = {name = "云天书"}
scores = [{criterion = "accuracy", value = "77.10"}]
""".encode()


def refused(raw: bytes, name: str = "") -> str:
    """Return the message with which a file is refused."""
    with pytest.raises(StatementError) as caught:
        read_file(raw, name)
    return str(caught.value)


def test_the_same_statement_is_read_from_toml_and_from_json() -> None:
    value = made.evaluation(
        published="2023-11-20",
        evaluated="2023-11-18T08:00:00Z",
        placements=[made.placement(rank=1, scores=[{"criterion": "accuracy", "value": "77.10"}])],
    )

    assert read_file(TOML, "ranking.toml") == read_file(json.dumps(value).encode(), "ranking.json") == parse(value)


def test_a_file_without_an_ending_is_known_by_its_first_character() -> None:
    assert read_file(TOML) == read_file(TOML, "-")
    assert read_file(b"\n  " + json.dumps(made.claim()).encode(), "claim") == parse(made.claim())


def test_a_fraction_in_toml_is_answered_with_its_own_digits() -> None:
    assert 'found 77.10, expected no number with a fraction; write it as a string: "77.10"' in refused(
        TOML.replace(b'"77.10"', b"77.10")
    )


@pytest.mark.parametrize("moment", [b"2023-11-20T08:00:00", b"2023-11-20T08:00:00+08:00", b"08:00:00"])
def test_a_time_that_is_not_in_utc_is_refused_in_toml_as_in_json(moment: bytes) -> None:
    assert "published: found" in refused(TOML.replace(b"2023-11-20\n", moment + b"\n"))


@pytest.mark.parametrize(
    "raw", [b"", b"type: jinbang/claim/v1", b"a = 1\na = 2", b"\xff", b"a = " + b"[" * 50_000, b"a = \x00"]
)
def test_what_is_neither_json_nor_toml_is_refused(raw: bytes) -> None:
    assert refused(raw).startswith(("statement: found text that is not TOML", "type: found nothing"))


def test_a_file_that_is_far_too_large_is_refused_unread() -> None:
    assert refused(b" " * (MAX_FILE_BYTES + 1)) == "statement: found 4,194,305 bytes, expected at most 4,194,304"
