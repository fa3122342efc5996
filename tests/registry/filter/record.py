"""A small made-up index, and what each filter should find in it, found by looking at every line in turn."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

import registry.models  # noqa: F401 - defines the tables
from registry.filter.columns import Listed
from registry.filter.tree import And, Has, Not, Or, Range, Term, Test, Word
from registry.names import folded

NAMES: Mapping[str, tuple[str, ...]] = {
    "model": ("GPT-4", "gpt-4 turbo", "通义千问", "元象 100%", "a_b", "A%B", "x\\y", 'It\'s "q"', "ﬁne-7B", "É"),
    "developer": ("OpenAI", "阿里巴巴", "", "vivo"),
    "leaderboard": ("C-Eval", "CMMLU 中文", "Arena_text"),
    "release": ("2023-11", "v1.0", ""),
    "publisher": ("a.example", "B.example"),
    "organiser": ("清华大学", "", "LMSYS"),
    "version": ("0613", ""),
    "criterion": ("accuracy", "Elo", ""),
    "section": ("API", ""),
    "dataset": ("MMLU", "C-Eval"),
    "grader": ("lm-eval", "GPT-4"),
    "url": ("https://a.example/x", ""),
}
"""Spellings; two of them that fold to the same are one key."""
KEYED = frozenset(("model", "developer", "leaderboard", "dataset"))
"""Kinds whose columns hold keys; the columns of the others hold the text itself."""

Row = dict[str, Any]
Facts = Mapping[str, list[Any]]
"""Of a line: the values of each field; an empty list when it has none."""


def _key(kind: str, name: str) -> str:
    return folded(name) if kind in KEYED else name


class Made:
    """Rows by table, made from a number."""

    def __init__(self, seed: int, rankings: int = 12) -> None:
        self._random = Random(seed)
        self.rows: dict[str, list[Row]] = {name: [] for name in SQLModel.metadata.tables}
        for kind, spellings in NAMES.items():
            for one in filter(None, spellings):
                self._add("word", kind=kind, spelling=one, word_key=_key(kind, one), folded=folded(one))
        for name, category in (("a.example", "academic"), ("B.example", "")):
            self._add("publisher", name=name, display=name, category=category, enrolled=len(self.rows["publisher"]))
        for index in range(rankings):
            self._ranking(index)
        for index in range(rankings, rankings + 4):
            self._claim(index)
        for index in range(rankings + 4, rankings + 8):
            self._flag(index, rankings)

    def _add(self, table: str, **values: Any) -> Row:
        row: Row = {}
        for column in SQLModel.metadata.tables[table].columns:
            is_text = isinstance(column.type, sa.String)
            row[column.name] = values.pop(column.name, "" if is_text else None if column.nullable else 0)
        assert not values, f"{table} has no {values}"
        self.rows[table].append(row)
        return row

    def _one(self, kind: str) -> str:
        return self._random.choice(NAMES[kind])

    def _entry(self, index: int, kind: str, dated: str = "") -> Row:
        signer = self._one("publisher")
        self._add("signer", entry_index=index, name=signer)
        verdict = self._random.choice(("verified", "flagged", "disputed"))
        worst = self._random.choice(("unsourced", "subjective")) if verdict == "flagged" else ""
        for _ in range(self._random.randrange(3)):
            self._finding(index)
        return self._add(
            "entry",
            entry_index=index,
            statement_id=f"{index:064x}",
            type=f"jinbang/{kind}/v1",
            signers=signer,
            dated=dated,
            verdict=verdict,
            worst=worst,
        )

    def _finding(self, index: int) -> None:
        self._add(
            "finding",
            finding_id=len(self.rows["finding"]),
            entry_index=index,
            placement=self._random.choice(("", "", self._one("model"))),
            rule=self._random.choice(("no-source", "no-method")),
            severity=self._random.choice(("critical", "minor")),
            grouping=self._random.choice(("unsourced", "subjective")),
        )

    def _ranking(self, index: int) -> None:
        day = self._day()
        entry = self._entry(index, "evaluation", day)
        board, lines = self._one("leaderboard"), self._random.randrange(1, 6)
        self._add(
            "ranking",
            entry_index=index,
            leaderboard=board,
            leaderboard_key=_key("leaderboard", board),
            release=self._one("release"),
            published=day,
            organiser=self._one("organiser"),
            url=self._one("url"),
            entrants=self._random.choice((None, 5, 20, 51)),
            lines=lines,
            first_placement=len(self.rows["placement"]),
        )
        for at in range(lines):
            self._placement(entry, board, day, at)
        for at in range(self._random.randrange(3)):
            name = NAMES["dataset"][at]
            self._add("dataset", entry_index=index, at=at, name=name, dataset_key=_key("dataset", name))
            self._add("grader", entry_index=index, at=at, name=NAMES["grader"][at])

    def _day(self) -> str:
        return self._random.choice(("", "2023-09-05", "2023-09-30", "2023-11-29", "2024-02-29"))

    def _placement(self, entry: Row, board: str, day: str, at: int) -> None:
        model, developer, score = (
            self._one("model"),
            self._one("developer"),
            self._random.choice((None, -1.5, 0.0, 77.1)),
        )
        self._add(
            "placement",
            placement_id=len(self.rows["placement"]),
            entry_index=entry["entry_index"],
            at=at,
            leaderboard_key=_key("leaderboard", board),
            published=day,
            model=model,
            model_key=_key("model", model),
            developer=developer,
            developer_key=_key("developer", developer),
            version=self._one("version"),
            section=self._one("section"),
            rank=self._random.choice((None, 1, 2, at + 1)),
            criterion=self._one("criterion"),
            value="" if score is None else str(score),
            score=score,
            n=self._random.choice((None, 100)),
            stderr=self._random.choice(("", "0.5")),
            parameters=self._random.choice((None, 7e9, 1.3e10)),
            shots=self._random.choice((None, 0, 5)),
            verdict=entry["verdict"],
            worst=entry["worst"],
        )

    def _claim(self, index: int) -> None:
        day = self._day()
        self._entry(index, "claim", day)
        board, model = self._one("leaderboard"), self._one("model")
        self._add(
            "claim",
            entry_index=index,
            made=day,
            leaderboard=board,
            leaderboard_key=_key("leaderboard", board),
            release=self._one("release"),
            model=model,
            model_key=_key("model", model),
            rank=self._random.choice((None, 1)),
        )

    def _flag(self, index: int, rankings: int) -> None:
        self._entry(index, "flag")
        self._add(
            "flag",
            entry_index=index,
            target_index=self._random.choice((None, self._random.randrange(rankings))),
            placement=self._random.choice(("", self._one("model"))),
            reason=self._random.choice(("no-source", "other")),
            open=self._random.randrange(2),
        )

    def of(self, table: str, index: int | None) -> list[Row]:
        """Return the rows of a table about an entry."""
        return [row for row in self.rows[table] if index is not None and row["entry_index"] == index]


def write(made: Made, engine: sa.Engine) -> None:
    """Make the tables, and write the rows to them."""
    SQLModel.metadata.create_all(engine)
    with engine.begin() as connection:
        for table, rows in made.rows.items():
            if rows:
                connection.execute(sa.insert(SQLModel.metadata.tables[table]), rows)


def sqlite_of(made: Made) -> sqlite3.Connection:
    """Return a database in memory that holds the rows."""
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    write(made, engine)
    driver = engine.raw_connection().driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


# What each line is, for the filter language


def _said(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if value not in (None, "")]


def entry_facts(made: Made, index: int | None, line: Row | None = None) -> dict[str, list[Any]]:
    """Return what an entry says; of a ranking's line, only what concerns that line."""
    rankings, claims, entries = made.of("ranking", index), made.of("claim", index), made.of("entry", index)
    placements = [line] if line is not None else made.of("placement", index)
    signers = [row["name"] for row in made.of("signer", index)]

    def concerns(row: Row) -> bool:
        return line is None or row["placement"] in ("", line["model"])

    flags = [row for row in made.rows["flag"] if index is not None and row["target_index"] == index and concerns(row)]
    findings = [row for row in made.of("finding", index) if concerns(row)]
    facts = {
        "leaderboard": [row["leaderboard_key"] for row in (*rankings, *claims)],
        "release": [row["release"] for row in (*rankings, *claims)],
        "published": [row["published"] for row in rankings] + [row["made"] for row in claims],
        "publisher": signers,
        "class": [row["category"] for row in made.rows["publisher"] if row["name"] in signers],
        "dataset": [row["dataset_key"] for row in made.of("dataset", index)],
        "grader": [row["name"] for row in made.of("grader", index)],
        "finding": [row["rule"] for row in findings],
        "severity": [row["severity"] for row in findings],
        "flag": [row["open"] for row in flags],
        "index": [row["entry_index"] for row in entries],
        "model": [row["model_key"] for row in (*placements, *claims)],
        "rank": [row["rank"] for row in (*placements, *claims)],
        "params": [row["parameters"] for row in placements],
        "developer": [row["developer_key"] for row in placements],
        "stderr": [float(row["stderr"]) for row in placements if row["stderr"]],
    }
    facts |= {name: [row[name] for row in rankings] for name in ("organiser", "url", "entrants")}
    facts |= {name: [row[name] for row in entries] for name in ("verdict", "worst", "type")}
    own = ("version", "score", "criterion", "n", "shots", "section")
    facts |= {name: [row[name] for row in placements] for name in own}
    return {name: _said(values) for name, values in facts.items()}


