"""The polyglot leaderboard of aider, held against the file itself."""

from __future__ import annotations

import pytest
import yaml

from registry.importers.place import ImportRefusedError
from registry.rules import grader_unpinned, impossible_number, shifting_identity
from registry.statements import Evaluation
from tests.foreign import data
from tests.registry.importers.reading import imported
from tests.registry.rules.recorded import Log


def raw_board() -> bytes:
    return data("aider", "polyglot_leaderboard.yml").read_bytes()


def board() -> Evaluation:
    (one,) = imported(raw_board())
    return one


def rows() -> list[dict[str, str]]:
    """Return the file's items with every scalar as its own text."""
    found: list[dict[str, str]] = yaml.load(raw_board(), Loader=yaml.BaseLoader)
    return found


def test_every_rate_of_every_run_is_there_with_its_digits() -> None:
    one, foreign = board(), rows()

    assert one.imported.format == "aider"
    assert len(one.placements) == len(foreign) == 69
    for line, row in zip(one.placements, foreign, strict=True):
        assert line.model.name == row["model"]
        assert [score.value for score in line.scores] == [row["pass_rate_1"], row["pass_rate_2"]]
        assert {score.n for score in line.scores} == {int(row["test_cases"])}
        assert line.cost.usd == row.get("total_cost", "")


def test_each_state_of_aider_is_a_grader_and_a_commit_of_digits_keeps_its_zero() -> None:
    pairs = {(row.get("versions", ""), row["commit_hash"]) for row in rows()}

    assert {(grader.version, grader.revision) for grader in board().graders} == pairs
    assert "0282574" in {grader.revision for grader in board().graders}


def test_37_of_69_runs_were_scored_by_a_dirty_checkout() -> None:
    hits = Log(board()).find(grader_unpinned.RULE).found
    flagged = {seen.value for hit in hits for seen in hit.seen if seen.field.endswith(".revision")}

    assert sum(run["commit_hash"] in flagged for run in board().extra["lines"]) == 37


def test_the_model_that_stands_twice_and_the_rate_that_no_count_gives_are_found() -> None:
    log = Log(board())

    assert [hit.placement for hit in log.find(shifting_identity.RULE).found] == ["Qwen2.5-Coder-32B-Instruct"]
    assert "o1-2024-12-17 (high)" in {hit.placement for hit in log.find(impossible_number.RULE).found}


def test_what_is_wrong_is_told_with_its_place() -> None:
    with pytest.raises(ImportRefusedError) as refused:
        imported(raw_board().replace(b"pass_rate_2: 35.6", b"pass_rate_2: many"))
    assert str(refused.value).startswith('$[0].pass_rate_2: found "many", expected a number')


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("- &a x\n- *a", "line 1: found the anchor"),
        ("- a: 1\n  a: 2", 'line 2: found the key "a" twice'),
        ("- a\n---\n- b", "line 2: found a second document"),
        ("- [", "line 2: found text that is not YAML"),
        ("", "line 1: found nothing"),
        ("- ? [a]\n  : b", "line 1: found a key that is no text"),
        ("[" * 200 + "]" * 200, "line 1: found a value, expected at most 100 levels"),
    ],
)
def test_yaml_that_could_mean_two_things_is_refused_with_its_line(text: str, where: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        imported(text.encode(), name="aider")
    assert str(refused.value).startswith(where)
