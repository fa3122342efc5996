"""Files held against a seal: the opening against its root, a dataset against the opening or the items that a reveal gives."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from ledger.verify import Check, State
from registry import statements
from registry.files import Files, check, deciding
from registry.sealing import making, opening
from registry.statements import Statement
from tests.registry.rules.made import NAME, evaluation
from tests.registry.rules.recorded import Log, sid

ITEMS = b'{"q": 1}\n{"q": 2}\n{"q": 3}\n'


class Exam:
    """A sealed dataset in a folder: entry 0 of a log is its seal."""

    def __init__(self, folder: Path) -> None:
        self.dataset = folder / "exam.jsonl"
        self.dataset.write_bytes(ITEMS)
        sealed = making.seal_items(self.dataset)
        self.seal = self.sealing(sealed.root)
        # A log made for tests gives its entries ids of its own.
        self.opening = folder / "exam.opening.jsonl"
        self.opening.write_bytes(sealed.opening(sid(0)))
        self.sha256 = hashlib.sha256(self.opening.read_bytes()).hexdigest()

    def sealing(self, root: str, items: int = 3) -> Statement:
        dataset = {"name": "Exam", "items": items}
        return statements.parse({"type": "jinbang/seal/v1", "publisher": NAME, "dataset": dataset, "root": root})

    def reveal(self, **fields: Any) -> Statement:
        return statements.parse({"type": "jinbang/reveal/v1", "publisher": NAME, "seal": sid(0), **fields})

    def whole(self) -> Statement:
        return self.reveal(opening={"sha256": self.sha256})

    def some(self, *indexes: int) -> Statement:
        return self.reveal(items=making.opened(opening.read(self.opening, set(indexes)), indexes))

    def held(self, said: Statement, *, seal: Statement | None = None, **files: Path) -> list[tuple[str, str, str]]:
        log = Log(seal if seal is not None else self.seal, said).context().record
        return [(one.name, str(one.state), one.detail) for one in check(Files(**files), said, log)]


@pytest.fixture
def exam(tmp_path: Path) -> Exam:
    return Exam(tmp_path)


LEADS = ("opening", "ok", f"3 items lead to the root of the seal {sid(0)[:16]}…")


def test_an_opening_and_a_dataset_are_those_that_were_sealed(exam: Exam) -> None:
    found = exam.held(exam.whole(), evidence=exam.opening, dataset=exam.dataset)
    size = exam.opening.stat().st_size
    assert found == [
        ("evidence", "ok", f"exam.opening.jsonl is opening, {size} bytes"),
        LEADS,
        ("dataset", "ok", "exam.jsonl: all 3 items are those of the opening"),
    ]


def test_another_file_than_the_one_that_is_named_is_not_looked_into(exam: Exam) -> None:
    exam.opening.write_bytes(exam.opening.read_bytes().replace(b"1", b"2"))
    found = exam.held(exam.reveal(opening={"sha256": exam.sha256}), evidence=exam.opening, dataset=exam.dataset)
    assert [(name, state) for name, state, _ in found] == [("evidence", "fail")]


def test_an_opening_that_leads_to_another_root_than_the_seal_fails(exam: Exam) -> None:
    """Whoever reveals other items can write a sound file over them, and name it."""
    for other in (exam.sealing("0" * 64), exam.sealing("0" * 64, items=4)):
        _, (name, state, detail) = exam.held(exam.whole(), seal=other, evidence=exam.opening)
        assert (name, state) == ("opening", "fail")
        assert "needed" in detail
        assert "root 0000000000000000…, as the seal says" in detail


def test_a_file_that_is_named_and_is_no_opening_fails_with_its_line(exam: Exam) -> None:
    said = exam.reveal(opening={"sha256": hashlib.sha256(ITEMS).hexdigest()})
    _, found = exam.held(said, evidence=exam.dataset)
    assert found[:2] == ("opening", "fail")
    assert found[2].startswith("exam.jsonl: opening line 1: ")


def test_items_are_held_against_the_root_without_any_file(exam: Exam) -> None:
    assert exam.held(exam.some(0, 2)) == [("opening", "ok", "2 of 3 items, each leads to the root of the seal")]
    wrong = exam.held(exam.some(0, 2), seal=exam.sealing("0" * 64))
    assert wrong == [("opening", "fail", "items that do not lead to the root of the seal: 0, 2")]


def test_a_dataset_is_held_against_the_items_that_are_given(exam: Exam) -> None:
    said = exam.some(1)
    right = "exam.jsonl: the 1 items that are opened stand in it; the others were not looked at"
    assert exam.held(said, dataset=exam.dataset)[1] == ("dataset", "ok", right)
    for content in (b'{"q": 2}\n{"q": 1}\n', b'{"q": 1}\n'):
        exam.dataset.write_bytes(content)
        wrong = "exam.jsonl: other items than those that are opened: 1"
        assert exam.held(said, dataset=exam.dataset)[1] == ("dataset", "fail", wrong)


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b'{"q": 1}\n{"q": 3}\n{"q": 2}\n', "1, 2"),
        (b'{"q": 1}\n{"q": 2}\n', "2"),
        (b'{"q": 1}\n{"q": 2}\n{"q": 3}\n{}\n', "3"),
        (b"0\n" * 9, "0, 1, 2, 3, 4 and 4 more"),
    ],
)
def test_a_dataset_that_is_not_the_opened_one_fails_with_the_items(exam: Exam, content: bytes, wrong: str) -> None:
    exam.dataset.write_bytes(content)
    found = exam.held(exam.whole(), evidence=exam.opening, dataset=exam.dataset)
    assert found[2] == ("dataset", "fail", f"exam.jsonl: other items than those that are opened: {wrong}")


def test_without_the_opening_neither_the_whole_nor_a_dataset_can_be_looked_at(exam: Exam) -> None:
    (found,) = exam.held(exam.whole())
    assert found[:2] == ("opening", "skipped")
    assert [one[:2] for one in exam.held(exam.whole(), dataset=exam.dataset)] == [
        ("opening", "skipped"),
        ("dataset", "skipped"),
    ]
    assert [one[:2] for one in exam.held(exam.seal, dataset=exam.dataset)] == [("dataset", "skipped")]


def test_an_evaluation_is_held_against_the_seal_that_it_names(exam: Exam) -> None:
    said = evaluation(datasets=[{"name": "Example test"}, {"name": "Exam", "seal": sid(0)}])
    assert exam.held(said, evidence=exam.opening, dataset=exam.dataset)[0] == LEADS
    for datasets in ([], [{"name": "Exam", "seal": sid(1)}]):
        ((name, state, _),) = exam.held(
            evaluation(datasets=[{"name": "Example test"}, *datasets]), evidence=exam.opening
        )
        assert (name, state) == ("opening", "fail")


def test_a_seal_that_is_not_on_record_is_not_judged_and_what_is_no_seal_fails(exam: Exam) -> None:
    said = exam.whole()
    assert [one.state for one in check(Files(evidence=exam.opening), said, None)] == [State.OK, State.SKIPPED]
    other = exam.reveal(seal=sid(9), items=[{"index": 0, "salt": "0" * 64, "item": ""}])
    assert [state for _, state, _ in exam.held(other)] == ["skipped"]
    assert [state for _, state, _ in exam.held(exam.some(0), seal=evaluation())] == ["fail"]


def test_a_seal_is_opened_by_its_own_opening_and_by_no_other(exam: Exam, tmp_path: Path) -> None:
    real = hashlib.sha256(statements.format(exam.seal)).hexdigest()
    raw = exam.opening.read_bytes()
    exam.opening.write_bytes(raw.replace(sid(0).encode(), real.encode()))
    assert [state for _, state, _ in exam.held(exam.seal, evidence=exam.opening)] == ["ok"]
    exam.opening.write_bytes(raw)
    assert [state for _, state, _ in exam.held(exam.seal, evidence=exam.opening)] == ["fail"]


def test_what_could_not_be_looked_at_decides_only_when_a_file_was_brought(exam: Exam) -> None:
    skipped, ok = Check("opening", State.SKIPPED, ""), Check("opening", State.OK, "")
    assert deciding([skipped, ok], None) == [ok]
    assert deciding([skipped, ok], Files(evidence=exam.opening)) == [skipped, ok]
