"""What becomes of a batch in which some files are refused: nothing is written, or with `--keep-going` the rest is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.errors import DuplicateError, RefusedError
from registry import output
from registry.cli import context
from registry.cli.changes import Made, answer_appended, answer_refused, append_raws, tidy
from registry.cli.making import Refused
from registry.exit_codes import Exit

if TYPE_CHECKING:
    from ledger.log import Ledger, Receipt

_LISTED = 20
"""Files on record already that are named one by one."""


@dataclass(slots=True)
class Batch:
    """Signed entries on their way into a ledger, and the files of which none was made."""

    ledger: Ledger
    made: Sequence[Made]
    refused: Sequence[Refused]
    keep_going: bool
    as_json: bool

    def stop_if_refused(self) -> None:
        """End the command when a file was refused, unless there are good ones and it is to keep going."""
        if self.refused and not (self.keep_going and self.made):
            self._end_with_nothing()

    def preview(self) -> None:
        """Show what would be appended, and say what would not."""
        from registry.cli.preview import Planned, preview

        preview(self.ledger, map(Planned.of, self.made), as_json=self.as_json, refused=self._reasons())
        self._end_if_refused()

    def append(self) -> None:
        """Append the entries in one commit, and answer."""
        receipt = self._appended()
        refused, told = self._reasons(), self._told()
        answer_appended(self.ledger, receipt, as_json=self.as_json, refused=refused, told=told)
        tidy(self.ledger)
        self._end_if_refused()

    def _appended(self) -> Receipt:
        """Return where the entries are; what the ledger itself refuses is left out when it is to keep going."""
        while True:
            try:
                return append_raws(self.ledger, self.made)
            except RefusedError as error:
                why = error.refused
                self.refused = [*self.refused, *(Refused(self.made[at].source, one) for at, one in why.items())]
                self.made = [one for at, one in enumerate(self.made) if at not in why]
                if not (self.keep_going and self.made):
                    self._end_with_nothing()

    def _reasons(self) -> list[dict[str, str]]:
        return list(map(_reason, self.refused))

    def _told(self) -> list[dict[str, str]]:
        """Return the reasons as a person reads them: a folder that is appended each night is on record but for the new files."""
        known = [one for one in self.refused if isinstance(one.error, DuplicateError)]
        if len(known) <= _LISTED:
            return self._reasons()
        others = [_reason(one) for one in self.refused if not isinstance(one.error, DuplicateError)]
        such = f"on record already, such as {known[0].file} ({context.reason(known[0].error)})"
        return [*others, {"file": f"{len(known):,} files", "reason": such}]

    def _end_with_nothing(self) -> None:
        answer_refused(self.ledger, self._reasons(), as_json=self.as_json, told=self._told())
        output.end(self._code())

    def _end_if_refused(self) -> None:
        if self.refused:
            output.end(self._code())

    def _code(self) -> int:
        """Return how to end: when it is to keep going, that something is on record already is no failure."""
        failed = [one.error for one in self.refused if not (self.keep_going and isinstance(one.error, DuplicateError))]
        return context.worst(failed) if failed else Exit.TRUE


def _reason(one: Refused) -> dict[str, str]:
    return {"file": one.file, "reason": context.reason(one.error)}
