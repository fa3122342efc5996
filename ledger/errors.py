"""Every way a log can be wrong.

A caller can tell apart: it is false, it is not there, it is not readable, it is not reachable.

LedgerError
├── FormatError(what, why)              the bytes are not what the specification says
├── VerificationError                   the bytes are well formed and the claim is false
│   ├── SignatureError                  no signature by a key that counts
│   ├── InclusionError                  the proof does not lead to the root
│   ├── ConsistencyError                two checkpoints that cannot both be true: keeps both, it is evidence
│   ├── QuorumError(have, need)         too few witnesses
│   ├── DuplicateError                  the statement is in the log already
│   ├── RefusedError(refused)           entries of an append that may not follow the head
│   └── RollbackError                   the ledger is behind what its key has signed
├── NotLogged                           there is no such entry
├── KeyFileError                        a key file cannot be used; says nothing about the claim
└── StoreError                          disk or git failed; says nothing about the claim
    ├── BusyError                       another writer holds the lock
    ├── DamagedError(path)              a stored object is not what its name says, or is gone
    └── MovedError                      the head moved between reading and writing
"""

from __future__ import annotations

from collections.abc import Mapping


def _rebuild(kind: type[LedgerError], args: tuple[object, ...], state: dict[str, object]) -> LedgerError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class LedgerError(Exception):
    """Base of all: one line that says what was found and what was needed."""

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes whole, whatever the arguments of a subclass are."""
        return _rebuild, (type(self), self.args, self.__dict__)

    def advice(self) -> str:
        """Return what to do next, or an empty string; printed by the command line only."""
        return ""


class FormatError(LedgerError):
    """The bytes are not what the specification says."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what}: {why}")
        self.what = what
        self.why = why


class VerificationError(LedgerError):
    """The bytes are well formed and the claim is false."""


class SignatureError(VerificationError):
    """No signature by a key that counts."""


class InclusionError(VerificationError):
    """The proof does not lead to the root."""


class ConsistencyError(VerificationError):
    """Two checkpoints that cannot both be true."""

    def __init__(self, message: str, old: bytes = b"", new: bytes = b"") -> None:
        super().__init__(message)
        self.old = old
        """The older checkpoint as signed, or empty when only roots were compared."""
        self.new = new
        """The newer checkpoint as signed, or empty when only roots were compared."""


class QuorumError(VerificationError):
    """Too few witnesses."""

    def __init__(self, have: int, need: int) -> None:
        super().__init__(f"witnesses: {have} of the {need} that the policy needs")
        self.have = have
        self.need = need


class DuplicateError(VerificationError):
    """The statement is in the log already."""

    def __init__(self, statement_id: str, index: int) -> None:
        super().__init__(f"statement {statement_id[:16]}: already in the ledger as entry {index}")
        self.statement_id = statement_id
        self.index = index


class RefusedError(VerificationError):
    """Entries of an append that may not follow the head; nothing was written."""

    def __init__(self, refused: Mapping[int, LedgerError]) -> None:
        first = min(refused)
        more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
        super().__init__(f"{refused[first]}{more}")
        self.refused = dict(sorted(refused.items()))
        """Why, by position in the append, from 0."""


class RollbackError(VerificationError):
    """The ledger is behind, or beside, what its key has already signed."""

    def advice(self) -> str:
        return "The log went back or was forked. Bring back the newer copy of the repository, from a clone or a newer backup."


class NotLogged(LedgerError):
    """There is no such entry."""


class KeyFileError(LedgerError):
    """A key file cannot be read, opened or trusted."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self._advice = advice

    def advice(self) -> str:
        return self._advice


class StoreError(LedgerError):
    """Disk or git failed; says nothing about the claim."""


class BusyError(StoreError):
    """Another writer holds the lock."""

    def advice(self) -> str:
        return "Wait for the other append to end, then try again."


class DamagedError(StoreError):
    """A stored object is not what its name says, or is gone."""

    def __init__(self, path: str, found: str, needed: str) -> None:
        super().__init__(f"{path}: {found}; needed {needed}")
        self.path = path
        self.found = found
        self.needed = needed


class MovedError(StoreError):
    """The head moved between reading and writing."""
