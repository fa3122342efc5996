"""What a ledger is founded with: the files written once, which say what it is to people, to stock git and to us."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ledger import sshsig, statement
from ledger import text as strict
from ledger.errors import FormatError
from ledger.note import Algorithm, VerifierKey
from ledger.store import LEDGER_JSON

FORMAT = "jinbang/ledger/v1"
MAX_ORIGIN_LENGTH = 200
_ORIGIN = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:/[A-Za-z0-9._~-]+)*")

_README = """\
# {origin}

This repository is a transparency log of published rankings, written by jinbang. Nothing in it is ever changed or removed.

- `entries/` holds one signed statement a file, numbered from 0. The text above the last empty line is what was signed.
- `checkpoint` is what the log commits to: its name, how many entries it has, and their Merkle root (RFC 6962, SHA-256).
- `tile/` holds the hashes of the tree as C2SP tlog-tiles; `ledger.json` names the log's key.

It shows who said what, in which order, and that nothing was altered since. It does not show that a score is true.

## Check it with git alone

    git show HEAD:allowed_signers > allowed_signers
    git -c gpg.ssh.allowedSignersFile="$PWD/allowed_signers" log --show-signature
    git fsck --strict

Each commit is one append and says `Good "git" signature`. That is the readable shadow; the proof is in the tree:

## Check it with jinbang

    jinbang audit --ledger PATH

## Check it with any client of C2SP tlog-tiles

The log's key, as every such client spells it:

    {vkey}

`jinbang export tiles -o DIR --ledger PATH` writes the log as a static site that such a client reads.
"""

_ATTRIBUTES = "tile/** -text -diff\ncheckpoint -text\nentries/** -text\n"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which log this is."""

    key: VerifierKey
    """The operator's key; its name is the origin."""

    @property
    def origin(self) -> str:
        """Name of the log, such as `example.org/rankings`."""
        return self.key.name

    @classmethod
    def parse(cls, raw: bytes) -> Identity:
        """Read `ledger.json`; raises FormatError."""
        value = statement.decode(strict.within(raw, 4096, what=LEDGER_JSON))
        if not isinstance(value, dict) or value.keys() != {"format", "origin", "vkey"}:
            raise FormatError(LEDGER_JSON, "needed format, origin and vkey")
        if value["format"] != FORMAT:
            raise FormatError(LEDGER_JSON, f"format {strict.shown(str(value['format']))}, needed {FORMAT}")
        if not isinstance(value["vkey"], str):
            raise FormatError(LEDGER_JSON, "vkey is not text")
        key = VerifierKey.parse(value["vkey"])
        if key.name != check_origin(key.name) or key.name != value["origin"] or key.algorithm is not Algorithm.ED25519:
            raise FormatError(LEDGER_JSON, "vkey is not an Ed25519 key of the origin's name")
        return cls(key)

    def format(self) -> bytes:
        """Return `ledger.json`."""
        return statement.spell({"format": FORMAT, "origin": self.origin, "vkey": self.key.format()})


def check_origin(origin: str) -> str:
    """Return `origin` if it is a schema-less URL-like name; raises FormatError."""
    if len(origin) > MAX_ORIGIN_LENGTH or _ORIGIN.fullmatch(origin) is None:
        raise FormatError("origin", f"{strict.shown(origin)} is not a name such as example.org/rankings")
    return origin


def allowed_signers(identity: Identity) -> bytes:
    """Return the operator's key as git's `gpg.ssh.allowedSignersFile` wants it."""
    return f'{identity.origin} namespaces="git" {sshsig.openssh_line(identity.key.public_key)}\n'.encode()


def files(identity: Identity) -> dict[str, bytes]:
    """Return the files written once, by path."""
    return {
        LEDGER_JSON: identity.format(),
        "README.md": _README.format(origin=identity.origin, vkey=identity.key.format()).encode(),
        "allowed_signers": allowed_signers(identity),
        ".gitattributes": _ATTRIBUTES.encode(),
    }
