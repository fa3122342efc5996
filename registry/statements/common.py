"""What the types of statement share: the base record, the kinds of field, and small records that several types use.

A field that nobody filled in has its default (an empty text, an empty tuple, None), so a reader never asks whether a
nested record is there: `evaluation.methodology.document.sha256` is empty when there is no document.
"""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, Struct

from ledger.statement import MAX_INTEGER
from registry.errors import Problem, shown

MAX_NAME = 200
"""Characters of a name."""
MAX_TEXT = 8_000
"""Characters of a free text."""
MAX_URL = 2_000
"""Characters of an address."""
MAX_DIGITS = 40
"""Characters of a decimal."""

# In Python `$` also matches before a final newline; the look-ahead refuses it, here and in any reader of the JSON Schema.
_END = r"$(?!\n)"
_LINE = r"^(?!\s)[^\x00-\x1f\x7f-\x9f\u2028\u2029]*(?<!\s)" + _END
_TEXT = r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*" + _END
_PUBLISHER = r"[^\s+\x00-\x1f\x7f-\x9f]+"
_DECIMAL = r"(?!-[0.]+" + _END + r")-?(0|[1-9][0-9]*)(\.[0-9]+)?"
_URL = r"[a-z][a-z0-9+.-]*:[^\s\x00-\x1f\x7f-\x9f]+"
# The calendar as a pattern, so that a reader of the JSON Schema refuses 30 February too.
_LONG_MONTH = r"(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
_SHORT_MONTH = r"(0[469]|11)-(0[1-9]|[12][0-9]|30)"
_FEBRUARY = r"02-(0[1-9]|1[0-9]|2[0-8])"
_LEAP_YEAR = r"([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DAY = f"(?!0)([0-9]{{4}}-({_LONG_MONTH}|{_SHORT_MONTH}|{_FEBRUARY})|{_LEAP_YEAR}-02-29)"
_TIME = r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
_VKEY = r"[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}"

NAME_IS = f"a name: one line, no space around it, 1 to {MAX_NAME} characters"
LINE_IS = f"one line, no space around it, at most {MAX_NAME} characters"
TEXT_IS = f"text without control characters, at most {MAX_TEXT:,} characters"
DATE_IS = "a day of the calendar, or an instant in UTC"

Name = Annotated[str, Meta(title=NAME_IS, examples=["C-Eval"], pattern=_LINE, min_length=1, max_length=MAX_NAME)]
Line = Annotated[str, Meta(title=LINE_IS, pattern=_LINE, max_length=MAX_NAME)]
Text = Annotated[str, Meta(title=TEXT_IS, pattern=_TEXT, max_length=MAX_TEXT)]
Words = Annotated[str, Meta(title=f"{TEXT_IS}, not empty", pattern=_TEXT, min_length=1, max_length=MAX_TEXT)]
Url = Annotated[
    str,
    Meta(title="an address", examples=["https://example.org/"], pattern=f"^({_URL})?{_END}", max_length=MAX_URL),
]
Decimal = Annotated[
    str, Meta(title="a decimal string", examples=["77.1"], pattern=f"^{_DECIMAL}{_END}", max_length=MAX_DIGITS)
]
MaybeDecimal = Annotated[
    str, Meta(title="a decimal string", examples=["77.1"], pattern=f"^({_DECIMAL})?{_END}", max_length=MAX_DIGITS)
]
Sha256 = Annotated[str, Meta(title="a SHA-256 as 64 lowercase hex digits", pattern=f"^[0-9a-f]{{64}}{_END}")]
MaybeSha256 = Annotated[str, Meta(title="a SHA-256 as 64 lowercase hex digits", pattern=f"^([0-9a-f]{{64}})?{_END}")]
StatementId = Annotated[str, Meta(title="a statement id: 64 lowercase hex digits", pattern=f"^[0-9a-f]{{64}}{_END}")]
MaybeStatementId = Annotated[
    str, Meta(title="a statement id: 64 lowercase hex digits", pattern=f"^([0-9a-f]{{64}})?{_END}")
]
Date = Annotated[
    str, Meta(title=DATE_IS, examples=["2023-11-29", "2023-11-29T08:00:00Z"], pattern=f"^({_DAY}({_TIME})?)?{_END}")
]
PublisherName = Annotated[
    str,
    Meta(
        title="a publisher's name without space or plus",
        examples=["example.org"],
        pattern=f"^{_PUBLISHER}{_END}",
        max_length=MAX_NAME,
    ),
]
MaybePublisherName = Annotated[
    str,
    Meta(
        title="a publisher's name without space or plus",
        examples=["example.org"],
        pattern=f"^({_PUBLISHER})?{_END}",
        max_length=MAX_NAME,
    ),
]
Vkey = Annotated[str, Meta(title="a vkey, NAME+ID+KEY", pattern=f"^{_VKEY}{_END}", max_length=MAX_URL)]
MaybeVkey = Annotated[str, Meta(title="a vkey, NAME+ID+KEY", pattern=f"^({_VKEY})?{_END}", max_length=MAX_URL)]
Reason = Annotated[
    str,
    Meta(
        title="the id of a rule, or other",
        examples=["no-source"],
        pattern=f"^[a-z][a-z0-9]*(-[a-z0-9]+)*{_END}",
        max_length=MAX_NAME,
    ),
]
Hash = Annotated[str, Meta(title="32 bytes as 64 lowercase hex digits", pattern=f"^[0-9a-f]{{64}}{_END}")]
Count = Annotated[int, Meta(title="a whole number, 0 or more", ge=0, le=MAX_INTEGER)]
Ordinal = Annotated[int, Meta(title="a whole number, 1 or more", ge=1, le=MAX_INTEGER)]
Whole = Annotated[int, Meta(title="a whole number", ge=-MAX_INTEGER, le=MAX_INTEGER)]
# Any: what a publisher keeps here is shown and judged by nothing.
Free = Annotated[dict[str, Any], Meta(title="an object of your own")]
PublisherClass = Literal["", "academic", "vendor", "market", "media", "government", "individual"]


