"""B3: a promise about closed questions that was not kept."""

from __future__ import annotations

from typing import Any

import pytest

from ledger import merkle
from registry import rules, statements
from registry.record import Ended, Ending
from registry.rules.broken_seal import RULE
from tests.registry.rules.made import NAME
from tests.registry.rules.recorded import Log, line, sid, table

SALT = "70" * 32
ITEMS = ("one", "two")
LEAVES = [merkle.leaf_hash(bytes.fromhex(SALT) + item.encode()) for item in ITEMS]
ROOT = merkle.node_hash(*LEAVES).hex()


def seal(**fields: Any) -> statements.Statement:
    value = {"type": "jinbang/seal/v1", "publisher": NAME, "dataset": {"name": "Test", "items": 2}, "root": ROOT}
    return statements.parse({**value, **fields})


def opened(index: int, item: str) -> dict[str, Any]:
    return {"index": index, "salt": SALT, "item": item, "proof": [LEAVES[1 - index].hex()]}


def reveal(*items: dict[str, Any], **fields: Any) -> statements.Statement:
    value = {
        "type": "jinbang/reveal/v1",
        "publisher": NAME,
        "seal": sid(0),
        **({"items": list(items)} if items else {}),
    }
    return statements.parse({**value, **fields})


def ranking(of: int = 0) -> statements.Statement:
    return table(line("A", "80"), datasets=[{"name": "Test", "access": "sealed", "seal": sid(of)}])


def test_a_seal_kept_and_opened_rightly_has_no_finding() -> None:
    right = Log(seal(reveal_after="2026-02-01"), ranking(), reveal(opened(0, "one"), opened(1, "two")))
    assert [right.find(RULE, at).found for at in (0, 1)] == [(), ()]
    assert [right.lacking(RULE, at) for at in (0, 1)] == [[], []]


def test_a_dataset_that_was_sealed_after_the_evaluation_is_told() -> None:
    (hit,) = Log(ranking(of=1), seal()).find(RULE, 0).found
    assert hit.message == 'The dataset "Test" was sealed by entry 1, after this evaluation was recorded.'
    assert hit.message_zh == "数据集“Test”由条目 1 封存，晚于本评测的记录。"
    assert hit.severity == "critical"


def test_an_opening_with_other_items_is_told_with_both_entries() -> None:
    log = Log(seal(), ranking(), reveal(opened(0, "one"), opened(1, "other")))
    for at in (0, 1):
        (hit,) = log.find(RULE, at).found
        assert hit.message == 'The dataset "Test", sealed by entry 0, was opened by entry 2 with other items: 1.'
        assert hit.message_zh == "条目 0 封存的数据集“Test”，由条目 2 公开时题目不符：第 1 项。"
        assert hit.severity == "critical"


@pytest.mark.parametrize(
    "wrong",
    [
        {**opened(0, "one"), "index": 1},
        {**opened(0, "one"), "index": 9},
        {**opened(0, "one"), "proof": []},
        {**opened(0, "one"), "salt": "71" * 32},
    ],
)
def test_an_opening_whose_proof_does_not_lead_to_the_root_does_not_match(wrong: dict[str, Any]) -> None:
    assert len(Log(seal(), reveal(wrong)).find(RULE, 0).found) == 1


def test_a_promise_to_open_is_overdue_from_the_day_after() -> None:
    promise = seal(reveal_after="2026-02-01")
    (hit,) = Log(promise, ranking(), today="2026-02-02").find(RULE, 1).found
    assert hit.message == (
        'The dataset "Test", sealed by entry 0, was to be opened after 2026-02-01, and is not on 2026-02-02.'
    )
    assert hit.message_zh == "条目 0 封存的数据集“Test”承诺在 2026-02-01 之后公开，到 2026-02-02 仍未公开。"
    assert hit.severity == "major"
    assert Log(promise, ranking(), today="2026-02-01").find(RULE, 1).found == ()
    assert Log(seal(), ranking(), today="2036-02-01").find(RULE, 1).found == ()
    assert len(Log(promise, today="2026-02-02").find(RULE, 0).found) == 1


