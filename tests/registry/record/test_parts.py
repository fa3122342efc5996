"""A table in parts says what the whole says: nothing lost, nothing twice, every part an entry that is taken."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger import entry as entries
from ledger import note
from ledger.entry import MAX_ENTRY_BYTES
from ledger.note import Signer
from registry import statements
from registry.errors import StatementError
from registry.record import Ended, Ending, Logged
from registry.record.parts import room, split, table_of, tables
from registry.statements import Evaluation
from registry.statements.evaluation import Part
from tests.registry.statements import made
from tests.registry.strategies import evaluations
from tests.registry.whole import WholeRecord

_slow = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=40
)


def evaluation(count: int, **fields: Any) -> Evaluation:
    lines = [made.placement(rank=at + 1, model={"name": f"模型 {at}"}) for at in range(count)]
    statement = statements.parse(made.evaluation(placements=lines, **fields))
    assert isinstance(statement, Evaluation)
    return statement


def logged(*parts: Evaluation, start: int = 0) -> list[Logged[Evaluation]]:
    return [Logged(index, part, f"{index:064x}") for index, part in enumerate(parts, start)]


@_slow
@given(evaluation=evaluations(), chance=st.randoms(use_true_random=False), copies=st.integers(1, 12))
def test_a_table_that_is_split_and_joined_is_the_same_table(
    evaluation: Evaluation, chance: random.Random, copies: int
) -> None:
    whole = replace(evaluation, part=None, placements=evaluation.placements * copies)
    least = min(len(statements.format(replace(whole, placements=(line,)))) for line in whole.placements)
    limit = chance.randint(least, len(statements.format(whole)) + 10)
    try:
        parts = split(whole, limit)
    except StatementError as error:
        assert error.problems[0].path.startswith("placements[")
        return

    assert all(len(statements.format(part)) <= limit for part in parts)
    assert [part.part for part in parts] == (
        [None] if len(parts) == 1 else [Part(number, len(parts)) for number in range(1, len(parts) + 1)]
    )
    shuffled = logged(*parts)
    chance.shuffle(shuffled)
    (table,) = tables(shuffled)
    assert table.is_whole
    assert table.evaluation == whole


@_slow
@given(chance=st.randoms(use_true_random=False), count=st.integers(2, 40))
def test_what_is_told_of_each_line_is_divided_with_the_lines_and_joined_again(
    chance: random.Random, count: int
) -> None:
    """Without that the head of a list of hundreds would fill an entry, whatever the number of parts."""
    told = [{"folder": "x" * chance.randrange(60), "tags": ["y"] * chance.randrange(3)} for _ in range(count)]
    whole = evaluation(count, extra={"lines": told, "other": {"kept": "in each"}})
    pairs = [
        replace(whole, placements=(line,), extra=whole.extra | {"lines": [one]})
        for line, one in zip(whole.placements, told, strict=True)
    ]
    least = max(len(statements.format(replace(one, part=Part(count, count)))) for one in pairs)
    parts = split(
        whole,
        chance.randint(least, len(statements.format(whole)) - 1) if least < len(statements.format(whole)) else least,
    )

    assert [one for part in parts for one in part.extra["lines"]] == told
    assert {len(part.placements) - len(part.extra["lines"]) for part in parts} == {0}
    assert {str(part.extra["other"]) for part in parts} == {"{'kept': 'in each'}"}
    shuffled = logged(*parts)
    chance.shuffle(shuffled)
    (table,) = tables(shuffled)
    assert table.evaluation == whole


def test_parts_with_what_is_told_of_each_line_are_within_every_limit() -> None:
    whole = evaluation(12, extra={"lines": [{"folder": "x" * at} for at in range(12)]})
    last = replace(
        whole, placements=whole.placements[-1:], extra={"lines": whole.extra["lines"][-1:]}, part=Part(12, 12)
    )
    least = len(statements.format(last))

    for limit in range(least, len(statements.format(whole)) + 1):
        parts = split(whole, limit)
        assert max(len(statements.format(part)) for part in parts) <= limit
        # None could have taken the line after its own.
        for part, after in zip(parts, parts[1:], strict=False):
            more = replace(
                part,
                placements=(*part.placements, after.placements[0]),
                extra={"lines": [*part.extra["lines"], after.extra["lines"][0]]},
            )
            assert len(statements.format(replace(more, part=Part(12, 12)))) > limit
    assert len(split(whole, least)) == 12


def test_a_list_of_another_length_is_told_of_no_line_and_stands_in_every_part() -> None:
    whole = evaluation(6, extra={"lines": ["one", "two"]})
    parts = split(whole, len(statements.format(whole)) - 1)

    assert len(parts) > 1
    assert [part.extra for part in parts] == [whole.extra] * len(parts)


def test_parts_are_as_full_as_an_entry_takes() -> None:
    whole = evaluation(3000)
    parts = split(whole, room([made.NAME]))

    assert len(parts) > 2
    for number, part in enumerate(parts, 1):
        entry = entries.sign(statements.format(part), [made.SIGNER])
        assert len(entry.raw) <= MAX_ENTRY_BYTES
        assert len(entry.raw) > MAX_ENTRY_BYTES - 250 or number == len(parts)


def test_at_every_limit_each_part_is_within_it() -> None:
    """With twelve lines the numbers of the parts have one digit or two."""
    whole = evaluation(12)
    least = len(statements.format(replace(whole, placements=whole.placements[-1:], part=Part(12, 12))))

    for limit in range(least, len(statements.format(whole)) + 1):
        parts = split(whole, limit)
        assert max(len(statements.format(part)) for part in parts) <= limit
        assert [line for part in parts for line in part.placements] == list(whole.placements)
    assert len(split(whole, least)) == 12
    with pytest.raises(StatementError, match="to fit an entry"):
        split(whole, least - 1)


def test_the_room_of_an_entry_is_what_its_signatures_leave() -> None:
    text = statements.format(evaluation(1))
    signers = [made.SIGNER, Signer.from_seed("示例.example", b"\x09" * 32)]

    for own in (signers[:1], signers):
        signed = note.format(note.sign(text, own))
        assert MAX_ENTRY_BYTES - room(one.name for one in own) == len(signed) - len(text)


def test_one_line_that_no_entry_holds_is_named() -> None:
    whole = evaluation(3)
    wide = replace(whole.placements[1], printed=replace(whole.placements[1].printed, name="x" * 200))
    limit = len(statements.format(replace(whole, placements=whole.placements[:1], part=Part(3, 3)))) + 50

    with pytest.raises(
        StatementError, match=r"placements\[1\]: found [0-9,]+ bytes beside a head of [0-9,]+, expected at most"
    ):
        split(replace(whole, placements=(whole.placements[0], wide, whole.placements[2])), limit)


def test_a_head_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(StatementError, match=r"placements\[0\]"):
        split(evaluation(2), 40)


def test_a_part_is_not_split_again() -> None:
    part = replace(evaluation(50), part=Part(1, 2))

    with pytest.raises(StatementError, match="in one part"):
        split(part, 1000)
    assert split(part, 1 << 20) == (part,)


# On record


def parted(count: int = 4) -> tuple[Evaluation, tuple[Evaluation, ...]]:
    whole = evaluation(count)
    parts = tuple(
        replace(whole, placements=(line,), part=Part(at, count)) for at, line in enumerate(whole.placements, 1)
    )
    return whole, parts


def test_what_is_missing_is_told_and_the_rest_is_no_whole() -> None:
    whole, parts = parted()
    (table,) = tables(logged(parts[3], parts[0]))

    assert (table.missing, table.is_whole) == ((2, 3), False)
    assert [line.rank for line in table.evaluation.placements] == [1, 4]
    assert table.evaluation.part == Part(1, 4)
    assert table.evaluation != whole


def test_of_two_entries_of_one_part_the_newer_counts() -> None:
    _, parts = parted(2)
    corrected = replace(parts[0], placements=parts[1].placements)
    (table,) = tables(logged(*parts, corrected))

    assert [one.index for one in table.parts] == [2, 1]


def test_only_what_shares_the_whole_head_is_one_table() -> None:
    _, parts = parted(2)
    others = [
        replace(parts[1], published="2026-01-01"),
        replace(parts[1], publisher="e.example"),
        replace(parts[1], methodology=replace(parts[1].methodology, summary="another way")),
        replace(parts[1], part=Part(2, 3)),
    ]

    assert len(tables(logged(parts[0], *others))) == 5
    assert len(tables(logged(evaluation(1), evaluation(1)))) == 2


def test_a_hostile_number_of_parts_costs_nothing() -> None:
    _, parts = parted(2)
    (table,) = tables(logged(replace(parts[0], part=Part(1, (1 << 53) - 1))))

    assert not table.is_whole
    assert len(table.missing) == 1000


def test_a_part_finds_the_others_that_still_stand() -> None:
    _, parts = parted(3)
    first, second, third = logged(*parts, start=5)
    ended = replace(second, ended=Ended(Ending.RETRACTED, 9))
    record = WholeRecord([first, ended, third], "2026-11-24")

    assert [one.index for one in table_of(first, record).parts] == [5, 7]
    assert [one.index for one in table_of(ended, record).parts] == [5, 6, 7]
    alone = Logged(8, evaluation(2))
    assert table_of(alone, record).parts == (alone,)
