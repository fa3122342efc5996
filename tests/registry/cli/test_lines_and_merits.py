"""What speaks for a ranking is shown, and a cited line is judged by what concerns that line."""

from __future__ import annotations

from typing import Any

from tests.registry.cli.conftest import RANKING, User

ROWS = {
    **RANKING,
    "leaderboard": {"name": "Another Board", "url": "https://example.org/"},
    "graders": [{"name": "scorer", "version": "1.2.0", "kind": "program"}],
    "placements": [
        {"rank": 1, "model": {"name": "Model A"}, "printed": {"section": "not open for testing"}},
        {"rank": 2, "model": {"name": "Model B"}, "printed": {"section": "open"}},
    ],
}


def rules_on(user: User, what: str) -> set[str]:
    said: Any = user.run("verify", what, "--json").json
    return {one["rule"] for one in said["findings"]}


def test_merits_stand_beside_the_findings_in_text_and_json(user: User) -> None:
    assert user.run("append", user.write("rows.json", ROWS)).code == 0
    merit = {
        "merit": "grader-pinned",
        "fields": ["graders[].version"],
        "seen": {"graders[].version": "scorer 1.2.0"},
        "message": "What graded it is pinned: scorer 1.2.0.",
        "message_zh": "评分程序已固定版本：scorer 1.2.0。",
    }
    for command in ("verify", "show"):
        assert user.run(command, "2", "--json").json["merits"] == [merit]
        assert "merit grader-pinned: What graded it is pinned: scorer 1.2.0." in user.run(command, "2").out
    assert user.run("show", "1", "--json").json["merits"] == []


def test_a_cited_line_is_not_judged_by_what_concerns_another(user: User) -> None:
    assert user.run("append", user.write("rows.json", ROWS)).code == 0
    shown: Any = user.run("show", "2", "--json").json
    origin, _, statement_id = shown["citation"].partition("@")
    assert "self-reported" in rules_on(user, "2")
    assert "self-reported" in rules_on(user, f"{origin}#Model%20A@{statement_id}")
    assert "self-reported" not in rules_on(user, f"{origin}#Model%20B@{statement_id}")
