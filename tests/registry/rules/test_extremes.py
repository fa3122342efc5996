"""No ranking that a statement can hold makes a rule stumble: numbers of forty digits, of no items, of reversed intervals."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from registry import rules
from registry.record import Logged
from registry.rules import Context
from tests.registry.rules.made import KNOWN, cites, exemplary
from tests.registry.whole import WholeRecord

WHOLE = 2**53 - 1
numbers = st.sampled_from(
    [
        "0",
        "0.0",
        "-5",
        "1",
        "71.4",
        "71.39",
        "100",
        "100.0",
        "9" * 40,
        "-" + "9" * 39,
        "0." + "0" * 37 + "1",
        "0." + "3" * 38,
    ]
)
maybe = numbers | st.just("")
counts = st.sampled_from([None, 0, 1, 2, 99, 224, 10000, WHOLE])
criteria = st.fixed_dictionaries(
    {"basis": st.sampled_from(["", "measured", "judged-by-model", "usage"])},
    optional={
        "weight": st.sampled_from(["", "0", "0.5", "1", "9" * 40]),
        "higher_is_better": st.booleans(),
        "unit": st.sampled_from(["", "percent", "proportion", "points"]),
        "min": maybe,
        "max": maybe,
        "aggregate": st.sampled_from(["", "macro", "micro", "weighted"]),
        "dataset": st.just("D"),
    },
)
scores = st.fixed_dictionaries(
    {"value": maybe}, optional={"stderr": maybe, "ci": st.tuples(numbers, numbers).map(list), "n": counts}
)
asked = st.fixed_dictionaries(
    {},
    optional={
        "shots": st.sampled_from([0, 5]),
        "runs": st.sampled_from([1, 4, WHOLE]),
        "attempts": st.sampled_from([1, 2, WHOLE]),
        "limit": st.sampled_from([0, 10, WHOLE]),
        "seeds": st.just([1, 2]),
    },
)
NAMES = ("accuracy", "pass@1", "overall")


@st.composite
def rankings(draw: st.DrawFn) -> dict[str, Any]:
    """Return the fields of a ranking in which everything that a number can be may meet."""
    named = [{"name": name, **draw(criteria)} for name in NAMES[: draw(st.integers(1, 3))]]

    def line(name: str) -> dict[str, Any]:
        rank = draw(st.sampled_from([None, 1, 2, 3]))
        own = [{"criterion": one["name"], **draw(scores)} for one in named]
        model = {"name": draw(st.sampled_from([name, "Human"])), "parameters": draw(st.sampled_from(["", "7B", "70B"]))}
        return {"model": model, "scores": own, "settings": draw(asked), **({"rank": rank} if rank else {})}

    return {
        "methodology": {"summary": "x", "criteria": named},
        "placements": [line(name) for name in "ABCDEF"[: draw(st.integers(1, 6))]],
        "datasets": [{"name": "D", "split": draw(st.sampled_from(["", "test"])), "items": draw(counts)}],
        "graders": None,
        "scope": draw(st.sampled_from([{}, {"ranked": "subset"}, {"entrants": 2}])),
        "checks": [
            {"kind": "contamination", "result": {"clean": draw(maybe), "contaminated": draw(maybe), "unit": "percent"}}
        ],
    }


@settings(deadline=None, max_examples=150)
@given(fields=rankings(), scope=st.sampled_from(["", "<10B"]))
def test_every_rule_answers_and_answers_the_same_again(fields: dict[str, Any], scope: str) -> None:
    ranking, claim = exemplary(**fields), cites(scope=scope)
    known = Context(KNOWN.publisher, WholeRecord([Logged(0, ranking, "0" * 64)], "2026-11-24"))
    for one in (ranking, claim):
        found = rules.run(one, known)
        assert found == rules.run(one, known)
        assert all(len(hit.message) < 4000 and "\n" not in hit.message for hit in found.found)
