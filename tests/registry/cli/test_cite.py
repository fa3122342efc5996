"""`jinbang cite`: references with the verdict that `verify` gives, as a process."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from tests.registry.cli.conftest import RANKING, User

LIST = {
    **RANKING,
    "published": "2026-11-02",
    "leaderboard": {"name": "Small Board", "organiser": {"name": "Group"}, "url": "javascript:alert(1)"},
    "scope": {"entrants": 26, "filters": [{"field": "parameters", "op": "<", "value": "10B"}]},
    "placements": [
        {"rank": 1, "tied": True, "model": {"name": "</title><script>x</script>"}, "settings": {"shots": 5}},
        {"rank": 1, "tied": True, "model": {"name": "B"}, "settings": {"shots": 0}},
        {"model": {"name": "C"}},
    ],
}
FORMATS = ("markdown", "bibtex", "csl-json", "badge")


@pytest.mark.parametrize("format_", FORMATS)
def test_a_reference_has_the_verdict_of_verify_and_says_as_of_when(made: User, format_: str) -> None:
    cited = made.run("cite", "1", "--model", "模型乙").out.strip()
    verdict = made.run("verify", cited, "--json").json
    said = made.run("cite", "1", "--model", "模型乙", "--format", format_, "--json").json
    assert (said["citation"], said["verdict"], said["worst"]) == (cited, verdict["verdict"], verdict["worst"])
    assert (said["reason"], said["as_of"]) == (verdict["reason"], {"size": 2})
    text = made.run("cite", cited, "--format", format_)
    assert (text.code, text.out) == (0, said["content"])
    for words in ("模型乙", "rank 2", f"{verdict['verdict']}: {verdict['worst']}", "as of size 2"):
        assert words in text.out


def test_a_rank_is_cited_with_all_that_it_holds_under(user: User) -> None:
    assert user.run("append", user.write("list.json", LIST)).code == 0
    titles = {}
    for model in ("</title><script>x</script>", "C", ""):
        (item,) = json.loads(user.run("cite", "2", "--model", model, "--format", "csl-json").out)
        titles[model] = item["title"]
        assert "URL" not in item
        assert (item["author"], item["issued"]) == ([{"literal": "Group"}], {"date-parts": [[2026, 11, 2]]})
    assert titles["C"] == "C, unranked, Small Board, parameters < 10B"
    assert titles[""] == "Small Board, parameters < 10B"
    hostile = titles["</title><script>x</script>"]
    assert hostile.endswith(", rank 1 (tied) of 26, Small Board, parameters < 10B, 5-shot")
    picture = ET.fromstring(user.run("cite", "2", "--model", "</title><script>x</script>", "--format", "badge").out)
    assert picture.findall(".//{*}script") == []


def test_what_was_taken_back_is_cited_as_disputed(user: User) -> None:
    assert user.run("retract", "1", "--because", "a mistake").code == 0
    for format_ in FORMATS:
        said = user.run("cite", "1", "--format", format_)
        assert (said.code, "disputed" in said.out, "#1a7f37" in said.out) == (0, True, False)


def test_a_claim_and_an_enrolment_can_be_cited_too(user: User) -> None:
    assert user.run("claim", "模型乙登顶Example Board").code == 0
    assert "claim: 模型乙登顶Example Board" in user.run("cite", "2", "--format", "markdown").out
    assert "contradicted" in user.run("cite", "2", "--format", "badge").out
    assert "entry 0" in user.run("cite", "0", "--format", "bibtex").out


def test_a_policy_that_is_none_cites_nothing(user: User) -> None:
    assert user.run("cite", "1", "--format", "badge", "--policy", "policy").code == 0
    (user.folder / "other").write_text("nonsense\n", encoding="utf-8")
    said = user.run("cite", "1", "--format", "badge", "--policy", "other")
    assert (said.code, said.out) == (2, "")
