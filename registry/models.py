"""The index's tables: what a ledger says of rankings, as rows to search and to sort. SQLite and PostgreSQL alike.

Imported only to write: it costs 400 ms. What reads has its SQL text in `reads`. Every text is a value from a statement,
unchanged; a `…_key` is a name as it is compared. Days are `2023-11-29`, empty when unknown; a number that is not known is
NULL, a text that is not there empty. Bump `VERSION` with any change here or in what is written: the index is then made anew.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Float, Index, Integer, SmallInteger, String
from sqlmodel import Field, SQLModel

# A rowid in SQLite, 64 bits in PostgreSQL.
_Whole = BigInteger().with_variant(Integer(), "sqlite")
_Small = SmallInteger().with_variant(Integer(), "sqlite")
# By code points on both, so that the same rows come in the same order.
_Text = String().with_variant(String(collation="C"), "postgresql")
_Real = Float(53)


def _key(kind: Any = _Whole) -> Any:
    return Field(primary_key=True, sa_type=kind, sa_column_kwargs={"autoincrement": False})


def _text() -> Any:
    return Field(sa_type=_Text)


def _whole() -> Any:
    return Field(sa_type=_Whole)


def _maybe() -> Any:
    return Field(default=None, sa_type=_Whole)


def _real() -> Any:
    return Field(default=None, sa_type=_Real)


def _truth() -> Any:
    return Field(sa_type=_Small)


class Meta(SQLModel, table=True):
    """What the tables hold: their version, the log's key, its size and root, the rules that judged it, and on which day."""

    __tablename__: ClassVar[Any] = "meta"

    key: str = _key(_Text)
    value: str = _text()


class Entry(SQLModel, table=True):
    """An entry of the log and what is concluded about it."""

    __tablename__: ClassVar[Any] = "entry"
    __table_args__ = (Index("entry_by_id", "statement_id"), Index("entry_by_type", "type", "entry_index"))

    entry_index: int = _key()
    statement_id: str = _text()
    type: str = _text()
    signers: str = _text()
    """Joined by a comma and a space."""
    summary: str = _text()
    dated: str = _text()
    """The day that it gives itself: of publication, or when a claim was made."""
    readable: int = _truth()
    """Whether this version knows the type of its statement, and its form is right."""
    ended: str = _text()
    """Empty, disputed, retracted, superseded or withdrawn."""
    ended_by: int | None = _maybe()
    successor: int | None = _maybe()
    verdict: str = _text()
    worst: str = _text()
    reason: str = _text()
    reason_zh: str = _text()


class SignerOf(SQLModel, table=True):
    """One who signed an entry."""

    __tablename__: ClassVar[Any] = "signer"
    __table_args__ = (Index("signer_by_name", "name", "entry_index"),)

    entry_index: int = _key()
    name: str = _key(_Text)


class Ranking(SQLModel, table=True):
    """An evaluation."""

    __tablename__: ClassVar[Any] = "ranking"
    __table_args__ = (
        Index("ranking_by_board", "leaderboard_key", "entry_index"),
        Index("ranking_by_release", "release"),
        Index("ranking_by_entrants", "entrants"),
    )

    entry_index: int = _key()
    leaderboard_key: str = _text()
    leaderboard: str = _text()
    release: str = _text()
    published: str = _text()
    evaluated: str = _text()
    organiser: str = _text()
    organiser_class: str = _text()
    url: str = _text()
    entrants: int | None = _maybe()
    shots: int | None = _maybe()
    """That all its placements share."""
    split: str = _text()
    filters: str = _text()
    """As text: `parameters < 10B; …`."""
    submission: str = _text()
    process: str = _text()
    transcribed: int = _truth()
    part_number: int | None = _maybe()
    part_of: int | None = _maybe()
    replicates: str = _text()
    lines: int = _whole()
    first_placement: int = _whole()
    """Its placements are numbered from here on, without a gap."""


