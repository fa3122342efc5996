"""Real files against the digests on record."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ledger.verify import Check, State
from registry import statements
from registry.files import Files, check, deciding
from tests.registry.rules.made import claim, evaluation

CONTENT = b'{"q": 1}\n{"q": 2}\n'
SHA256 = hashlib.sha256(CONTENT).hexdigest()
OTHER = "0" * 64


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "items.jsonl").write_bytes(CONTENT)
    return tmp_path / "items.jsonl"


def only(files: Files, statement: statements.Statement | None) -> Check:
    (found,) = check(files, statement)
    return found


def test_a_dataset_on_record_is_recognised(path: Path) -> None:
    ranking = evaluation(datasets=[{"name": "Other", "sha256": OTHER}, {"name": "Example test", "sha256": SHA256}])
    found = only(Files(dataset=path), ranking)
    assert found == Check("dataset", State.OK, "items.jsonl is datasets[1], 18 bytes, 2 items")


def test_another_file_fails_and_says_what_was_needed(path: Path) -> None:
    found = only(Files(dataset=path), evaluation(datasets=[{"name": "Example test", "sha256": OTHER}]))
    assert found.state is State.FAIL
    assert found.detail == f"items.jsonl: sha256 {SHA256[:16]}…; needed {OTHER[:16]}… (datasets[0].sha256)"


def test_a_dataset_without_a_digest_cannot_be_compared(path: Path) -> None:
    assert only(Files(dataset=path), evaluation()).state is State.SKIPPED
    assert only(Files(dataset=path), claim()).state is State.SKIPPED
    assert only(Files(dataset=path), None).state is State.SKIPPED


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("leaderboard.snapshot", {"leaderboard": {"name": "Board", "snapshot": {"sha256": SHA256}}}),
        ("evidence[1]", {"evidence": [{"title": "page"}, {"sha256": SHA256}]}),
        ("methodology.document", {"methodology": {"document": {"sha256": SHA256}}}),
        ("import.file_sha256", {"import": {"file_sha256": SHA256}}),
        ("graders[0]", {"graders": [{"name": "scorer", "sha256": SHA256}]}),
        ("placements[0].raw[0]", {"placements": [{"model": {"name": "A"}, "raw": [{"sha256": SHA256}]}]}),
        (
            "methodology.criteria[0].protocol",
            {"methodology": {"criteria": [{"name": "accuracy", "protocol": {"sha256": SHA256}}]}},
        ),
    ],
)
def test_evidence_is_recognised_wherever_a_statement_records_it(
    path: Path, field: str, changes: dict[str, object]
) -> None:
    found = only(Files(evidence=path), evaluation(**changes))
    assert (found.state, found.detail.split(",")[0]) == (State.OK, f"items.jsonl is {field}")


def test_the_source_of_a_claim_is_evidence(path: Path) -> None:
    assert only(Files(evidence=path), claim(source={"sha256": SHA256})).state is State.OK


def test_a_file_that_nobody_brought_is_no_check() -> None:
    assert list(check(Files(), evaluation())) == []


OK, FAIL, SKIPPED = (Check("recomputed", state, "") for state in (State.OK, State.FAIL, State.SKIPPED))


@pytest.mark.parametrize("again", [OK, FAIL])
def test_a_score_worked_out_again_decides_only_from_a_file_that_is_on_record(again: Check) -> None:
    """Anybody can write a file of samples that gives another number."""
    on_record, not_on_record = Check("evidence", State.OK, ""), Check("evidence", State.SKIPPED, "")
    files = Files(evidence=Path("samples.jsonl"))
    assert deciding([on_record, again], files) == [on_record, again]
    assert deciding([not_on_record, again], files) == [not_on_record]
    assert deciding([on_record, SKIPPED], files) == [on_record]
