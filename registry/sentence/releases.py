"""Which release a sentence means: its words beside the releases of the leaderboard that are on record."""

from __future__ import annotations

import re

from registry.errors import QuestionError, shown
from registry.names import folded
from registry.record import Record
from registry.sentence.numbers import MONTHS

_VERSION = re.compile(r"(?P<name>.+?) ?(?P<version>[vV]?\d+(?:\.\d+)*)")


def release_of(leaderboard: str, said: str, words: str, record: Record) -> tuple[str, str]:
    """Return leaderboard and release. `said` is a release as it is called, or a month: `2023-09`, or `-09` of no year; `words` say it in the sentence.

    A version behind a leaderboard's name is a release when the record has it so: "Large Model Experience Report 2.0".
    Raises: QuestionError when several releases could be meant.
    """
    whole = _releases(leaderboard, record)
    name, _, last = leaderboard.rpartition(" ")
    if not whole and not said and last.casefold() in MONTHS:
        leaderboard, said, words = name, f"-{MONTHS[last.casefold()]:02}", last
        whole = _releases(leaderboard, record)
    if not whole:
        match = _VERSION.fullmatch(leaderboard)
        if match is not None and folded(match["version"]) in map(folded, _releases(match["name"], record)):
            leaderboard = match["name"]
            return leaderboard, said or match["version"]
    if not said or not re.fullmatch(r"(?:\d{4})?-\d{2}", said):
        return leaderboard, said
    return leaderboard, _of_month(leaderboard, said, words, whole)


def _of_month(leaderboard: str, month: str, words: str, releases: list[str]) -> str:
    if month in releases:
        return month
    fitting = [one for one in releases if re.fullmatch(rf"(?:\d{{4}})?{re.escape(month)}(?:-\d\d)?", one)]
    if len(fitting) > 1:
        raise QuestionError(
            f"sentence: more than one release of {leaderboard} could be meant: {', '.join(map(shown, fitting))}",
            "--release says which one is meant.",
        )
    if fitting:
        return fitting[0]
    return words if month.startswith("-") else month


def _releases(leaderboard: str, record: Record) -> list[str]:
    """Return the releases of a leaderboard on record, each once."""
    if not leaderboard:
        return []
    return list(dict.fromkeys(one.statement.leaderboard.release for one in record.rankings(leaderboard)))