def test_what_somebody_else_shows_opens_no_seal() -> None:
    stranger = reveal(opened(0, "other"), publisher="stranger.example.org")
    log = Log(seal(reveal_after="2026-02-01"), ranking(), stranger, today="2026-03-01")
    assert [hit.severity for hit in log.find(RULE, 1).found] == ["major"]


def test_an_opening_that_was_taken_back_is_none() -> None:
    log = Log(seal(reveal_after="2026-02-01"), ranking(), reveal(opened(0, "one")), today="2026-03-01")
    log.end(2, Ended(Ending.RETRACTED, 3))
    assert len(log.find(RULE, 1).found) == 1


def test_an_entry_that_is_no_seal_is_told_and_one_that_is_not_on_record_is_not_checkable() -> None:
    assert Log(table(line("A", "1")), ranking()).said(RULE) == [
        'The dataset "Test" names entry 0 as its seal, which is none.'
    ]
    assert Log(ranking(of=9)).lacking(RULE) == ["datasets[0].seal"]


def test_without_a_record_a_sealed_dataset_cannot_be_looked_at() -> None:
    for statement in (ranking(), seal(), reveal(opened(0, "one"))):
        found = rules.run(statement, rules.Context(lambda _: None), [RULE])
        assert [one.field for one in found.not_checkable] == ["record"]
    unsealed = rules.run(table(line("A", "80")), rules.Context(lambda _: None), [RULE])
    assert unsealed.not_checkable == ()


def test_a_file_that_opens_a_seal_is_not_in_the_ledger_and_so_not_checkable() -> None:
    whole = reveal(opening={"sha256": "0" * 64})
    log = Log(seal(reveal_after="2026-02-01"), ranking(), whole, today="2026-03-01")
    for at in (0, 1):
        assert log.find(RULE, at).found == ()
        assert log.lacking(RULE, at) == ["entry 2 opening"]


def test_a_promise_kept_in_part_is_told_with_how_many_items_are_open() -> None:
    part = (seal(reveal_after="2026-02-01"), ranking(), reveal(opened(1, "two")))
    (hit,) = Log(*part, today="2026-03-01").find(RULE, 1).found
    assert hit.message == (
        'The dataset "Test", sealed by entry 0, was to be opened after 2026-02-01, and on 2026-03-01 '
        "1 of its 2 items are."
    )
    assert (
        hit.message_zh == "条目 0 封存的数据集“Test”承诺在 2026-02-01 之后公开，到 2026-03-01 只公开了 2 项中的 1 项。"
    )
    assert hit.severity == "major"
    assert Log(*part, today="2026-02-01").find(RULE, 1).found == ()
    assert Log(*part, reveal(opened(0, "one")), today="2026-03-01").find(RULE, 1).found == ()


def test_a_reveal_of_other_items_is_told_on_the_reveal_itself_before_it_is_appended_too() -> None:
    wrong = reveal(opened(0, "one"), opened(1, "other"))
    log = Log(seal(), wrong)
    for found in (log.find(RULE), rules.run(wrong, log.context(), [RULE])):
        (hit,) = found.found
        assert hit.message == 'These items are not those of the dataset "Test" that entry 0 sealed: 1.'
        assert hit.message_zh == "所公开的题目不是条目 0 封存的数据集“Test”中的题目：第 1 项。"
        assert hit.severity == "critical"
    right = Log(seal(), reveal(opened(0, "one"), opened(1, "two")))
    assert (right.find(RULE).found, right.lacking(RULE)) == ((), [])


def test_a_reveal_by_a_file_or_of_a_seal_that_is_not_there_is_not_checkable() -> None:
    assert Log(seal(), reveal(opening={"sha256": "0" * 64})).lacking(RULE) == ["opening"]
    assert Log(table(line("A", "1")), reveal(opened(0, "one"))).lacking(RULE) == ["seal"]
