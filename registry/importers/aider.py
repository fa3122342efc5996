"""aider: a `*_leaderboard.yml` of its website, a list with one run of one model an item.

R is an item; T is 1 or 2, the tries that the model has had.

| in the file | in the statement |
|---|---|
| R`.model` | `placements[].model.name`, `placements[].printed.name` |
| R`.pass_rate_T`: the digits; absent is `missing: not-reported` | `placements[].scores[].value` |
| R`.test_cases`: how many were run | `placements[].scores[].n` |
| `pass_rate_T`; a percentage of cases that is better when it is higher | `methodology.criteria[]` |
| R`.commit_hash`, R`.versions`, each pair once | `graders[].revision`; `graders[].version` |
| R`.commit_hash` that ends in `-dirty` | `graders[].dirty` |
| R`.total_cost` | `placements[].cost.usd` |
| R`.date` where all agree | `evaluated` |
| R`.dirname`, `.date`, `.commit_hash`, `.versions`, `.edit_format`, `.total_tests`, `.pass_num_T`, `.command` | `extra.lines[]` |

Not in the format, so left empty: name of the list, revision of the exercises, version of a model, rank, developer, standard error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.importers.base import Origin, Said, Value, agreed, at_most, filled, kept, scored
from registry.importers.content import Content
from registry.importers.grid import MAX_ROWS
from registry.importers.lines import text_of
from registry.importers.place import At
from registry.importers.yaml_value import checked, read_yaml
from registry.statements.evaluation import LINES

_RATES = ("pass_rate_1", "pass_rate_2")
_KEPT = (
    *("dirname", "date", "commit_hash", "versions", "edit_format", "total_tests"),
    *("pass_num_1", "pass_num_2", "command"),
)


class Aider:
    """Reads a leaderboard of aider."""

    name = "aider"
    title = "aider leaderboard"

    def detects(self, content: Content) -> bool:
        """Say whether the file is a list in YAML whose items have what a run of aider has."""
        raw = content.raw
        keys = (b"dirname:", b"edit_format:", b"commit_hash:", b"pass_rate_1:")
        return content.first in (b"-", b"#") and all(key in raw for key in keys)

    def read(self, content: Content) -> Sequence[Said]:
        """Return the leaderboard as one evaluation, its runs in the order of the file."""
        file = read_yaml(text_of(checked(content)))
        runs = at_most(file.list(), "$", MAX_ROWS)
        if not runs:
            file.refuse("a list of one run or more")
        rates = [name for name in _RATES if any(run[name] for run in runs)]
        value = {
            "evaluated": agreed([run["date"].time() for run in runs]),
            "methodology": {"criteria": [_criterion(name) for name in rates]},
            "graders": list(_graders(runs)),
            "placements": [_placement(run, rates) for run in runs],
            "extra": {LINES: [filled({key: kept(run[key].value) for key in _KEPT}) for run in runs]},
        }
        return [Said(filled(value | Origin(content, self.name, "", self.title, "application/yaml").fields()), "aider")]


def _criterion(name: str) -> Value:
    return {
        "name": name,
        "basis": "measured",
        "higher_is_better": True,
        "unit": "percent",
        "min": "0",
        "max": "100",
        "aggregate": "micro",
    }


def _graders(runs: Sequence[At]) -> Iterator[Value]:
    """Yield each state of the program that scored a run, under a name that says which it was."""
    pairs = dict.fromkeys((run["versions"].spelled(), run["commit_hash"].spelled()) for run in runs)
    for version, commit in pairs:
        dirty = any(one.strip().endswith("-dirty") for one in commit.split(","))
        name = " ".join(filter(None, ("aider", version, commit)))
        fields = {"version": version, "revision": commit, "kind": "program", "dirty": dirty if commit else None}
        yield filled({"name": At(name, "$").line(), **fields})


def _placement(run: At, rates: Sequence[str]) -> Value:
    name = run["model"].line() or run["model"].refuse("the name of a model")
    return filled(
        {
            "printed": {"name": name},
            "model": {"name": name},
            "scores": [_score(run, rate) for rate in rates],
            "cost": filled({"usd": run["total_cost"].decimal()}),
            "evidence": [0],
        }
    )


def _score(run: At, rate: str) -> Value:
    value = run[rate].decimal()
    items = run["test_cases"].count()
    return scored(rate, value, n=items)


IMPORTER = Aider()
