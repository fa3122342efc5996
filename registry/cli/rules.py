"""`jinbang rules`: what can be wrong with a ranking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from registry import output
from registry.cli.options import JsonOption, answering

if TYPE_CHECKING:
    from registry.rules import Rule


def rules(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="Such as no-source or U1; without it, all are listed.")
    ] = "",
    *,
    json: JsonOption = False,
) -> None:
    """Say what can be wrong with a ranking: what each rule looks at, why, and how a publisher cures it.

    Example: jinbang rules no-source
    """
    from registry.rules import every, rule_named  # deferred: --help stays light

    with answering(as_json=json):
        told = (rule_named(rule),) if rule else every()
        if json:
            output.json_object({"rules": [_json(one) for one in told]})
        elif rule:
            output.lines(_whole(told[0]))
        else:
            output.lines(_line(one) for one in told)


def _line(rule: Rule) -> str:
    return f"{rule.code}  {rule.id:<24} {rule.group:<14} {rule.severity:<9} {rule.why.en}"


def _whole(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.id}: {rule.group}, {rule.severity}, version {rule.version}"
    yield f"looks at  {', '.join(rule.fields)}"
    yield f"of        {', '.join(kind.SHORT_NAME for kind in rule.applies_to)}"
    yield f"why       {rule.why.en}"
    yield f"          {rule.why.zh}"
    yield f"source    {rule.source}"
    yield f"cure      {rule.cure.en}"
    yield f"          {rule.cure.zh}"


def _json(rule: Rule) -> dict[str, object]:
    return {
        "rule": rule.id,
        "code": rule.code,
        "group": rule.group,
        "severity": rule.severity,
        "version": rule.version,
        "fields": list(rule.fields),
        "applies_to": [kind.SHORT_NAME for kind in rule.applies_to],
        "why": rule.why.en,
        "why_zh": rule.why.zh,
        "source": rule.source,
        "cure": rule.cure.en,
        "cure_zh": rule.cure.zh,
    }
