"""Which logs and witnesses a reader trusts, and how many witnesses it wants. Source: C2SP tlog-policy (draft).

    log example.org/rankings+0302c6c8+ATkp…
    witness first  witness.example.com+67f7aea0+BEqS…
    witness second witness.example.net+d8042a87+BCtu…
    group   both   all first second
    quorum  both
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ledger import checkpoint, cosignature
from ledger import text as strict
from ledger.checkpoint import SignedCheckpoint
from ledger.errors import FormatError, QuorumError, SignatureError
from ledger.note import Algorithm, VerifierKey

NO_QUORUM = "none"
MAX_LINES = 4096
_ALLOWED = re.compile(r"[\t\x20-\x7e\x80-\U0010ffff]*")


@dataclass(frozen=True, slots=True)
class Group:
    """Needs `threshold` of its members, which are witnesses or earlier groups."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A witness that cosigned."""

    name: str
    """As the policy calls it."""
    cosigned_at: datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """A checkpoint that satisfies a policy. Made by `Policy.accept` only."""

    signed: SignedCheckpoint
    witnesses: tuple[Witnessed, ...]
    """Those of the policy that cosigned; more than the quorum needs, perhaps."""
    need: int
    """Fewest witnesses that can satisfy the quorum; 0 without one."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Trusted keys. A checkpoint is accepted if any listed log signed it and the quorum holds."""

    logs: tuple[VerifierKey, ...]
    witnesses: Mapping[str, VerifierKey] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    quorum: str = NO_QUORUM
    """Name of a witness or a group, or `none`."""

    @classmethod
    def of_log(cls, key: VerifierKey) -> Policy:
        """Return the policy that trusts one log and asks for no witness."""
        return cls((key,))

    @classmethod
    def parse(cls, text: str) -> Policy:
        """Read a policy file; raises FormatError with the line."""
        return _Parser().parse(text)

    def without_quorum(self) -> Policy:
        """Return the same trust in logs, asking for no witness."""
        return replace(self, quorum=NO_QUORUM)

    def accept(self, raw: bytes) -> Accepted:
        """Return a signed checkpoint as accepted.

        Raises: FormatError; SignatureError when no listed log signed it; QuorumError.
        """
        signed = self._signed(raw)
        witnessed = tuple(self._witnessed(signed))
        names = {one.name for one in witnessed}
        need = self._fewest(self.quorum)
        if not self._holds(self.quorum, names):
            raise QuorumError(len(names), need)
        return Accepted(signed, witnessed, need)

    def witness(self, pair: tuple[str, bytes]) -> VerifierKey | None:
        """Return the witness key that a signature line names, if it is of this policy and can be verified here."""
        for key in self.witnesses.values():
            if key.pair == pair and key.algorithm is Algorithm.COSIGNATURE_ED25519:
                return key
        return None

    def _signed(self, raw: bytes) -> SignedCheckpoint:
        failure: SignatureError | None = None
        for key in self.logs:
            try:
                return checkpoint.open(raw, key)
            except SignatureError as error:
                failure = failure or error
        raise failure or SignatureError("checkpoint: the policy names no log")

    def _witnessed(self, signed: SignedCheckpoint) -> Iterator[Witnessed]:
        """Yield the witnesses whose cosignature verifies. The log's own name or key never counts."""
        log = signed.signed_by
        for name, key in self.witnesses.items():
            if key.name == log.name or key.public_key == log.public_key:
                continue
            for line in signed.note.signatures:
                if line.pair == key.pair and key.algorithm is Algorithm.COSIGNATURE_ED25519:
                    yield Witnessed(name, cosignature.verify(line, key, signed.note.text))

    def _holds(self, name: str, present: set[str]) -> bool:
        if name == NO_QUORUM or name in present:
            return True
        group = self.groups.get(name)
        return group is not None and sum(self._holds(member, present) for member in group.members) >= group.threshold

    def _fewest(self, name: str) -> int:
        if name == NO_QUORUM:
            return 0
        group = self.groups.get(name)
        if group is None:
            return 1
        return sum(sorted(self._fewest(member) for member in group.members)[: group.threshold])


