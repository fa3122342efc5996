"""Errors travel between processes whole."""

from __future__ import annotations

import pickle

import pytest

from ledger import errors

CASES = [
    errors.FormatError("checkpoint size", "not a canonical decimal: '0x10'"),
    errors.QuorumError(1, 2),
    errors.ConsistencyError("two roots", b"old", b"new"),
    errors.DuplicateError("ab" * 32, 7),
    errors.RefusedError({3: errors.FormatError("entry", "empty"), 1: errors.SignatureError("no")}),
    errors.KeyFileError("no key", "make one"),
    errors.DamagedError("tile/0/000", "missing", "a tile"),
    errors.SignatureError("does not verify"),
]


@pytest.mark.parametrize("error", CASES, ids=lambda error: type(error).__name__)
def test_an_error_survives_pickling_with_its_facts(error: errors.LedgerError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.advice() == error.advice()
    assert vars(again).keys() == vars(error).keys()


def test_every_error_says_what_was_found_in_one_line() -> None:
    assert all("\n" not in str(error) for error in CASES)
