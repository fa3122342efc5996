"""The root of an opening file worked out from docs/sealing.md alone: nothing but hashlib and json, and no code of ours."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path


def tree_hash(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, as it is written there."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while 2 * split < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:split]) + tree_hash(leaves[split:])).digest()


def root_of(path: Path) -> str:
    _, *lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    leaves = []
    for line in map(json.loads, lines):
        item = base64.b64decode(line["item"]) if line.get("encoding") else line["item"].encode()
        leaves.append(bytes.fromhex(line["salt"]) + item)
    return tree_hash(leaves).hex()
