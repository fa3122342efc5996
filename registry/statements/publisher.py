"""Publishers: who may sign, and with which keys. What the log concludes from these is `ledger.publishers`."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, field

from ledger.errors import FormatError
from ledger.note import Algorithm, VerifierKey, check_name
from ledger.publishers import MAX_KEYS
from registry.errors import Problem, shown
from registry.statements.common import (
    Count,
    Line,
    MaybeVkey,
    PublisherClass,
    PublisherName,
    Statement,
    StatementId,
    Text,
    Tie,
    Url,
    Vkey,
)

Keys = Annotated[tuple[Vkey, ...], Meta(max_length=MAX_KEYS)]


class Publisher(Statement, frozen=True, kw_only=True, tag="jinbang/publisher/v1"):
    """A publisher introduces itself. Signed by each of the keys that it lists."""

    SHORT_NAME: ClassVar[str] = "publisher"

    publisher: PublisherName
    """The name that its signatures carry, like a domain."""
    display: Line = ""
    """Its name as people write it."""
    class_: PublisherClass = field(default="", name="class")
    """What sort of body it is."""
    homepage: Url = ""
    """Its own page."""
    keys: Annotated[Keys, Meta(min_length=1)]
    """Keys that it signs with."""
    recovery: Vkey
    """A key kept offline, for the day that the others are stolen."""
    ties: tuple[Tie, ...] = ()
    """Interests in developers of models."""

    @property
    def signers(self) -> tuple[str, ...]:
        return (self.publisher,)

    def contradictions(self) -> Iterator[Problem]:
        yield from _name_contradictions(self.publisher)
        yield from _key_contradictions(self.publisher, self.keys, self.recovery)


class PublisherKeys(Statement, frozen=True, kw_only=True, tag="jinbang/publisher-keys/v1"):
    """A publisher changes its keys: the whole set is given anew."""

    SHORT_NAME: ClassVar[str] = "publisher-keys"

    publisher: PublisherName
    """Whose keys change."""
    previous: StatementId
    """The publisher's last key event, so that the events form a chain."""
    keys: Keys = ()
    """All keys that it signs with from now on; none when it retires."""
    reason: Literal["rotate", "compromise", "retire"]
    """Why they change."""
    last_good_index: Count | None = None
    """The last entry that nobody else can have signed; for a compromise only."""
    recovery: MaybeVkey = ""
    """A new recovery key; empty to keep the one on record."""
    because: Text = ""
    """What happened, in words."""

    @property
    def signers(self) -> tuple[str, ...]:
        return (self.publisher,)

    def contradictions(self) -> Iterator[Problem]:
        yield from _name_contradictions(self.publisher)
        yield from _key_contradictions(self.publisher, self.keys, self.recovery)
        if self.reason == "retire" and self.keys:
            yield Problem("keys", f"{len(self.keys)} with reason retire", "none")
        if self.reason != "retire" and not self.keys:
            yield Problem("keys", "none", f"one or more, with reason {self.reason}")
        if self.reason == "compromise" and self.last_good_index is None:
            yield Problem("last_good_index", "nothing", "the index of the last entry that is good")
        if self.reason != "compromise" and self.last_good_index is not None:
            yield Problem("last_good_index", str(self.last_good_index), f"nothing, with reason {self.reason}")


def _name_contradictions(name: str) -> Iterator[Problem]:
    try:
        check_name(name, what="publisher")
    except FormatError:
        yield Problem("publisher", shown(name), "a name whose every character is printable")


def _key_contradictions(name: str, keys: tuple[str, ...], recovery: str) -> Iterator[Problem]:
    """Yield keys that do not parse, carry another name, or stand there twice."""
    named = [(f"keys[{number}]", vkey) for number, vkey in enumerate(keys)]
    seen: set[bytes] = set()
    for path, vkey in [*named, *([("recovery", recovery)] if recovery else [])]:
        try:
            key = VerifierKey.parse(vkey)
        except FormatError as error:
            yield Problem(path, str(error), "a vkey, NAME+ID+KEY")
            continue
        if key.name != name or key.algorithm is not Algorithm.ED25519:
            yield Problem(path, f"a key of {shown(key.name)}", f"an Ed25519 key of {shown(name)}")
        if key.public_key in seen:
            yield Problem(path, "a key that stands there already", "each key once")
        seen.add(key.public_key)
