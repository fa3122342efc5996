"""What follows from a statement is worked out once while it is at hand, and for no other."""

from __future__ import annotations

import gc

from registry.once import once_each
from registry.statements import Flag


def flag(reason: str) -> Flag:
    return Flag(publisher="a.example", entry="0" * 64, reason=reason, because="so")


def test_each_statement_is_worked_on_once_and_an_equal_one_for_itself() -> None:
    asked: list[str] = []

    @once_each
    def reason(one: Flag) -> str:
        asked.append(one.reason)
        return one.reason

    first, equal, other = flag("other"), flag("other"), flag("no-source")
    assert [reason(one) for one in (first, first, equal, other, first)] == [
        "other",
        "other",
        "other",
        "no-source",
        "other",
    ]
    assert asked == ["other", "other", "no-source"]


def test_what_followed_from_a_statement_that_is_gone_is_not_told_of_another() -> None:
    @once_each
    def reason(one: Flag) -> str:
        return one.reason

    for number in range(200):
        # Each is gone before the next is made, which then often has its id.
        assert reason(flag(f"reason-{number}")) == f"reason-{number}"
        gc.collect(0)
