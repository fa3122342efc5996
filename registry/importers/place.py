"""A value in a file together with the place it stands at, so that every refusal says where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

from ledger.statement import MAX_INTEGER
from ledger.text import plain
from registry.errors import QuestionError, shown
from registry.importers.large import HELD, Large, LargeList, LargeObject
from registry.importers.numbers import NOT_A_NUMBER, Number, decimal, whole
from registry.statements.common import MAX_NAME

_LATEST = 253402300799
"""The last second of the year 9999."""
_SIMPLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LONGEST_PLACE = 120
_SECONDS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:[^\s\x00-\x1f\x7f-\x9f]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class ImportRefusedError(QuestionError):
    """The file is not what its format says, or holds what no statement can."""


class TooLargeError(ImportRefusedError):
    """The file may well be of its format, and holds more than is read of one."""


@dataclass(frozen=True, slots=True)
class At:
    """A value of a JSON file, and where it stands. A member that is not there is an `At` of None."""

    value: object
    path: str = "$"

    def __bool__(self) -> bool:
        """Say whether something stands here; null is nothing."""
        return self.value is not None

    @property
    def is_object(self) -> bool:
        """Whether an object stands here."""
        return isinstance(self.value, dict | LargeObject)

    @property
    def is_list(self) -> bool:
        """Whether a list stands here."""
        return isinstance(self.value, list | LargeList)

    def __getitem__(self, key: str) -> At:
        """Return a member of an object; of nothing there is nothing. Anything else is refused."""
        if self.value is None:
            return At(None, self._member(key))
        if not isinstance(self.value, dict | LargeObject):
            self.refuse("an object")
        return At(self.value.get(key), self._member(key))

    def names(self) -> tuple[str, ...]:
        """Return the keys of an object, none when there is none."""
        if self.value is None:
            return ()
        if isinstance(self.value, LargeObject):
            return self.value.names()
        return tuple(self.value) if isinstance(self.value, dict) else self.refuse("an object")

    def items(self) -> Iterator[tuple[str, At]]:
        """Yield the members of an object, none when there is none."""
        for key in self.names():
            yield key, self[key]

    def list(self) -> Iterator[At]:
        """Yield the values of a list, none when there is none."""
        if self.value is None:
            return
        if not isinstance(self.value, list | LargeList):
            self.refuse("a list")
        for number, item in enumerate(self.value):
            yield At(item, f"{self.path}[{number}]")

    def text(self) -> str:
        """Return a text, empty when there is none."""
        if self.value is None:
            return ""
        if not isinstance(self.value, str) or isinstance(self.value, Number):
            self.refuse(f"a text of at most {HELD:,} bytes" if isinstance(self.value, Large) else "a text")
        if not self.value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in self.value):
            self.refuse("text without half characters")
        return self.value

    def line(self) -> str:
        """Return a text that fits a field of one line, empty when there is none."""
        text = self.text().strip()
        if len(text) > MAX_NAME or _BREAKS.search(text):
            self.refuse(f"one line of at most {MAX_NAME} characters")
        return text

    def words(self) -> str:
        """Return a text with line breaks, without other control characters; empty when there is none."""
        text = self.text().replace("\r\n", "\n").replace("\t", " ").strip()
        return text if _CONTROL.search(text) is None else self.refuse("text without control characters")

    def address(self) -> str:
        """Return an address, empty when there is none."""
        text = self.line()
        return text if not text or _ADDRESS.fullmatch(text) else self.refuse("an address such as https://example.org/")

    def time(self) -> str:
        """Return a time that is written within quotes: seconds since 1970, a day, or ISO 8601. Empty when there is none."""
        text = self.line()
        if _SECONDS.fullmatch(text):
            return At(Number(text), self.path).unix_time()
        if _DAY.fullmatch(text):
            return text if At(f"{text}T00:00:00Z", self.path).iso_time() else ""
        return self.iso_time()

    def spelled(self) -> str:
        """Return a text or a number as it is written: a version may be either."""
        return str(self.value) if isinstance(self.value, Number) else self.line()

    def decimal(self) -> str:
        """Return a number with its printed digits; empty when there is none, or when it is written as not a number."""
        if self.value is None or self.is_no_number():
            return ""
        written = decimal(self.value) if isinstance(self.value, Number) else None
        return written if written is not None else self.refuse("a number that a statement can hold (40 digits)")

    def is_no_number(self) -> bool:
        """Say whether NaN or an infinity stands here."""
        return isinstance(self.value, Number) and self.value in NOT_A_NUMBER

    def count(self) -> int | None:
        """Return a whole number of 0 or more, or None when there is none."""
        if self.value is None:
            return None
        number = whole(self.value) if isinstance(self.value, Number) else None
        return number if number is not None and 0 <= number <= MAX_INTEGER else self.refuse("a whole number, 0 or more")

    def truth(self) -> bool | None:
        """Return true or false, or None when there is neither."""
        return self.value if self.value is None or isinstance(self.value, bool) else self.refuse("true or false")

    def unix_time(self) -> str:
        """Return seconds since 1970 as an instant in UTC, empty when there are none."""
        written = self.decimal()
        if not written:
            return ""
        seconds = int(written.partition(".")[0])
        if not 0 <= seconds <= _LATEST or written.startswith("-"):
            self.refuse("seconds since 1970")
        return _instant(datetime.fromtimestamp(seconds, UTC))

    def iso_time(self) -> str:
        """Return an ISO 8601 instant with a zone as an instant in UTC, empty when there is none."""
        text = self.text()
        if not text:
            return ""
        try:
            at = datetime.fromisoformat(text)
            return _instant(at.astimezone(UTC)) if at.tzinfo is not None else self.refuse("a time with its zone")
        except (ValueError, OverflowError):
            self.refuse("an ISO 8601 time")

    def refuse(self, needed: str) -> NoReturn:
        """Raise an error that names the place, what stands there and what was needed."""
        value = self.value
        told = str(value)[:40] if isinstance(value, Number | Large) else shown(value)
        found = told if self else "nothing"
        where = self.path if len(self.path) <= _LONGEST_PLACE else self.path[:_LONGEST_PLACE] + "…"
        raise ImportRefusedError(f"{plain(where)}: found {plain(found)}, expected {plain(needed)}")

    def _member(self, key: str) -> str:
        return f"{self.path}.{key}" if _SIMPLE.fullmatch(key) else f"{self.path}[{shown(key)}]"


def _instant(at: datetime) -> str:
    return at.strftime("%Y").rjust(4, "0") + at.strftime("-%m-%dT%H:%M:%SZ")
