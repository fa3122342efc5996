"""The demo is a real ledger, and its verdicts are those that the facts bear out."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.demo.facts import PUBLISHERS, demo_statements
from registry.demo.run import Case, build, check, judge_cases


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    built = build(tmp_path_factory.mktemp("a demo"))
    assert check(built).ok
    return judge_cases(built)


def test_the_demo_shows_each_verdict_that_it_promises(cases: list[Case]) -> None:
    assert [str(case.judged.verdict) for case in cases] == [
        "flagged: conflict",
        "contradicted",
        "unsupported",
        "flagged: unsourced",
    ]


def test_the_first_place_that_the_record_bears_out_is_a_lead_within_noise_and_its_makers_own_number(
    cases: list[Case],
) -> None:
    findings = cases[0].judged.findings
    assert findings is not None
    assert {"self-reported", "lead-within-noise"} <= {hit.rule.id for hit in findings.found}


def test_the_list_of_openness_and_heat_is_unsourced_and_subjective(cases: list[Case]) -> None:
    findings = cases[3].judged.findings
    assert findings is not None
    assert {"unknown-ranker", "no-method", "nothing-measured", "opaque-weights"} <= {
        hit.rule.id for hit in findings.found
    }
    assert {"unsourced", "subjective"} <= {hit.rule.group for hit in findings.found}


def test_everybody_gets_the_same_ledger(tmp_path: Path, cases: list[Case]) -> None:
    again = judge_cases(build(tmp_path))
    assert [case.citation for case in again] == [case.citation for case in cases]
    assert again[0].judged.verification.root == cases[0].judged.verification.root


def test_the_made_up_publishers_say_that_they_are() -> None:
    assert all("demo" in publisher.name and publisher.display.startswith("Demo") for publisher in PUBLISHERS)
    assert {speaker for _, one in demo_statements() for speaker in one.signers} == {one.name for one in PUBLISHERS}
