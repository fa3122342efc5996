"""SWE-bench: `leaderboards.json` of its website, several lists in one file; each becomes an evaluation.

L is `leaderboards[]`, R is L`.results[]`.

| in the file | in the statement |
|---|---|
| L`.name`, after `SWE-bench` | `leaderboard.name` |
| R`.name` | `placements[].model.name`, `placements[].printed.name` |
| R`.resolved`: the digits | `placements[].scores[].value` |
| `resolved`; a percentage of issues that is better when it is higher | `methodology.criteria[]` |
| R`.tags[]`, `Org: …` where there is one | `placements[].model.developer` |
| R`.tags[]`, `System: Attempts - …` where it is a number | `placements[].settings.attempts` |
| R`.cost` | `placements[].cost.usd` |
| R`.checked`: true is `verified`, anything else `not verified` | `placements[].printed.section` |
| R`.checked`: true of no result is self-reported, of some mixed | `submission` |
| R`.date` where all agree | `evaluated` |
| R`.folder`, `.date`, `.checked`, `.tags`, `.os_model`, `.os_system`, `.warning`, `.logs`, `.trajs`, `.mini-swe-agent_version` | `extra.lines[]` |

Not in the format, so left empty: items, revision of the dataset, version of the grader, rank, standard error. Who ran the
systems of a list in which all are checked is not said either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.importers.base import Lines, Origin, Said, Value, agreed, check_length, filled, kept, scored
from registry.importers.content import Content
from registry.importers.grid import MAX_ROWS
from registry.importers.numbers import Number
from registry.importers.place import At, ImportRefusedError
from registry.statements.evaluation import LINES

_KEPT = (
    *("folder", "date", "checked", "tags", "os_model", "os_system"),
    *("warning", "logs", "trajs", "mini-swe-agent_version"),
)
_ORGANISATION = "Org: "
_ATTEMPTS = "System: Attempts - "


class SweBench:
    """Reads the leaderboards of SWE-bench."""

    name = "swe-bench"
    title = "SWE-bench leaderboards"

    def detects(self, content: Content) -> bool:
        """Say whether the file holds lists whose results say how many issues were resolved."""
        boards = content.as_object["leaderboards"]
        lists = (board["results"] for board in boards.list() if board.is_object) if boards.is_list else ()
        lines = (line for one in lists if one.is_list for line in one.list())
        first = next(lines, None)
        return first is not None and _is_result(first) and all(map(_is_result, lines))

    def read(self, content: Content) -> Iterator[Said]:
        """Yield each list that has results as an evaluation, in the order of the file."""
        origin = Origin(content, self.name, "", self.title).fields()
        found = False
        for board in content.json()["leaderboards"].list():
            if any(board["results"].list()):
                found = True
                yield Said(filled(_evaluation(board) | origin))
        if not found:
            raise ImportRefusedError("$.leaderboards: found no results, expected one or more")


def _evaluation(board: At) -> Value:
    name = board["name"].line() or board["name"].refuse("the name of the list")
    results = board["results"]
    check_length(results, MAX_ROWS)
    criterion = {"name": "resolved", "basis": "measured", "higher_is_better": True, "unit": "percent"}
    return {
        "leaderboard": {"name": At(f"SWE-bench {name}", board["name"].path).line()},
        "submission": _submission([_is_checked(one) for one in results.list()]),
        "evaluated": agreed([one["date"].time() for one in results.list()]),
        "methodology": {"criteria": [{**criterion, "min": "0", "max": "100"}]},
        "placements": Lines(lambda: map(_placement, results.list())),
        "extra": {LINES: Lines(lambda: map(_told, results.list()))},
    }


def _told(result: At) -> Value:
    return filled({key: kept(result[key].value) for key in _KEPT})


def _is_result(at: At) -> bool:
    return at.is_object and "resolved" in at.names()


def _submission(checked: Sequence[bool]) -> str:
    if all(checked):
        return ""
    return "mixed" if any(checked) else "self-reported"


def _is_checked(result: At) -> bool:
    # Some say in words how to become verified: "false (See README.md …)".
    return result["checked"].value is True


def _placement(result: At) -> Value:
    name = result["name"].line() or result["name"].refuse("the name of a system")
    value = result["resolved"].decimal()
    makers = list(_tagged(result, _ORGANISATION))
    attempts = list(_tagged(result, _ATTEMPTS))
    tries = Number(attempts[0]) if len(attempts) == 1 and attempts[0].isdecimal() else None
    return filled(
        {
            "printed": {"name": name, "section": "verified" if _is_checked(result) else "not verified"},
            "model": filled({"name": name, "developer": makers[0] if len(makers) == 1 else ""}),
            "scores": [scored("resolved", value)],
            "settings": filled({"attempts": At(tries, result["tags"].path).count() or None}),
            "cost": filled({"usd": result["cost"].decimal()}),
            "evidence": [0],
        }
    )


def _tagged(result: At, kind: str) -> Iterator[str]:
    for tag in result["tags"].list():
        if tag.line().startswith(kind):
            yield tag.line().removeprefix(kind).strip()


IMPORTER = SweBench()
