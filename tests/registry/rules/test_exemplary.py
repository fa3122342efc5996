"""A ranking that does everything right is left alone, and each step away from it raises what belongs to that step."""

from __future__ import annotations

from msgspec.structs import replace

from registry import rules
from registry.record import Logged
from registry.rules import Context
from tests.registry.rules.made import KNOWN, NAME, OTHER, cites, exemplary, placed, publisher, record


def test_a_ranking_that_does_everything_right_has_no_finding_and_leaves_nothing_unknown() -> None:
    found = rules.run(exemplary(), KNOWN)
    assert found.found == ()
    assert found.not_checkable == ()


def test_a_claim_that_such_a_ranking_bears_out_has_no_finding() -> None:
    known = replace(KNOWN, record=record(Logged(1, exemplary(), "12" * 32)))
    assert rules.run(cites(), known).found == ()
    assert rules.run(cites(), known).not_checkable == ()


def test_each_step_away_raises_one_finding() -> None:
    steps: dict[str, dict[str, object]] = {
        "U4": {"evidence": [{"title": "page", "url": "https://example.org/board"}]},
        "C3": {"disclosures": {"private_submissions": 3, "training_on_test": "no"}},
        "P3": {"dimensions": ["accuracy"]},
        "T2": {"placements": [placed(1, "A", "80.12"), placed(2, "B", "79.90")]},
        "P4": {
            "placements": [placed(1, "A", "80.12", settings=_shots(5)), placed(2, "B", "75.40", settings=_shots(0))]
        },
    }
    for code, change in steps.items():
        assert [one.rule.code for one in rules.run(exemplary(**change), KNOWN).found] == [code]


def _shots(shots: int) -> dict[str, object]:
    return {"shots": shots, "prompt_sha256": "ab" * 32, "temperature": "0", "runs": 1, "attempts": 1}


def test_a_tie_of_one_of_the_joint_publishers_is_seen() -> None:
    tied = publisher(OTHER, ties=[{"to": "B Research", "nature": "investor"}])
    known = Context({NAME: publisher(), OTHER: tied}.get)
    (finding,) = rules.run(exemplary(), known).found
    assert (finding.rule.code, finding.placement, finding.severity) == ("C1", "B", "minor")


def test_what_is_wrong_with_one_line_does_not_stand_on_the_others() -> None:
    lines = [placed(1, "A", "80.12"), placed(2, "B", "75.40", model={"name": "B"}, raw=None, settings=None)]
    found = rules.run(exemplary(placements=lines), KNOWN)
    assert {finding.rule.code for finding in found.found} == {"U5", "B5"}
    assert found.about("A").found == ()
    assert found.about("B").found == found.found


def test_what_is_wrong_with_every_line_is_said_once() -> None:
    lines = [placed(rank, name, f"{90 - 5 * rank}", raw=None) for rank, name in ((1, "A"), (2, "B"), (3, "C"))]
    (finding,) = rules.run(exemplary(placements=lines), KNOWN).found
    assert finding.placement is None
    assert finding.message == "No outputs item by item are committed to for A, B, C."
