"""`verify` of a file that says that a log signed two histories: shown, not shown, or false."""

from __future__ import annotations

import pytest

from ledger.contradiction import Contradiction
from tests.ledger.test_contradiction import VKEY, fork, one
from tests.registry.cli.conftest import User


def not_shown() -> bytes:
    heads = one()[1]
    return Contradiction(VKEY, heads[5].signed.raw, heads[3].signed.raw).format()


def false() -> bytes:
    return fork()[:-10] + b"A" * 8 + fork()[-2:]


@pytest.mark.parametrize(
    ("raw", "code", "word", "line"),
    [
        (fork, 0, "verified", "the tree of 24 begins with root"),
        (not_shown, 4, "unchecked", "a copy that is behind contradicts nothing"),
        (false, 1, "invalid", "consistency"),
        (lambda: b"jinbang-contradiction/v9\n", 1, "invalid", "does not begin with"),
    ],
)
def test_it_is_verified_without_a_ledger(made: User, raw: object, code: int, word: str, line: str) -> None:
    assert callable(raw)
    said = made.run("verify", "-", given=raw())
    as_json = made.run("verify", "-", "--json", given=raw())

    assert (said.code, as_json.code) == (code, code)
    last = said.out.splitlines()[-1]
    assert last.startswith(f"verdict: {word} ") and line in last
    assert as_json.json["verdict"] == word and line in str(as_json.json["reason"])