class _Parser:
    """Reads line by line; only names defined above may be used."""

    def __init__(self) -> None:
        self._logs: list[VerifierKey] = []
        self._witnesses: dict[str, VerifierKey] = {}
        self._groups: dict[str, Group] = {}
        self._quorum: str | None = None
        self._members: set[str] = set()
        self._public_keys: set[bytes] = set()
        self._handlers: dict[str, Callable[[list[str]], None]] = {
            "log": self._log,
            "witness": self._witness,
            "group": self._group,
            "quorum": self._set_quorum,
        }

    def parse(self, text: str) -> Policy:
        lines = text.split("\n")
        if len(lines) > MAX_LINES:
            raise FormatError("policy", f"{len(lines):,} lines, at most {MAX_LINES:,}")
        for number, line in enumerate(lines, start=1):
            try:
                self._line(line)
            except FormatError as error:
                raise FormatError(f"policy line {number}", str(error)) from error
        if self._quorum is None:
            raise FormatError("policy", "no quorum line (quorum none asks for no witness)")
        if not self._logs:
            raise FormatError("policy", "no log line")
        return Policy(tuple(self._logs), self._witnesses, self._groups, self._quorum)

    def _line(self, line: str) -> None:
        if _ALLOWED.fullmatch(line) is None:
            raise FormatError("text", "a control character")
        words = line.partition("#")[0].replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if not words:
            return
        handler = self._handlers.get(words[0])
        if handler is None:
            raise FormatError("keyword", f"{strict.shown(words[0])} is not log, witness, group or quorum")
        handler(words[1:])

    def _log(self, words: list[str]) -> None:
        key = self._key(words, 1)
        if key.algorithm is not Algorithm.ED25519:
            raise FormatError("log", "needed an Ed25519 key")
        self._logs.append(key)

    def _witness(self, words: list[str]) -> None:
        key = self._key(words, 2)
        if key.algorithm is Algorithm.ED25519:
            raise FormatError("witness", "needed a cosigner's key, not a signer's")
        self._witnesses[self._new_name(words[0])] = key

    def _group(self, words: list[str]) -> None:
        if len(words) < 3:  # noqa: PLR2004 - name, threshold, one member
            raise FormatError("group", "needed NAME all|any|K MEMBER...")
        name, rule, *members = words
        for member in members:
            if member not in self._witnesses and member not in self._groups:
                raise FormatError("group", f"{strict.shown(member)} is not defined above")
            if member in self._members:
                raise FormatError("group", f"{strict.shown(member)} is a member already")
            self._members.add(member)
        limits = {"all": len(members), "any": 1}
        threshold = limits[rule] if rule in limits else strict.decimal(rule, what="group threshold")
        if not 1 <= threshold <= len(members):
            raise FormatError("group", f"threshold {threshold} of {len(members)} members")
        self._groups[self._new_name(name)] = Group(threshold, tuple(members))

    def _set_quorum(self, words: list[str]) -> None:
        if self._quorum is not None or len(words) != 1:
            raise FormatError("quorum", "needed exactly one, of one name")
        if words[0] != NO_QUORUM and words[0] not in self._witnesses and words[0] not in self._groups:
            raise FormatError("quorum", f"{strict.shown(words[0])} is not defined above")
        self._quorum = words[0]

    def _key(self, words: list[str], position: int) -> VerifierKey:
        """Read a vkey as word `position`, followed at most by an address."""
        if not position <= len(words) <= position + 1:
            raise FormatError("line", "needed a vkey and at most an address after it")
        key = VerifierKey.parse(words[position - 1])
        if key.public_key in self._public_keys:
            raise FormatError("vkey", "this public key stands above already")
        self._public_keys.add(key.public_key)
        return key

    def _new_name(self, name: str) -> str:
        if name == NO_QUORUM or name in self._witnesses or name in self._groups:
            raise FormatError("name", f"{strict.shown(name)} is taken")
        return name
