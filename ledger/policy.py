"""Which logs and witnesses a reader trusts, and how many witnesses it wants. Source: C2SP tlog-policy (draft).

    # The address at the end of a line is optional, and only for those who talk to the log or the witness.
    log example.org/rankings+0302c6c8+ATkp… https://example.org/rankings/
    witness first  witness.example.com+67f7aea0+BEqS…
    witness second witness.example.net+d8042a87+BCtu…
    group   both   all first second
    quorum  both

Names are opaque: two are the same when their bytes are. A file that is not UTF-8 is not read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from ledger import checkpoint, cosignature, note
from ledger import text as strict
from ledger.checkpoint import SignedCheckpoint
from ledger.errors import FormatError, QuorumError, SignatureError
from ledger.note import Algorithm, SignatureLine, VerifierKey

NO_QUORUM = "none"
MAX_POLICY_CHARACTERS = 1 << 20
# Searched for rather than what may stand there: a class up to U+10FFFF takes milliseconds to compile.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_SPACES = re.compile(r"[ \t]+")


class Group(Struct, frozen=True):
    """Needs `threshold` of its members, which are witnesses or earlier groups."""

    threshold: int
    """From 1 to the number of members."""
    members: tuple[str, ...]

    def format(self, name: str) -> str:
        """Return its line."""
        words = {1: "any", len(self.members): "all"}
        return f"group {name} {words.get(self.threshold, self.threshold)} {' '.join(self.members)}"


class Witnessed(Struct, frozen=True):
    """A witness that cosigned."""

    name: str
    """As the policy calls it."""
    cosigned_at: datetime
    """Aware, UTC; as the witness says."""


class Accepted(Struct, frozen=True):
    """A checkpoint that satisfies a policy. Made by `Policy.accept` only."""

    signed: SignedCheckpoint
    witnesses: tuple[Witnessed, ...]
    """Those of the policy that cosigned; more than the quorum needs, perhaps."""
    need: int
    """Fewest witnesses that can satisfy the quorum; 0 without one."""
    unchecked: tuple[str, ...] = ()
    """Witnesses of the policy whose line is of an algorithm that is not verified here; they do not count."""


class Standing(NamedTuple):
    """A witness of the policy that has a line in a note."""

    name: str
    key: VerifierKey
    line: SignatureLine


class Policy(Struct, frozen=True):
    """Trusted keys. A checkpoint is accepted if any listed log signed it and the quorum holds."""

    logs: tuple[VerifierKey, ...]
    witnesses: Mapping[str, VerifierKey] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    """Each after its members."""
    quorum: str = NO_QUORUM
    """Name of a witness or a group, or `none`."""
    addresses: Mapping[VerifierKey, str] = field(default_factory=dict)
    """Where a log or a witness can be reached, for those whose line says so."""

    @classmethod
    def of_log(cls, key: VerifierKey) -> Policy:
        """Return the policy that trusts one log and asks for no witness."""
        return cls((key,))

    @classmethod
    def parse(cls, text: str) -> Policy:
        """Read a policy file; raises FormatError with the line."""
        return _Parser().parse(text)

    def format(self) -> str:
        """Return the policy as a file: one space between words, no comments."""
        lines = [f"log {self._key(key)}" for key in self.logs]
        lines += [f"witness {name} {self._key(key)}" for name, key in self.witnesses.items()]
        lines += [group.format(name) for name, group in self.groups.items()]
        return "\n".join([*lines, f"quorum {self.quorum}", ""])

    def without_quorum(self) -> Policy:
        """Return the same trust in logs, asking for no witness."""
        return replace(self, quorum=NO_QUORUM)

    def accept(self, raw: bytes, origin: str | None = None) -> Accepted:
        """Return a signed checkpoint as accepted. Its origin must be the name of the log's key, or `origin` when given.

        Raises: FormatError; SignatureError when no listed log signed it, or a listed key's line is false; QuorumError.
        """
        signed = self._signed(raw, origin)
        witnessed, unchecked = [], []
        for name, key, line in self.standing(signed):
            if key.algorithm is Algorithm.COSIGNATURE_ED25519:
                witnessed.append(Witnessed(name, cosignature.verify(line, key, signed.note.text)))
            else:
                unchecked.append(name)
        need, missing = self._missing(()), self._missing([one.name for one in witnessed])
        if missing:
            raise QuorumError(need - missing, need)
        return Accepted(signed, tuple(witnessed), need, tuple(unchecked))

    def witness(self, pair: tuple[str, bytes]) -> VerifierKey | None:
        """Return the witness key that a signature line names, if it is of this policy and can be verified here."""
        for key in self.witnesses.values():
            if key.pair == pair and key.algorithm is Algorithm.COSIGNATURE_ED25519:
                return key
        return None

    def _signed(self, raw: bytes, origin: str | None) -> SignedCheckpoint:
        if not self.logs:
            raise SignatureError("checkpoint: the policy names no log")
        strict.within(raw, checkpoint.MAX_CHECKPOINT_BYTES, what="checkpoint")
        parsed = note.parse(raw)
        verified = note.open(parsed, note.by_pair(self.logs))
        stated = checkpoint.Checkpoint.parse(parsed.text).origin
        # A listed log may have signed for another: the one that speaks is the one that has its name.
        key = next((key for key in verified if key.name == stated), verified[0])
        return checkpoint.open(raw, key, origin=origin)

    def standing(self, signed: SignedCheckpoint) -> Iterator[Standing]:
        """Yield the witnesses that have a line. The log's own name or key never counts."""
        lines = {line.pair: line for line in signed.note.signatures}
        log = signed.signed_by
        for name, key in self.witnesses.items():
            is_log = key.name in (log.name, signed.checkpoint.origin) or key.public_key == log.public_key
            if key.pair in lines and not is_log:
                yield Standing(name, key, lines[key.pair])

    def _missing(self, present: Collection[str]) -> int:
        """Return how many more witnesses, at the least, the quorum needs besides those present."""
        missing = {NO_QUORUM: 0} | {name: int(name not in present) for name in self.witnesses}
        for name, group in self.groups.items():
            missing[name] = sum(sorted(missing[member] for member in group.members)[: group.threshold])
        return missing[self.quorum]

    def _key(self, key: VerifierKey) -> str:
        return f"{key.format()} {self.addresses.get(key, '')}".rstrip()


