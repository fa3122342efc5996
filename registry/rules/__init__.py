"""What can be wrong with a ranking: one reason a file.

A rule looks at named fields and never guesses. What it cannot look at is `NotCheckable`, which is not a pass. To add a rule,
write its file with a `RULE`, and add it to `ALL`, in the order of the catalogue. Rules of other packages are found in `others`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from registry.errors import QuestionError, shown
from registry.rules import (
    boards_disagree,
    broken_seal,
    claim_not_on_board,
    closed_process,
    contamination_measured,
    dataset_uncommitted,
    does_not_add_up,
    few_items,
    grader_unpinned,
    impossible_number,
    judge_unspecified,
    key_compromised,
    late_entry,
    lead_within_noise,
    look_alike_name,
    no_method,
    no_source,
    no_uncertainty,
    not_re_runnable,
    not_witnessed,
    nothing_measured,
    one_dimension,
    opaque_weights,
    open_before_model,
    open_dispute,
    partial_run,
    popularity_as_ability,
    prefix_first,
    ranker_is_contestant,
    selective_disclosure,
    self_reported,
    shifting_identity,
    silent_edit,
    superseded_first,
    too_good_here,
    trained_on_test,
    two_firsts,
    unknown_ranker,
    unlike_settings,
    unnamed_model,
    unpinned_source,
    vanished_row,
    worn_out_exam,
    wrong_exam,
)
from registry.rules.base import Context, Finding, Hit, Missing, NotCheckable, Rule, Severity
from registry.rules.others import others, said_by
from registry.statements import Statement

__all__ = [
    "ALL",
    "Context",
    "Finding",
    "Findings",
    "Missing",
    "NotCheckable",
    "Rule",
    "Severity",
    "every",
    "rule_named",
    "run",
]

ALL: tuple[Rule, ...] = (
    no_source.RULE,
    unknown_ranker.RULE,
    no_method.RULE,
    unpinned_source.RULE,
    unnamed_model.RULE,
    nothing_measured.RULE,
    popularity_as_ability.RULE,
    opaque_weights.RULE,
    judge_unspecified.RULE,
    ranker_is_contestant.RULE,
    self_reported.RULE,
    selective_disclosure.RULE,
    open_before_model.RULE,
    trained_on_test.RULE,
    contamination_measured.RULE,
    too_good_here.RULE,
    closed_process.RULE,
    dataset_uncommitted.RULE,
    broken_seal.RULE,
    grader_unpinned.RULE,
    not_re_runnable.RULE,
    no_uncertainty.RULE,
    lead_within_noise.RULE,
    partial_run.RULE,
    impossible_number.RULE,
    does_not_add_up.RULE,
    few_items.RULE,
    prefix_first.RULE,
    wrong_exam.RULE,
    one_dimension.RULE,
    unlike_settings.RULE,
    two_firsts.RULE,
    claim_not_on_board.RULE,
    boards_disagree.RULE,
    superseded_first.RULE,
    worn_out_exam.RULE,
    silent_edit.RULE,
    vanished_row.RULE,
    shifting_identity.RULE,
    open_dispute.RULE,
    key_compromised.RULE,
    look_alike_name.RULE,
    late_entry.RULE,
    not_witnessed.RULE,
)
"""The catalogue."""
_NAMES = frozenset(name for rule in ALL for name in (rule.id, rule.code))
_ORDER = list(Severity)


def every() -> tuple[Rule, ...]:
    """Return the catalogue and the rules of other packages; raises RuleUnusable."""
    return (*ALL, *others(_NAMES))


class Findings(Struct, frozen=True):
    """What the rules said of one statement."""

    found: tuple[Finding, ...]
    """The gravest first, then in the order of the catalogue."""
    not_checkable: tuple[NotCheckable, ...]

    @property
    def worst(self) -> Finding | None:
        """The gravest finding that makes a verdict `flagged`, or None."""
        return next((finding for finding in self.found if finding.weighs), None)

    def about(self, placement: str | None) -> Findings:
        """Return what concerns the lines of one model: findings about other models' lines are left out."""
        own = tuple(finding for finding in self.found if finding.placement in (None, placement))
        return Findings(own, self.not_checkable)

    def joined(self, other: Findings) -> Findings:
        """Return both, the gravest first. What both say is said once, as gravely as this one has it."""
        told = {(one.rule.id, one.placement, one.message) for one in self.found}
        more = (one for one in other.found if (one.rule.id, one.placement, one.message) not in told)
        found = sorted((*self.found, *more), key=_gravity)
        return Findings(tuple(found), (*self.not_checkable, *other.not_checkable))


def rule_named(name: str) -> Rule:
    """Return a rule by its id or its code, such as `no-source` or `U1`.

    Raises: QuestionError with what may have been meant.
    """
    wanted = name.casefold()
    found = next((rule for rule in every() if wanted in (rule.id, rule.code.casefold())), None)
    if found is None:
        from registry.statements.problems import one_of  # deferred: only a slip of the pen needs it

        raise QuestionError(f"rule: found {shown(name)}, expected {one_of([rule.id for rule in every()], wanted)}")
    return found


def _said(rule: Rule, statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    return rule.check(statement, context) if rule.id in _NAMES else said_by(rule, statement, context)


def _gravity(finding: Finding) -> int:
    return _ORDER.index(finding.severity)


def run(statement: Statement, context: Context, rules: Sequence[Rule] | None = None) -> Findings:
    """Return what the rules find in a statement: some, or every one."""
    found: list[Finding] = []
    not_checkable: list[NotCheckable] = []
    for rule in every() if rules is None else rules:
        if not isinstance(statement, rule.applies_to):
            continue
        for said in _said(rule, statement, context):
            if isinstance(said, Missing):
                not_checkable.append(NotCheckable(rule, said.field))
            else:
                severity = said.severity or rule.severity
                found.append(Finding(rule, severity, said.placement, said.seen, said.message.en, said.message.zh))
    found.sort(key=_gravity)
    return Findings(tuple(found), tuple(not_checkable))