class Record(Struct, frozen=True, forbid_unknown_fields=True, repr_omit_defaults=True):
    """A JSON object with fixed keys, whose order here is the order in which they are written."""


class Source(Record, frozen=True):
    """A document elsewhere."""

    url: Url = ""
    """Where it can be read."""
    sha256: MaybeSha256 = ""
    """Hash of its bytes, so that it cannot be exchanged."""


class Tie(Record, frozen=True):
    """An interest in somebody who is ranked."""

    to: Name
    """The developer to whom the tie is."""
    nature: Literal["owner", "investor", "customer", "sponsor"]
    """What the publisher is to that developer, or that developer to the publisher."""


class Statement(Record, frozen=True, tag_field="type", weakref=True):
    """Base of the types of statement."""

    SHORT_NAME: ClassVar[str]
    """What people call the type: `evaluation`."""

    @property
    def type(self) -> str:
        """Such as `jinbang/evaluation/v1`."""
        return str(self.__struct_config__.tag)

    @property
    def signers(self) -> tuple[str, ...]:
        """Who must sign: one publisher, or several for a joint statement."""
        raise NotImplementedError

    def contradictions(self) -> Iterator[Problem]:
        """Yield what is wrong between fields that are each well formed."""
        raise NotImplementedError


class Spoken(Statement, frozen=True, kw_only=True):
    """Base of statements by one publisher, or by several together."""

    publisher: MaybePublisherName = ""
    """Who says this, and signs it."""
    publishers: tuple[PublisherName, ...] = ()
    """Instead of it: all who say it together."""

    @property
    def signers(self) -> tuple[str, ...]:
        return self.publishers or (self.publisher,)

    def contradictions(self) -> Iterator[Problem]:
        yield from joint_contradictions(self.publisher, self.publishers)


def joint_contradictions(publisher: str, publishers: tuple[str, ...]) -> Iterator[Problem]:
    """Yield what is wrong with who speaks: one publisher, or two or more, sorted, each once."""
    if publisher and publishers:
        yield Problem("publishers", "publisher as well", "one of the two")
    elif not publisher and not publishers:
        yield Problem("publisher", "nothing", "who signs, or publishers for a joint statement")
    elif publishers and (len(publishers) == 1 or list(publishers) != sorted(set(publishers))):
        yield Problem("publishers", shown(", ".join(publishers)), "two or more names, sorted, each once")
