"""Whether a newer statement does not have what a rule objects to. What the rule could not look at is not cured."""

from __future__ import annotations

from registry import rules
from registry.record import Logged, Record
from registry.record.flags import Cures
from registry.rules import Context
from registry.statements import Flag, Statement


def cures(record: Record) -> Cures:
    """Return what tells whether a newer statement surely does not have what a flag's rule objects to."""

    def cured(flag: Flag, newer: Logged[Statement]) -> bool:
        rule = next((one for one in rules.every() if one.id == flag.reason), None)
        if rule is None or not isinstance(newer.statement, rule.applies_to):
            return False
        said = rules.run(newer.statement, Context(record.publisher, record, newer), [rule])
        # A flag on one line is cured when neither that line nor the whole is hit any more.
        still = [hit for hit in said.found if not flag.placement or hit.placement in (None, flag.placement)]
        return not still and not said.not_checkable

    return cured
