"""The page that tells what can be wrong with a ranking, made from the rules: `python -m registry.rules.describe`."""

from __future__ import annotations

import sys

from registry.rules import ALL, Rule
from registry.rules.base import Group

_HEAD = """# Findings: what can be wrong with a ranking

This page is made from the rules in `registry/rules/` by `python -m registry.rules.describe`; `jinbang rules` prints the same.

A rule is one reason not to believe a ranking as it stands. It looks at named fields and at other entries of the ledger, fetches
nothing and guesses nothing. A finding says what was seen, and is never a verdict on a model. Findings are derived: they carry
the rule and its version, and are not stored in the ledger, so that a better rule changes the view and never the record. Where a
field that a rule needs is not there, the answer is "not checkable" with the field, never "passed".

| severity | means |
|---|---|
| critical | the ranking cannot carry a claim |
| major | it can mislead |
| minor | a gap |
| note | context |

A finding that is critical or major makes a verdict `flagged`, with its group. The severity below is a rule's usual one; some findings
weigh more or less, and say so. The standard error of a score is the recorded one, else that of its recorded interval, else
sqrt(p(1-p)/n) for a share of right items; the unit is the criterion's, never guessed from the number. Of a mean over parts, such as
subjects, that is an approximation, and the finding says so.
"""


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join([_HEAD, *_table(), *(_group(group) for group in Group if _of(group))])


def _of(group: Group) -> list[Rule]:
    return [rule for rule in ALL if rule.group == group]


def _table() -> list[str]:
    rows = [
        f"| [{one.code}](#{one.code.lower()}-{one.id}) | `{one.id}` | {one.group} | {one.severity} |" for one in ALL
    ]
    return ["| code | rule | group | severity |", "|---|---|---|---|", *rows, ""]


def _group(group: Group) -> str:
    return "\n".join([f"## {group.capitalize()}", "", *(_section(rule) for rule in _of(group))])


def _section(rule: Rule) -> str:
    kinds = " and ".join(f"{kind.SHORT_NAME}s" for kind in rule.applies_to)
    fields = ", ".join(f"`{field}`" for field in rule.fields)
    return "\n".join(
        [
            f"### {rule.code} {rule.id}",
            "",
            f"{rule.why.en} {rule.why.zh}",
            "",
            f"- {rule.severity.capitalize()}, version {rule.version}, of {kinds}",
            f"- looks at: {fields}",
            f"- source: {rule.source}",
            f"- cure: {rule.cure.en} {rule.cure.zh}",
            "",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(page())