class Placement(SQLModel, table=True):
    """One model's line in a ranking."""

    __tablename__: ClassVar[Any] = "placement"
    __table_args__ = (
        Index("placement_by_entry", "entry_index"),
        Index("placement_by_identity", "identity"),
        # Filters by name are answered and sorted from these alone (see `pages`).
        Index("placement_by_model", "model_key", "published", "score", "rank"),
        Index("placement_by_board", "leaderboard_key", "published", "score", "rank"),
        Index("placement_by_developer", "developer_key", "published", "score", "rank"),
        # One for each order that lists have.
        Index("placement_by_day", "published", "entry_index"),
        Index("placement_by_score", "score"),
        Index("placement_by_rank", "rank"),
        Index("placement_by_verdict", "verdict", info={"judged": True}),
    )

    placement_id: int = _key()
    """In the order of the log, from 0 without a gap."""
    entry_index: int = _whole()
    at: int = _whole()
    """Position in its ranking, from 0."""
    identity: int = _whole()
    """64 bits of the hash of what its model is surely known by: developer, name and version."""
    leaderboard_key: str = _text()
    published: str = _text()
    model_key: str = _text()
    model: str = _text()
    developer_key: str = _text()
    developer: str = _text()
    version: str = _text()
    printed: str = _text()
    section: str = _text()
    rank: int | None = _maybe()
    tied: int = _truth()
    criterion: str = _text()
    """Of the first score that has a value."""
    value: str = _text()
    """That score, as recorded."""
    score: float | None = _real()
    """The same as a number, to sort and compare by only."""
    n: int | None = _maybe()
    stderr: str = _text()
    parameters: float | None = _real()
    """Count of parameters; NULL when it is not stated or not understood."""
    availability: str = _text()
    shots: int | None = _maybe()
    verdict: str = _text()
    """Its entry's, but for findings about other placements."""
    worst: str = _text()


class AliasOf(SQLModel, table=True):
    """Another identity of the model of a placement, by another of its names."""

    __tablename__: ClassVar[Any] = "alias"
    __table_args__ = (Index("alias_by_model", "model_key"),)

    identity: int = _key()
    placement_id: int = _key()
    model_key: str = _text()
    """The key of that other name."""


class Claim(SQLModel, table=True):
    """Somebody cites a ranking."""

    __tablename__: ClassVar[Any] = "claim"
    __table_args__ = (Index("claim_by_board", "leaderboard_key", "entry_index"),)

    entry_index: int = _key()
    claimant: str = _text()
    made: str = _text()
    text: str = _text()
    source: str = _text()
    leaderboard_key: str = _text()
    leaderboard: str = _text()
    release: str = _text()
    model_key: str = _text()
    model: str = _text()
    rank: int | None = _maybe()
    scope: str = _text()
    value: str = _text()
    as_of: str = _text()


class FlagOn(SQLModel, table=True):
    """A person's signed objection."""

    __tablename__: ClassVar[Any] = "flag"
    __table_args__ = (Index("flag_by_target", "target", "entry_index"), Index("flag_by_entry", "target_index"))

    entry_index: int = _key()
    target: str = _text()
    placement: str = _text()
    reason: str = _text()
    because: str = _text()
    by: str = _text()
    dated: str = _text()
    """Empty: a flag gives itself no day."""
    target_index: int | None = _maybe()
    state: str = _text()
    """open, withdrawn, cured or disputed; void when it has no effect."""
    closed_by: int | None = _maybe()
    open: int = _truth()


class Finding(SQLModel, table=True):
    """What a rule found about an entry."""

    __tablename__: ClassVar[Any] = "finding"
    __table_args__ = (Index("finding_by_rule", "rule", "entry_index"), Index("finding_by_entry", "entry_index"))

    finding_id: int = _key()
    """Follows from the entry and the order of its findings, the gravest first."""
    entry_index: int = _whole()
    placement: str = _text()
    """Name of the model whose line is meant; empty for all."""
    rule: str = _text()
    code: str = _text()
    grouping: str = _text()
    severity: str = _text()
    version: int = _whole()
    fields: str = _text()
    """JSON: a list of [field, value]."""
    message: str = _text()
    message_zh: str = _text()


