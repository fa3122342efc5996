"""Where the index has the fields: for each list the columns, and how to get from a line of the list to them.

A line of a list is reached by its `anchor`, the index of the entry that it is about. What stands in a table of its own is asked
for with EXISTS, which costs only what is looked at; or gathered with IN, when it is what finds the lines (see `registry.reads.pages`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from registry.filter.fields import BY_NAME, Field


@dataclass(frozen=True, slots=True)
class Column:
    """One field of one list."""

    text: str
    """The column, qualified by the alias of its table."""
    table: str = ""
    """`finding f`, when it is not a column of the list itself."""
    key: str = ""
    """Column of that table that the anchor is compared with: `f.entry_index`."""
    also: str = ""
    """A further condition on a line of that table."""
    names: str = ""
    """Kind of the words whose `word_key` the column holds."""
    empty: str | None = None
    """What stands there when nothing does: None for NULL, or a text."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One list that can be filtered."""

    columns: Mapping[str, tuple[Column, ...]]
    """By field. Of several columns one must match; of none, no line does."""
    words: tuple[str, ...]
    """The fields in which a bare word is looked for."""
    anchor: str

    @property
    def fields(self) -> Mapping[str, Field]:
        """What the list can be filtered by, under every name that it has."""
        return {name: field for name, field in BY_NAME.items() if field.name in self.columns}


def _of_ranking(column: str, **more: str) -> Column:
    return Column(f"r.{column}", "ranking r", "r.entry_index", empty="", **more)


def _of_entry(column: str) -> Column:
    return Column(f"e.{column}", "entry e", "e.entry_index", empty="")


_OF_ENTRIES: Mapping[str, tuple[Column, ...]] = {
    "leaderboard": (_of_ranking("leaderboard_key", names="leaderboard"),),
    "release": (_of_ranking("release", names="release"),),
    "published": (_of_ranking("published"),),
    "organiser": (_of_ranking("organiser", names="organiser"),),
    "url": (_of_ranking("url", names="url"),),
    "entrants": (Column("r.entrants", "ranking r", "r.entry_index"),),
    "publisher": (Column("s.name", "signer s", "s.entry_index", names="publisher", empty=""),),
    "class": (
        Column("b.category", "signer s JOIN publisher b ON b.name = s.name", "s.entry_index", empty=""),
    ),
    "dataset": (Column("d.dataset_key", "dataset d", "d.entry_index", names="dataset", empty=""),),
    "grader": (Column("g.name", "grader g", "g.entry_index", names="grader", empty=""),),
    "verdict": (_of_entry("verdict"),),
    "worst": (_of_entry("worst"),),
    "finding": (Column("f.rule", "finding f", "f.entry_index", empty=""),),
    "severity": (Column("f.severity", "finding f", "f.entry_index", empty=""),),
    "flag": (Column("o.open", "flag o", "o.target_index"),),
    "type": (_of_entry("type"),),
    "index": (Column("e.entry_index", "entry e", "e.entry_index"),),
}  # fmt: skip
"""What an entry has."""

_OWN: Mapping[str, tuple[Column, ...]] = {
    "model": (Column("p.model_key", names="model", empty=""),),
    "developer": (Column("p.developer_key", names="developer", empty=""),),
    "version": (Column("p.version", names="version", empty=""),),
    "params": (Column("p.parameters"),),
    "rank": (Column("p.rank"),),
    "score": (Column("p.score"),),
    "criterion": (Column("p.criterion", names="criterion", empty=""),),
    "n": (Column("p.n"),),
    "stderr": (Column("CAST(NULLIF(p.stderr, '') AS DOUBLE PRECISION)"),),
    "shots": (Column("p.shots"),),
    "section": (Column("p.section", names="section", empty=""),),
}
"""What a placement has for itself."""


def _there(columns: Mapping[str, tuple[Column, ...]], **at: str) -> dict[str, tuple[Column, ...]]:
    """Return columns of a list as those of a table that another list's anchor leads to."""
    return {field: tuple(replace(one, **at) for one in several) for field, several in columns.items()}


