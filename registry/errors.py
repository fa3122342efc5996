"""Every way a question about rankings can fail.

RegistryError
├── StatementError(problems)            the text is not a statement: every problem, each with the field it is in
├── QuestionError                       the question is malformed: an option, a filter, a citation (exit 2)
└── NothingToJudge                      the question is sound, and the record holds nothing about it (exit 3)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ledger.text import MAX_SHOWN, plain

MAX_LISTED = 20
"""Problems that an error lists; the rest is counted."""


class RegistryError(Exception):
    """Base of all: one line that says what was found and what was needed."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self._advice = advice

    def advice(self) -> str:
        """Return what to do next, or an empty string; printed by the command line only."""
        return self._advice


class Problem(NamedTuple):
    """One thing that is wrong with a statement. All three are printable, on one line."""

    path: str
    """The field, such as `placements[3].scores[0].value`; empty for the statement as a whole."""
    found: str
    """What stands there, quoted if it is text, cut if it is long."""
    expected: str
    """What belongs there."""

    def __str__(self) -> str:
        return f"{self.path or 'statement'}: found {self.found}, expected {self.expected}"


class StatementError(RegistryError):
    """The text is not a statement."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        assert problems, "a statement is refused for a reason"
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")
        self.problems = tuple(problems)
        """Everything that is wrong; one or more."""

    def advice(self) -> str:
        lines = [str(problem) for problem in self.problems[1:MAX_LISTED]]
        left = len(self.problems) - MAX_LISTED
        if left > 0:
            lines.append(f"… and {left} more")
        return "\n".join([*lines, "`jinbang schema TYPE` lists the fields of a statement."])


class QuestionError(RegistryError):
    """The question is malformed."""


class NothingToJudge(RegistryError):
    """The question is sound, and the record holds nothing about it."""


def shown(value: object) -> str:
    """Return what stands at a place, for a one-line message: text quoted, cut and printable, an object or a list by its kind."""
    if isinstance(value, str):
        cut = value if len(value) <= MAX_SHOWN else value[:MAX_SHOWN] + "…"
        return f'"{plain(cut)}"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 10**MAX_SHOWN):
        return plain(repr(value)[:MAX_SHOWN])
    kinds = ((dict, "an object"), (list, "a list"), (int, "a number too large to show"))
    return next((name for kind, name in kinds if isinstance(value, kind)), f"a {type(value).__name__}")