class Unchecked(SQLModel, table=True):
    """A rule that could not look at an entry, and the field that it lacked."""

    __tablename__: ClassVar[Any] = "unchecked"

    entry_index: int = _key()
    rule: str = _key(_Text)
    field: str = _key(_Text)


class DatasetOf(SQLModel, table=True):
    """A dataset that an evaluation names."""

    __tablename__: ClassVar[Any] = "dataset"
    __table_args__ = (Index("dataset_by_name", "dataset_key", "entry_index"),)

    entry_index: int = _key()
    at: int = _key()
    dataset_key: str = _text()
    name: str = _text()
    version: str = _text()
    split: str = _text()
    sha256: str = _text()
    revision: str = _text()
    access: str = _text()
    items: int | None = _maybe()
    published: str = _text()
    seal: str = _text()


class GraderOf(SQLModel, table=True):
    """A grader that an evaluation names."""

    __tablename__: ClassVar[Any] = "grader"
    __table_args__ = (Index("grader_by_name", "name", "entry_index"),)

    entry_index: int = _key()
    at: int = _key()
    name: str = _text()
    version: str = _text()
    revision: str = _text()
    kind: str = _text()
    developer: str = _text()
    dirty: int | None = Field(default=None, sa_type=_Small)


class Publisher(SQLModel, table=True):
    """Who introduced itself, and the keys that it signs with now."""

    __tablename__: ClassVar[Any] = "publisher"

    name: str = _key(_Text)
    display: str = _text()
    category: str = _text()
    homepage: str = _text()
    enrolled: int = _whole()
    current_keys: str = _text()
    """Verifier keys, joined by a line break."""


class Reference(SQLModel, table=True):
    """A statement that an entry names."""

    __tablename__: ClassVar[Any] = "reference"
    __table_args__ = (Index("reference_by_id", "statement_id", "entry_index"),)

    entry_index: int = _key()
    statement_id: str = _key(_Text)


class Name(SQLModel, table=True):
    """A spelling of a name on record, with its first use."""

    __tablename__: ClassVar[Any] = "name"
    __table_args__ = (Index("name_by_key", "kind", "name_key"), Index("name_by_skeleton", "kind", "skeleton"))

    kind: str = _key(_Text)
    """model, developer, leaderboard, dataset or publisher."""
    spelling: str = _key(_Text)
    name_key: str = _text()
    folded: str = _text()
    skeleton: str = _text()
    """What all names that look alike have in common."""
    first: int = _whole()
    """The entry that used it first."""
    at: int = _whole()
    """Number of that use within the entry."""


class WordOf(SQLModel, table=True):
    """A text by which filters find lines: a name under any of its spellings, or a short text of another field."""

    __tablename__: ClassVar[Any] = "word"
    __table_args__ = (Index("word_by_kind", "kind", "folded", "word_key"),)

    kind: str = _key(_Text)
    """The field, as the filter language names it."""
    spelling: str = _key(_Text)
    word_key: str = _key(_Text)
    """What stands in the column that is searched: the key of a name, else the text itself."""
    folded: str = _text()


class Watch(SQLModel, table=True):
    """What was asked of the record while an entry was judged: when that changes, the entry is judged again."""

    __tablename__: ClassVar[Any] = "watch"
    __table_args__ = (Index("watch_by_what", "what"),)

    entry_index: int = _key()
    what: int = _key()
    """64 bits of the hash of the question: two that share them cost a judgement too many, never one too few."""


class Walk(SQLModel, table=True):
    """From where to where an entry's judgement looked at the rankings of a leaderboard: when one there changes, it is judged again."""

    __tablename__: ClassVar[Any] = "walk"
    __table_args__ = (Index("walk_by_end", "board", "high"),)

    entry_index: int = _key()
    board: int = _key()
    """64 bits of the hash of the leaderboard's key."""
    low: str = _key(_Text)
    """Place of the first ranking in it, as text that sorts as places do."""
    high: str = _text()
    """Of the last."""


class Pending(SQLModel, table=True):
    """An entry that is yet to be judged, or to be judged again."""

    __tablename__: ClassVar[Any] = "pending"

    entry_index: int = _key()
