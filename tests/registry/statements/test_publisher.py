"""Publishers and their keys: refused here with the field's path, before the ledger refuses them."""

from __future__ import annotations

from typing import Any

import pytest

from ledger import entry
from ledger.note import Signer
from ledger.publishers import Publishers
from registry.errors import StatementError
from registry.statements import format, parse
from tests.registry.statements import made
from tests.registry.statements.made import NAME, OTHER, RECOVERY, SIGNER

VKEY = SIGNER.key.format()


def paths(value: dict[str, Any]) -> list[str]:
    """Return where `parse` says that something is wrong."""
    with pytest.raises(StatementError) as caught:
        parse(value)
    return [problem.path for problem in caught.value.problems]


def test_the_ledger_enrols_and_rotates_by_what_is_formatted() -> None:
    publishers = Publishers()
    enrolment = entry.sign(
        format(parse(made.publisher(display="例", ties=[{"to": "vendor", "nature": "owner"}]))), [SIGNER]
    )
    publishers.apply(0, enrolment)
    rotation = made.publisher_keys(previous=enrolment.statement.id)
    publishers.apply(1, entry.sign(format(parse(rotation)), [SIGNER, OTHER]))

    assert publishers.by_name[NAME].keys == (OTHER.key,)


def test_the_ledger_retires_a_publisher_by_what_is_formatted() -> None:
    publishers = Publishers()
    enrolment = entry.sign(format(parse(made.publisher())), [SIGNER])
    publishers.apply(0, enrolment)
    retirement = made.publisher_keys(previous=enrolment.statement.id, keys=[], reason="retire")
    publishers.apply(1, entry.sign(format(parse(retirement)), [SIGNER]))

    assert publishers.by_name[NAME].keys == ()


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"keys": []}, ["keys"]),
        ({"keys": [VKEY] * 17}, ["keys"]),
        ({"keys": [VKEY, VKEY]}, ["keys[1]"]),
        ({"keys": [VKEY[:-2] + "A="]}, ["keys[0]"]),
        ({"keys": ["not a vkey"]}, ["keys[0]"]),
        ({"keys": [Signer.from_seed("other.org", b"\x01" * 32).key.format()]}, ["keys[0]"]),
        ({"recovery": VKEY}, ["recovery"]),
        ({"recovery": ""}, ["recovery"]),
        ({"publisher": "a\u200bb"}, ["publisher", "keys[0]", "recovery"]),
        ({"publishers": ["a", "b"]}, ["publishers"]),
        ({"class": "company"}, ["class"]),
        ({"ties": [{"to": "vendor", "nature": "friend"}]}, ["ties[0].nature"]),
    ],
)
def test_an_enrolment_that_the_ledger_would_refuse_is_refused_by_field(wrong: dict[str, Any], where: list[str]) -> None:
    assert paths(made.publisher(**wrong)) == where


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"reason": "retire"}, ["keys"]),
        ({"keys": []}, ["keys"]),
        ({"reason": "compromise"}, ["last_good_index"]),
        ({"last_good_index": 4}, ["last_good_index"]),
        ({"reason": "retire", "keys": [], "last_good_index": 4}, ["last_good_index"]),
        ({"reason": "theft"}, ["reason"]),
        ({"previous": ""}, ["previous"]),
        ({"recovery": OTHER.key.format()}, ["recovery"]),
    ],
)
def test_a_change_of_keys_is_of_one_of_three_forms(wrong: dict[str, Any], where: list[str]) -> None:
    assert paths(made.publisher_keys(**wrong)) == where


def test_a_compromise_names_the_last_good_entry_which_may_be_the_first() -> None:
    value = made.publisher_keys(reason="compromise", last_good_index=0, recovery=RECOVERY.key.format())

    assert b'"last_good_index": 0' in format(parse(value))
