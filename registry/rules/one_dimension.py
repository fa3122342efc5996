"""P3: the best at one thing, or at nothing in particular, called the best."""

from __future__ import annotations

from collections.abc import Iterator

from registry.names import folded
from registry.rules.base import RANKINGS_AND_CLAIMS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.cited import cited
from registry.statements import Claim, Evaluation, Statement

_ENGLISH = frozenset({"strongest", "best", "king", "crushes", "crushing", "crushed"})
_CHINESE = ("最强", "王者", "全面超越", "碾压")
_MAX_SHOWN = 200
"""Characters of a claim's text in a finding."""


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    if isinstance(statement, Claim):
        yield from _claim(statement, context)
    elif isinstance(statement, Evaluation):
        yield from _ranking(statement)


def _ranking(evaluation: Evaluation) -> Iterator[Hit | Missing]:
    """Yield a ranking of one dimension that its name does not say."""
    if all(placement.rank is None for placement in evaluation.placements):
        return
    name, dimension = evaluation.leaderboard.name, _single(evaluation)
    if not evaluation.dimensions:
        yield Missing("dimensions")
    elif dimension and dimension not in folded(name):
        yield Hit(
            Words(
                f"{name} ranks by {dimension} alone.",
                f"{name}只按 {dimension} 一个维度排名。",
            ),
            (Seen("dimensions", ", ".join(evaluation.dimensions)), Seen("leaderboard.name", name)),
            Severity.MAJOR if _is_superlative(name) else Severity.MINOR,
        )


def _claim(claim: Claim, context: Context) -> Iterator[Hit | Missing]:
    if not claim.leaderboard and not claim.scope:
        yield Hit(
            Words(
                "The claim names neither a leaderboard nor a scope: nobody can tell at what the model is better.",
                "该说法既没有指明榜单，也没有指明范围：无从知道模型究竟在哪方面更好。",
            ),
            (Seen("leaderboard", ""), Seen("scope", ""), Seen("text", claim.text[:_MAX_SHOWN])),
            Severity.MAJOR if _is_superlative(claim.text) else Severity.MINOR,
        )
    elif claim.leaderboard and not claim.scope and _is_superlative(claim.text):
        standing = cited(claim, context)
        if isinstance(standing, Missing):
            yield standing
        elif standing is not None:
            yield from _unqualified(claim, standing.recorded.statement, f"entry {standing.recorded.index} ")


def _unqualified(claim: Claim, ranking: Evaluation, where: str) -> Iterator[Hit | Missing]:
    dimension = _single(ranking)
    if not ranking.dimensions:
        yield Missing(f"{where}dimensions")
    elif dimension and dimension not in folded(claim.text):
        yield Hit(
            Words(
                f"The claim speaks of the best, and the ranking looks at {dimension} alone.",
                f"该说法宣称最强，而该榜单只考查 {dimension} 一个维度。",
            ),
            (Seen("text", claim.text[:_MAX_SHOWN]), Seen(f"{where}dimensions", ", ".join(ranking.dimensions))),
            Severity.MAJOR,
        )


def _single(evaluation: Evaluation) -> str:
    """Return the one dimension that a ranking looks at; empty when there are several, or none is named."""
    dimensions = {folded(one) for one in evaluation.dimensions}
    return dimensions.pop() if len(dimensions) == 1 else ""


def _is_superlative(text: str) -> bool:
    words = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    return not _ENGLISH.isdisjoint(words) or any(word in text for word in _CHINESE)


RULE = Rule(
    id="one-dimension",
    code="P3",
    group=Group.SCOPE,
    severity=Severity.MINOR,
    version=1,
    fields=("dimensions", "leaderboard.name", "leaderboard", "scope", "text"),
    applies_to=RANKINGS_AND_CLAIMS,
    why=Words(
        "The most accurate may be the slowest, the least safe or the easiest to lead astray.",
        "最准确的模型，可能也最慢、最不安全或最容易被误导。",
    ),
    source="The press criticism of 2023 (efficiency, robustness and safety are missing); HELM (many metrics for each scenario)",
    cure=Words(
        "Say at what the model is first; rank robustness, safety and efficiency too.",
        "写明在哪一方面第一；同时评测鲁棒性、安全性和效率。",
    ),
    check=_check,
)
