"""`jinbang rules`: the catalogue, one rule in full, and a slip of the pen."""

from __future__ import annotations

import pytest

from registry.rules import ALL
from tests.registry.cli.conftest import User


def objects(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value


def test_without_a_name_every_rule_has_a_line_and_an_object(made: User) -> None:
    lines = made.run("rules").out.splitlines()
    assert [line.split()[:2] for line in lines] == [[rule.code, rule.id] for rule in ALL]
    listed = made.run("rules", "--json").json
    assert listed["version"] == 1
    assert [one["rule"] for one in objects(listed["rules"])] == [rule.id for rule in ALL]


@pytest.mark.parametrize("name", ["lead-within-noise", "T2", "t2"])
def test_a_rule_is_told_in_full_by_its_id_or_its_code(made: User, name: str) -> None:
    said = made.run("rules", name).out
    assert said.startswith("T2 lead-within-noise: statistics, major, version ")
    for words in ("领先幅度小于测量误差就是并列", "arXiv:2411.00640", "请称之为并列", "placements[].scores"):
        assert words in said
    (one,) = objects(made.run("rules", name, "--json").json["rules"])
    assert (one["code"], one["applies_to"]) == ("T2", ["evaluation", "claim"])


def test_a_rule_that_is_none_is_a_malformed_question_with_what_may_be_meant(made: User) -> None:
    said = made.run("rules", "lead-within-nose")
    assert (said.code, said.out) == (2, "")
    assert said.err == 'jinbang: rule: found "lead-within-nose", expected "lead-within-noise"\n'
