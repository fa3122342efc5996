"""What becomes of an entry by what others say of it: each action, by the right and the wrong hands, early and late."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import statements
from registry.record import Ended, Ending, Logged, life
from registry.record.flags import FlagState, flags, newest_of, replaced_by
from registry.record.life import Dispute, told, touched, void
from registry.record.newer import newer, reaffirmation
from registry.statements import Flag, Statement
from registry.statements.amendment import Action
from tests.registry.statements import made
from tests.registry.whole import WholeRecord

ANNA, BEN, EVE = "a.example", "b.example", "e.example"
TOGETHER: dict[str, Any] = {"publisher": "", "publishers": [ANNA, BEN]}


class Log:
    """Statements as they are logged, one after another, and the record of them."""

    def __init__(self) -> None:
        self.logged: list[Logged[Statement]] = []
        self.disputes: dict[int, list[Dispute]] = {}

    def add(self, value: dict[str, Any], by: str = ANNA) -> Logged[Statement]:
        speaker = {} if "publishers" in value else {"publisher": by}
        # Statements differ by their place, as an id is of one entry only.
        index = len(self.logged)
        one = Logged(index, statements.parse(value | speaker), f"{index:064x}")
        self.logged.append(one)
        return one

    def ranking(self, by: str = ANNA, **fields: Any) -> Logged[Statement]:
        return self.add(made.evaluation(**fields), by)

    def amend(self, action: str, target: Logged[Statement], by: str = ANNA, **fields: Any) -> Logged[Statement]:
        return self.add(made.amendment(action=action, target=target.id, **fields), by)

    def flag(self, on: Logged[Statement], by: str = BEN, **fields: Any) -> Logged[Statement]:
        return self.add(made.flag(entry=on.id, **fields), by)

    def stolen(self, of: str, *disputed: Logged[Statement]) -> int:
        """Declare keys stolen that signed some entries; return the index of the event."""
        event = self.add(made.seal(dataset={"name": f"in place of a key event {len(self.logged)}", "items": 1}), of)
        for one in disputed:
            self.disputes.setdefault(one.index, []).append(Dispute(of, event.index))
        return event.index

    @property
    def record(self) -> WholeRecord:
        return WholeRecord(self.logged, "2026-11-24", self.disputes)

    def ended(self, one: Logged[Statement]) -> Ended | None:
        found = self.record.statement(one.id)
        assert found is not None
        return found.ended

    def states(self, one: Logged[Statement]) -> list[FlagState]:
        found = self.record.statement(one.id)
        assert found is not None
        return [each.state for each in flags(found, self.record)]


def supersede(log: Log, old: Logged[Statement], new: str, by: str = ANNA) -> Logged[Statement]:
    return log.add(made.amendment(action="supersede", target=old.id, by=new), by)


@pytest.fixture
def log() -> Log:
    return Log()


# Its publisher ends an entry


def test_nothing_ends_an_entry_that_nobody_names(log: Log) -> None:
    one = log.ranking()
    log.ranking(published="2026-01-01")

    assert log.ended(one) is None


def test_its_publisher_retracts_an_entry(log: Log) -> None:
    one = log.ranking()
    said = log.amend("retract", one)

    assert log.ended(one) == Ended(Ending.RETRACTED, said.index)


def test_its_publisher_supersedes_an_entry_by_a_newer_one(log: Log) -> None:
    one, newer = log.ranking(), log.ranking()
    said = supersede(log, one, newer.id)

    assert log.ended(one) == Ended(Ending.SUPERSEDED, said.index, newer.index)
    assert log.ended(newer) is None
    assert [each.index for each in replaced_by(newer, log.record)] == [one.index]


@pytest.mark.parametrize("action", ["retract", "supersede", "withdraw", "reaffirm"])
def test_what_anybody_else_says_of_an_entry_has_no_effect_and_is_told(log: Log, action: str) -> None:
    one = log.ranking()
    newer = log.ranking(by=EVE)
    fields = {"by": newer.id} if action == "supersede" else {}
    said = log.add(made.amendment(action=action, target=one.id, **fields), EVE)

    assert log.ended(one) is None
    why = void(said, one, log.record)
    assert why is not None
    assert why.en == "is by e.example, but entry 0 is by a.example" or action == "withdraw"
    assert why.zh


def test_only_its_publisher_stands_by_an_entry(log: Log) -> None:
    one = log.ranking()
    log.amend("reaffirm", one, EVE)
    assert reaffirmation(one, log.record) is None
    assert newer(one, log.record, ()).detail == "no newer entry is about it"

    again = log.amend("reaffirm", one)
    log.amend("reaffirm", one, EVE)

    assert reaffirmation(one, log.record) == again
    assert newer(one, log.record, ()).detail == "re-affirmed by its publisher"


@pytest.mark.parametrize("action", ["retract", "supersede"])
def test_an_amendment_that_stands_before_its_target_has_no_effect(log: Log, action: str) -> None:
    fields = {"by": f"{2:064x}"} if action == "supersede" else {}
    said = log.add(made.amendment(action=action, target=f"{1:064x}", **fields))
    one = log.ranking()
    log.ranking()

    assert log.ended(one) is None
    why = void(said, one, log.record)
    assert why is not None
    assert why.en == "stands before entry 1, which it names"


def test_an_amendment_of_what_is_not_on_record_ends_nothing(log: Log) -> None:
    log.add(made.amendment(target="ff" * 32))

    assert [log.ended(one) for one in log.logged] == [None]


_ALLOWED = {
    "retract": {"evaluation", "claim", "response", "seal", "reveal"},
    "supersede": {"evaluation", "claim"},
    "withdraw": {"flag"},
    "reaffirm": {"evaluation", "claim", "flag", "response", "amendment", "seal", "reveal"},
}


@pytest.mark.parametrize("least", made.LEAST)
@pytest.mark.parametrize("action", _ALLOWED)
def test_each_action_is_for_some_types_only(log: Log, action: str, least: Any) -> None:
    first = log.ranking()
    of_name = least()["type"] in ("jinbang/publisher/v1", "jinbang/publisher-keys/v1")
    by = made.NAME if of_name else ANNA
    target = log.add(least() | ({"flag": log.flag(first).id} if "flag" in least() else {}), by)
    fields = {"by": first.id} if action == "supersede" else {}
    said = log.add(made.amendment(action=action, target=target.id, **fields), by)

    name = target.statement.SHORT_NAME
    why = void(said, target, log.record)
    if name in _ALLOWED[action]:
        assert why is None
        assert (log.ended(target) is None) == (action == "reaffirm")
    else:
        assert why is not None
        assert why.en.startswith(f"a statement of type {name} cannot be ")
        assert log.ended(target) is None


def test_the_newest_word_of_a_publisher_counts(log: Log) -> None:
    one, newer = log.ranking(), log.ranking()
    first = log.amend("retract", one)
    assert log.ended(one) == Ended(Ending.RETRACTED, first.index)

    second = supersede(log, one, newer.id)
    assert log.ended(one) == Ended(Ending.SUPERSEDED, second.index, newer.index)

    third = log.amend("retract", one)
    assert log.ended(one) == Ended(Ending.RETRACTED, third.index)


# What replaces an entry


def test_what_replaces_an_entry_may_be_logged_after_the_amendment(log: Log) -> None:
    one = log.ranking()
    said = supersede(log, one, f"{2:064x}")
    assert log.ended(one) == Ended(Ending.SUPERSEDED, said.index)

    newer = log.ranking()
    assert log.ended(one) == Ended(Ending.SUPERSEDED, said.index, newer.index)


def test_an_entry_that_says_it_is_replaced_has_ended_even_if_the_newer_one_is_none(log: Log) -> None:
    older = log.ranking()
    one = log.ranking()
    claim, stranger = log.add(made.claim()), log.ranking(by=EVE)

    for by in ("ff" * 32, older.id, claim.id, stranger.id):
        said = supersede(log, one, by)
        assert log.ended(one) == Ended(Ending.SUPERSEDED, said.index)
        assert newest_of(log.record.statement(one.id) or one, log.record) is None


def test_two_entries_cannot_replace_each_other(log: Log) -> None:
    one, two = log.ranking(), log.ranking()
    there, back = supersede(log, one, two.id), supersede(log, two, one.id)

    assert log.ended(one) == Ended(Ending.SUPERSEDED, there.index, two.index)
    assert log.ended(two) == Ended(Ending.SUPERSEDED, back.index)
    old = log.record.statement(one.id)
    assert old is not None
    newest = newest_of(old, log.record)
    assert newest is not None
    assert newest.index == two.index


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_following_what_replaced_what_always_ends(pairs: Sequence[tuple[int, int]]) -> None:
    log = Log()
    rankings = [log.ranking() for _ in range(6)]
    for old, new in pairs:
        if old != new:
            supersede(log, rankings[old], rankings[new].id)

    for one in rankings:
        found = log.record.statement(one.id)
        assert found is not None
        newest = newest_of(found, log.record)
        assert newest is None or newest.index > one.index


# Several who signed together


def test_one_of_those_who_signed_together_is_enough_to_retract(log: Log) -> None:
    one = log.add(made.evaluation(**TOGETHER))
    assert log.ended(one) is None

    said = log.amend("retract", one, by=BEN)
    assert log.ended(one) == Ended(Ending.RETRACTED, said.index)


def test_what_replaces_a_joint_entry_is_by_all_who_signed_it(log: Log) -> None:
    one = log.add(made.evaluation(**TOGETHER))
    alone = log.ranking(by=BEN)
    together = log.add(made.evaluation(published="2026-01-01", **TOGETHER))

    first = supersede(log, one, alone.id, BEN)
    assert log.ended(one) == Ended(Ending.SUPERSEDED, first.index)

    second = supersede(log, one, together.id, BEN)
    assert log.ended(one) == Ended(Ending.SUPERSEDED, second.index, together.index)


def test_all_who_flagged_together_are_needed_to_withdraw(log: Log) -> None:
    one = log.ranking(by=EVE)
    flag = log.flag(one, **TOGETHER)
    log.amend("withdraw", flag, by=ANNA)
    log.amend("withdraw", flag, by=ANNA, because="again")
    assert log.states(one) == [FlagState.OPEN]

    last = log.amend("withdraw", flag, by=BEN)
    assert log.states(one) == [FlagState.WITHDRAWN]
    assert log.ended(flag) == Ended(Ending.WITHDRAWN, last.index)


# Stolen keys


def test_what_a_stolen_key_signed_is_disputed_until_its_publisher_stands_by_it(log: Log) -> None:
    one = log.ranking()
    early = log.amend("reaffirm", one)
    event = log.stolen(ANNA, one)
    assert log.ended(one) == Ended(Ending.DISPUTED, event)
    found = log.record.statement(one.id)
    assert found is not None
    why = void(early, found, log.record)
    assert why is not None
    assert why.en == f"stands before the compromise that it would answer, entry {event}"

    log.amend("reaffirm", one, by=EVE)
    assert log.ended(one) == Ended(Ending.DISPUTED, event)

    log.amend("reaffirm", one)
    assert log.ended(one) is None


def test_a_reaffirmation_by_a_key_that_is_stolen_too_has_no_effect(log: Log) -> None:
    one = log.ranking()
    first = log.stolen(ANNA, one)
    again = log.amend("reaffirm", one)
    assert log.ended(one) is None

    log.stolen(ANNA, again)
    assert log.ended(one) == Ended(Ending.DISPUTED, first)

    log.amend("reaffirm", again)
    assert log.ended(one) == Ended(Ending.DISPUTED, first)

    log.amend("reaffirm", one)
    assert log.ended(one) is None


def test_each_compromise_is_answered_by_the_publisher_whose_keys_were_stolen(log: Log) -> None:
    one = log.add(made.evaluation(**TOGETHER))
    first, second = log.stolen(ANNA, one), log.stolen(BEN, one)
    log.amend("reaffirm", one, by=BEN)
    assert log.ended(one) == Ended(Ending.DISPUTED, first)

    log.amend("reaffirm", one, by=ANNA)
    assert log.ended(one) is None

    third = log.stolen(ANNA, one)
    assert second < third
    assert log.ended(one) == Ended(Ending.DISPUTED, third)


def test_an_amendment_by_a_stolen_key_has_no_effect_until_its_publisher_stands_by_it(log: Log) -> None:
    one = log.ranking()
    theft = log.amend("retract", one)
    log.stolen(ANNA, theft)
    assert log.ended(one) is None

    log.amend("reaffirm", theft)
    assert log.ended(one) == Ended(Ending.RETRACTED, theft.index)


def test_a_flag_by_a_stolen_key_does_not_stand_and_a_thief_withdraws_none(log: Log) -> None:
    one = log.ranking()
    forged, true = log.flag(one), log.flag(one, because="it is so")
    withdrawal = log.amend("withdraw", true, by=BEN)
    log.stolen(BEN, forged, withdrawal)

    assert log.states(one) == [FlagState.DISPUTED, FlagState.OPEN]


# Flags and responses


def test_a_flag_stands_until_its_author_withdraws_it(log: Log) -> None:
    one = log.ranking()
    flag = log.flag(one)
    for by in (ANNA, EVE):
        log.amend("withdraw", flag, by=by)
        log.amend("retract", flag, by=by)
    log.amend("retract", flag, by=BEN)
    log.amend("retract", one)
    assert log.states(one) == [FlagState.OPEN]

    log.amend("withdraw", flag, by=BEN)
    assert log.states(one) == [FlagState.WITHDRAWN]


def test_a_newer_evaluation_closes_the_flags_that_it_cures_and_no_others(log: Log) -> None:
    one = log.ranking()
    log.flag(one, reason="no-source")
    log.flag(one, reason="other")
    newer = log.ranking()
    record = log.record
    old = record.statement(one.id)
    assert old is not None
    asked: list[int] = []

    def cures(flag: Flag, newer: Logged[Statement]) -> bool:
        asked.append(newer.index)
        return flag.reason == "no-source"

    assert [each.state for each in flags(old, record, cures)] == [FlagState.OPEN, FlagState.OPEN]
    assert asked == []

    supersede(log, one, newer.id)
    old = log.record.statement(one.id)
    assert old is not None
    found = flags(old, log.record, cures)
    assert [each.state for each in found] == [FlagState.CURED, FlagState.OPEN]
    assert [each.closed_by for each in found] == [newer.index, None]
    assert asked == [newer.index, newer.index]

    log.amend("retract", newer)
    assert [each.state for each in flags(old, log.record, cures)] == [FlagState.OPEN, FlagState.OPEN]


def test_the_publisher_of_the_flagged_entry_answers_and_nobody_else_does(log: Log) -> None:
    one = log.add(made.evaluation(**TOGETHER))
    flag = log.flag(one, by=EVE)
    answers = [log.add(made.response(flag=flag.id), by) for by in (ANNA, BEN)]
    stranger = log.add(made.response(flag=flag.id), EVE)
    taken_back = log.add(made.response(flag=flag.id, because="no"), ANNA)
    log.amend("retract", taken_back)

    (found,) = flags(one, log.record)
    assert [each.index for each in found.responses] == [each.index for each in answers]
    assert found.is_open
    why = void(stranger, flag, log.record)
    assert why is not None
    assert why.en == "is by e.example, but entry 0 is by a.example, b.example"


@pytest.mark.parametrize("least", made.LEAST)
def test_flags_are_on_what_is_claimed_not_on_what_is_said_about_it(log: Log, least: Any) -> None:
    of_name = least()["type"] in ("jinbang/publisher/v1", "jinbang/publisher-keys/v1")
    one = log.add(least(), made.NAME if of_name else ANNA)
    log.flag(one)

    flagged = {"evaluation", "claim", "seal", "reveal", "publisher"}
    assert bool(log.states(one)) == (one.statement.SHORT_NAME in flagged)


def test_a_flag_before_its_entry_and_one_on_another_entry_do_not_count(log: Log) -> None:
    log.add(made.flag(entry=f"{1:064x}"), BEN)
    one, two = log.ranking(), log.ranking()
    log.flag(two)

    assert log.states(one) == []


# What is told, and what has to be looked at again


def test_every_ending_is_told_in_both_languages() -> None:
    for how, successor in itertools.product(Ending, (None, 9)):
        words = told(Ended(how, 7, successor))
        assert "entry 7" in words.en
        assert "条目 7" in words.zh


@pytest.mark.parametrize("seed", range(40))
def test_one_more_entry_changes_nothing_but_what_it_touches(seed: int) -> None:
    """So an index need not look at the whole log again."""
    chance = random.Random(seed)
    log = Log()
    for _ in range(25):
        before = {each.id: _life(log, each) for each in log.logged}
        one = _anything(log, chance)
        changed = {name for name, was in before.items() if _life(log, log.logged[int(name, 16)]) != was}
        assert changed <= set(touched(one, log.record))


def test_what_ends_a_newer_entry_touches_those_that_it_replaced(log: Log) -> None:
    one, two, three = log.ranking(), log.ranking(), log.ranking()
    flag = log.flag(one)
    supersede(log, one, two.id)
    supersede(log, two, three.id)
    was = _life(log, one)
    said = log.amend("retract", three)

    assert _life(log, one) != was
    assert {said.id, three.id, two.id, one.id} == set(touched(said, log.record))
    assert set(touched(log.amend("withdraw", flag, by=BEN), log.record)) >= {flag.id, one.id}


def _anything(log: Log, chance: random.Random) -> Logged[Statement]:
    """Log an entry that names others, also some that are not logged yet."""
    index, by = len(log.logged), chance.choice([ANNA, BEN])
    target, newer = (f"{chance.randrange(index + 4):064x}" for _ in range(2))
    action = chance.choice(["retract", "withdraw", "reaffirm", "supersede"])
    fields = {"by": newer} if action == "supersede" else {}
    if target == newer:
        return log.ranking(by=by)
    return log.add(
        chance.choice(
            [
                made.evaluation(),
                made.evaluation(),
                made.flag(entry=target),
                made.response(flag=target),
                made.amendment(action=action, target=target, **fields),
            ]
        ),
        by,
    )


def _life(log: Log, one: Logged[Statement]) -> object:
    record = log.record
    found = record.statement(one.id)
    assert found is not None
    known = flags(found, record, lambda _flag, _newer: True)
    told_of_flags = [(each.state, [answer.index for answer in each.responses]) for each in known]
    return found.ended, told_of_flags


def test_what_is_told_covers_every_action() -> None:
    assert set(life._TARGETS) == set(life._PAST) == set(get_args(Action))