class _Parser:
    """Reads line by line; only names defined above may be used."""

    def __init__(self) -> None:
        self._logs: dict[bytes, VerifierKey] = {}
        self._cosigners: dict[bytes, VerifierKey] = {}
        self._witnesses: dict[str, VerifierKey] = {}
        self._groups: dict[str, Group] = {}
        self._quorum: str | None = None
        self._members: set[str] = set()
        self._addresses: dict[VerifierKey, str] = {}
        self._handlers: dict[str, Callable[[list[str]], None]] = {
            "log": self._log,
            "witness": self._witness,
            "group": self._group,
            "quorum": self._set_quorum,
        }

    def parse(self, text: str) -> Policy:
        if len(text) > MAX_POLICY_CHARACTERS:
            raise FormatError("policy", f"{len(text):,} characters, at most {MAX_POLICY_CHARACTERS:,}")
        for number, line in enumerate(text.split("\n"), start=1):
            try:
                self._line(line)
            except FormatError as error:
                raise FormatError(f"policy line {number}", str(error)) from error
        if self._quorum is None:
            raise FormatError("policy", "no quorum line (quorum none asks for no witness)")
        return Policy(tuple(self._logs.values()), self._witnesses, self._groups, self._quorum, self._addresses)

    def _line(self, line: str) -> None:
        if _CONTROL.search(line) is not None:
            raise FormatError("text", "a control character")
        content = line.strip(" \t")
        # Only a line that begins so is a comment: a name may hold the sign.
        if not content or content.startswith("#"):
            return
        keyword, *words = _SPACES.split(content)
        handler = self._handlers.get(keyword)
        if handler is None:
            raise FormatError("keyword", f"{strict.shown(keyword)} is not log, witness, group or quorum")
        handler(words)

    def _log(self, words: list[str]) -> None:
        key = self._key(words, self._logs)
        if key.algorithm is not Algorithm.ED25519:
            raise FormatError("log", "needed an Ed25519 key")

    def _witness(self, words: list[str]) -> None:
        name, *rest = words or [""]
        key = self._key(rest, self._cosigners)
        if key.algorithm is Algorithm.ED25519:
            raise FormatError("witness", "needed a cosigner's key, not a signer's")
        self._witnesses[self._new_name(name)] = key

    def _group(self, words: list[str]) -> None:
        if len(words) < 3:  # noqa: PLR2004 - name, threshold, one member
            raise FormatError("group", "needed NAME all|any|K MEMBER...")
        name, rule, *members = words
        for member in members:
            self._defined(member)
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
        self._quorum = words[0] if words[0] == NO_QUORUM else self._defined(words[0])

    def _key(self, words: list[str], known: dict[bytes, VerifierKey]) -> VerifierKey:
        """Read `VKEY [ADDRESS]`. A public key stands once among the logs and once among the witnesses."""
        if not 1 <= len(words) <= 2:  # noqa: PLR2004 - the two just named
            raise FormatError("line", "needed a vkey and at most an address after it")
        key = VerifierKey.parse(words[0])
        if known.setdefault(key.public_key, key) is not key:
            raise FormatError("vkey", "this public key stands above already")
        if len(words) > 1:
            self._addresses[key] = words[1]
        return key

    def _defined(self, name: str) -> str:
        if name not in self._witnesses and name not in self._groups:
            raise FormatError("name", f"{strict.shown(name)} is not defined above")
        return name

    def _new_name(self, name: str) -> str:
        if name == NO_QUORUM or name in self._witnesses or name in self._groups:
            raise FormatError("name", f"{strict.shown(name)} is taken")
        return name