def facts_of(made: Made, table: str) -> Iterator[Facts]:
    """Yield the facts of every line of a list."""
    for row in made.rows[table]:
        match table:
            case "placement":
                yield entry_facts(made, row["entry_index"], row)
            case "finding":
                facts = entry_facts(made, row["entry_index"])
                own = {"finding": [row["rule"]], "severity": [row["severity"]], "worst": [row["grouping"]], "flag": []}
                yield facts | own
            case "flag":
                own = {"finding": [row["reason"]], "severity": [], "worst": [], "flag": [row["open"]]}
                yield entry_facts(made, row["target_index"]) | own
            case "ranking" | "entry":
                yield entry_facts(made, row["entry_index"])
            case "dataset":
                yield entry_facts(made, row["entry_index"]) | {"dataset": [row["dataset_key"]]}
            case "grader":
                yield entry_facts(made, row["entry_index"]) | {"grader": [row["name"]]}
            case _:
                facts = {"publisher": [row["name"]], "class": _said([row["category"]]), "index": [row["enrolled"]]}
                yield facts


def matches(tree: Term, facts: Facts, listed: Listed) -> bool:
    """Say whether a line matches, as `docs/query.md` has it."""
    match tree:
        case And(terms):
            return all(matches(term, facts, listed) for term in terms)
        case Or(terms):
            return any(matches(term, facts, listed) for term in terms)
        case Not(term):
            return not matches(term, facts, listed)
        case Word(text):
            return any(matches(Test(field, ":", text), facts, listed) for field in listed.words)
        case Has(field):
            return bool(facts.get(field, []))
        case Range(field, low, high):
            found = facts.get(field, [])
            return any(_comparable(low) <= one <= _comparable(high) for one in map(_comparable, found))
        case Test(field, op, value):
            return any(_holds(field, op, value, each) for each in facts.get(field, []))


def _comparable(value: Any) -> Any:
    return value if isinstance(value, str) else float(value)


def _holds(field: str, op: str, value: Any, found: Any) -> bool:
    if field == "flag":
        return bool(value == "any" or bool(found) == (value == "open"))
    if field in NAMES:
        spelled = [folded(one) for one in NAMES[field] if one and _key(field, one) == found]
        return any(folded(value) == one if op == "=" else folded(value) in one for one in spelled)
    found, value = _comparable(found), _comparable(value)
    said: dict[str, bool] = {
        "=": found == value,
        "<": found < value,
        "<=": found <= value,
        ">": found > value,
        ">=": found >= value,
    }
    return said[op]
