"""Rules of other packages: as an installed package brings them, in real processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.registry.cli.conftest import ROOT, Answer, User

HOUSE_RULES = """
from registry.rules.base import EVALUATIONS, Group, Hit, Missing, Rule, Seen, Severity, Words

def _check(statement, context):
    if any("乙" in placement.model.name for placement in statement.placements):
        yield Hit(Words("A model of house B is ranked.", "榜上有乙家的模型。"), (Seen("placements[1].model.name", "模型乙"),))

def _broken(statement, context):
    raise KeyError("house")
    yield Missing("nothing")

def _rule(id, code, check):
    return Rule(id=id, code=code, group=Group.CONFLICT, severity=Severity.MAJOR, version=1, fields=("placements[].model.name",),
                applies_to=EVALUATIONS, why=Words("House B is ours.", "乙家是我们自己。"), source="house rules 1",
                cure=Words("Leave house B out.", "去掉乙家。"), check=check)

RULE = _rule("house-b", "H1", _check)
RULES = (RULE, _rule("house-broken", "H2", _broken))
TAKEN = _rule("no-source", "H3", _check)
NUMBER = 7
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder like one that pip installs into."""
    folder = tmp_path / "site packages"
    (folder / "house_rules-1.0.dist-info").mkdir(parents=True)
    (folder / "house_rules.py").write_text(HOUSE_RULES, encoding="utf-8")
    (folder / "house_rules-1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: house-rules\nVersion: 1.0\n"
    )
    return folder


def run(user: User, package: Path, point: str, *words: str) -> Answer:
    points = package / "house_rules-1.0.dist-info" / "entry_points.txt"
    points.write_text(f"[console_scripts]\nx = y:z\n\n[jinbang.rules]\nhouse = {point}\n")
    return user.run(*words, PYTHONPATH=f"{ROOT}:{package}")


def test_a_rule_of_another_package_finds_what_it_looks_for(user: User, package: Path) -> None:
    assert "house-b" not in user.run("show", "1").out
    shown = run(user, package, "house_rules:RULE", "show", "1")
    assert "conflict house-b (major): A model of house B is ranked." in shown.out
    assert run(user, package, "house_rules:RULE", "rules", "house-b").code == 0
    # Once it is gone, so is what it found.
    assert "house-b" not in user.run("show", "1").out


def test_a_rule_that_fails_did_not_look(user: User, package: Path) -> None:
    shown = run(user, package, "house_rules:RULES", "verify", "1")
    assert shown.code == 0
    assert "house-b (major)" in shown.out
    assert "not checkable" in shown.out
    assert "house-broken" in shown.out
    assert "the rule itself failed, KeyError: 'house'" in shown.out


@pytest.mark.parametrize(
    ("point", "why"),
    [
        ("house_rules:TAKEN", "no-source is also a rule of jinbang"),
        ("house_rules:NUMBER", "int is not a Rule"),
        ("house_rules:NOTHING", "AttributeError"),
        ("no_such_module:RULE", "ModuleNotFoundError"),
    ],
)
def test_rules_that_cannot_be_used_are_told_and_nothing_is_judged_without_them(
    user: User,
    package: Path,
    point: str,
    why: str,
) -> None:
    answer = run(user, package, point, "verify", "1")
    assert answer.code == 4
    assert answer.out == ""
    assert answer.err.splitlines()[-1].startswith(f"jinbang: rules house = {point}: ")
    assert why in answer.err
