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


def flag(**changed: Any) -> dict[str, Any]:
    """Return the least flag."""
    return {"type": "jinbang/flag/v1", "publisher": NAME, "entry": ID, "reason": "other", "because": "no"} | changed


def response(**changed: Any) -> dict[str, Any]:
    """Return the least response."""
    return {"type": "jinbang/response/v1", "publisher": NAME, "flag": ID, "because": "yes"} | changed


def amendment(**changed: Any) -> dict[str, Any]:
    """Return the least amendment."""
    return {"type": "jinbang/amendment/v1", "publisher": NAME, "action": "retract", "target": ID} | changed


def seal(**changed: Any) -> dict[str, Any]:
    """Return the least seal."""
    dataset = {"name": "C-Eval test", "items": 3}
    return {"type": "jinbang/seal/v1", "publisher": NAME, "dataset": dataset, "root": ID} | changed


def reveal(**changed: Any) -> dict[str, Any]:
    """Return the least reveal."""
    return {"type": "jinbang/reveal/v1", "publisher": NAME, "seal": ID, "opening": {"sha256": ID}} | changed


LEAST = (evaluation, claim, flag, response, amendment, seal, reveal, publisher, publisher_keys)
"""The least statement of each type."""