def _or_of_claims(columns: Mapping[str, tuple[Column, ...]]) -> dict[str, tuple[Column, ...]]:
    """Return columns of rankings with those in which claims say the same."""
    claimed = {
        "leaderboard": Column("c.leaderboard_key", "claim c", "c.entry_index", names="leaderboard", empty=""),
        "model": Column("c.model_key", "claim c", "c.entry_index", names="model", empty=""),
        "release": Column("c.release", "claim c", "c.entry_index", names="release", empty=""),
        "published": Column("c.made", "claim c", "c.entry_index", empty=""),
        "rank": Column("c.rank", "claim c", "c.entry_index"),
    }
    return {field: (*several, *filter(None, (claimed.get(field),))) for field, several in columns.items()}


_ABOUT_LINE = "(f.placement = '' OR f.placement = p.model)"
_FLAGS_LINE = "(o.placement = '' OR o.placement = p.model)"

PLACEMENTS = Listed(
    {
        **_OF_ENTRIES,
        **_OWN,
        "leaderboard": (Column("p.leaderboard_key", names="leaderboard", empty=""),),
        "published": (Column("p.published", empty=""),),
        "verdict": (Column("p.verdict", empty=""),),
        "worst": (Column("p.worst", empty=""),),
        "index": (Column("p.entry_index"),),
        "finding": (replace(_OF_ENTRIES["finding"][0], also=_ABOUT_LINE),),
        "severity": (replace(_OF_ENTRIES["severity"][0], also=_ABOUT_LINE),),
        "flag": (replace(_OF_ENTRIES["flag"][0], also=_FLAGS_LINE),),
    },
    ("model", "developer", "leaderboard", "publisher", "release"),
    "p.entry_index",
)
"""Lines of rankings, as `placement p`."""
MODELS = replace(PLACEMENTS, words=("model", "developer"))
"""The same lines, for a list of their models."""

_OF_RANKINGS = {**_OF_ENTRIES, **_there(_OWN, table="placement p", key="p.entry_index")}
_ENTRIES = _or_of_claims(_OF_RANKINGS)
_ENTRY_WORDS = ("leaderboard", "release", "publisher", "model")

LEADERBOARDS = Listed(
    {
        **_OF_RANKINGS,
        "leaderboard": (Column("t.leaderboard_key", names="leaderboard", empty=""),),
        "release": (Column("t.release", names="release", empty=""),),
        "published": (Column("t.published", empty=""),),
        "organiser": (Column("t.organiser", names="organiser", empty=""),),
        "url": (Column("t.url", names="url", empty=""),),
        "entrants": (Column("t.entrants"),),
    },
    ("leaderboard", "organiser"),
    "t.entry_index",
)
"""Rankings, as `ranking t`, for a list of their leaderboards."""
ENTRIES = Listed(
    {
        **_ENTRIES,
        "published": (Column("t.dated", empty=""),),
        "verdict": (Column("t.verdict", empty=""),),
        "worst": (Column("t.worst", empty=""),),
        "type": (Column("t.type", empty=""),),
        "index": (Column("t.entry_index"),),
    },
    _ENTRY_WORDS,
    "t.entry_index",
)
"""What the log holds, as `entry t`."""
FINDINGS = Listed(
    {
        **_ENTRIES,
        "finding": (Column("t.rule", empty=""),),
        "severity": (Column("t.severity", empty=""),),
        "worst": (Column("t.grouping", empty=""),),
        "index": (Column("t.entry_index"),),
        "flag": (),
    },
    _ENTRY_WORDS,
    "t.entry_index",
)
"""What rules found, as `finding t`."""
FLAGS = Listed(
    {**_ENTRIES, "finding": (Column("t.reason", empty=""),), "severity": (), "worst": (), "flag": (Column("t.open"),)},
    _ENTRY_WORDS,
    "t.target_index",
)
"""What people object to, as `flag t`."""
DATASETS = Listed(
    {**_ENTRIES, "dataset": (Column("t.dataset_key", names="dataset", empty=""),)}, ("dataset",), "t.entry_index"
)
"""Datasets that rankings name, as `dataset t`."""
GRADERS = Listed({**_ENTRIES, "grader": (Column("t.name", names="grader", empty=""),)}, ("grader",), "t.entry_index")
"""Graders that rankings name, as `grader t`."""
PUBLISHERS = Listed(
    {
        "publisher": (Column("t.name", names="publisher", empty=""),),
        "class": (Column("t.category", empty=""),),
        "index": (Column("t.enrolled"),),
    },
    ("publisher",),
    "t.enrolled",
)
"""Who introduced itself, as `publisher t`."""
