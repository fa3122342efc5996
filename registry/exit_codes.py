"""From an error to an exit code: the one place that decides it.

0 asked and true; done        1 asked and false            2 the question was malformed
3 nothing to judge            4 could not look or write    130 interrupted
141 nobody reads on: what a shell says of a program that a closed pipe ends
"""

from __future__ import annotations

from enum import IntEnum

from ledger.errors import (
    DamagedError,
    FormatError,
    KeyFileError,
    LedgerError,
    NotLogged,
    RefusedError,
    StoreError,
    VerificationError,
)
from registry.errors import NothingToJudge, QuestionError, RegistryError, StatementError


class Exit(IntEnum):
    """What a process says when it ends."""

    TRUE = 0
    FALSE = 1
    MALFORMED = 2
    NOTHING = 3
    CANNOT = 4
    INTERRUPTED = 130
    UNREAD = 141


# The first that fits decides, so the narrower type stands first.
_CODES: tuple[tuple[type[Exception], Exit], ...] = (
    (StatementError, Exit.MALFORMED),
    (QuestionError, Exit.MALFORMED),
    (NothingToJudge, Exit.NOTHING),
    (FormatError, Exit.MALFORMED),
    (RefusedError, Exit.FALSE),
    (VerificationError, Exit.FALSE),
    (NotLogged, Exit.NOTHING),
    (DamagedError, Exit.FALSE),
    (KeyFileError, Exit.CANNOT),
    (StoreError, Exit.CANNOT),
    (OSError, Exit.CANNOT),
)


def code_of(error: Exception) -> Exit:
    """Return the exit code for an error of ours or of the system."""
    for kind, code in _CODES:
        if isinstance(error, kind):
            return code
    assert isinstance(error, LedgerError | RegistryError), f"no exit code for {type(error).__name__}"
    return Exit.CANNOT
