"""Small statements that hold together, for tests that change one thing in them."""

from __future__ import annotations

from typing import Any

from ledger.note import Signer

NAME = "example.org"
SIGNER = Signer.from_seed(NAME, b"\x01" * 32)
OTHER = Signer.from_seed(NAME, b"\x02" * 32)
RECOVERY = Signer.from_seed(NAME, b"\x03" * 32)
ID = "0f" * 32


def evaluation(**changed: Any) -> dict[str, Any]:
    """Return the least evaluation as a JSON value."""
    value = {
        "type": "jinbang/evaluation/v1",
        "publisher": NAME,
        "leaderboard": {"name": "C-Eval"},
        "placements": [placement()],
    }
    return value | changed


def placement(**changed: Any) -> dict[str, Any]:
    """Return the least placement."""
    return {"model": {"name": "云天书"}} | changed


def claim(**changed: Any) -> dict[str, Any]:
    """Return the least claim."""
    return {"type": "jinbang/claim/v1", "publisher": NAME, "text": "云天书在C-Eval榜单排名第一"} | changed


def publisher(**changed: Any) -> dict[str, Any]:
    """Return an enrolment."""
    value = {
        "type": "jinbang/publisher/v1",
        "publisher": NAME,
        "keys": [SIGNER.key.format()],
        "recovery": RECOVERY.key.format(),
    }
    return value | changed


def publisher_keys(**changed: Any) -> dict[str, Any]:
    """Return a change of keys."""
    value = {
        "type": "jinbang/publisher-keys/v1",
        "publisher": NAME,
        "previous": ID,
        "keys": [OTHER.key.format()],
        "reason": "rotate",
    }
    return value | changed
