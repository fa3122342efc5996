"""A filter, an order and a hundred lines, against the same question in SQL written by hand; and what the slowest of them take."""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from bench.measure import Row, Target
from registry import filter as filters
from registry import reads
from registry.index import SqliteFile
from registry.index.writing import TABLES, Writer
from registry.names import folded
from registry.reads import pages, sorting

SIZES = (1_000_000,)
_LINES = 100
_ROUNDS = 15
_RATIO = Target(1.5, at_most=True)
_LIMIT_MS = 50.0
_LIMIT = Target(1.0, at_most=True)
_BATCH = 50_000
_A_RANKING = 10
"""Placements of one ranking."""
_SYLLABLES = "通义千问文心一言智谱清言百川深度求索星火盘古混元商量天工序列豆包"
_WORDS = ("qwen", "deepseek", "glm", "llama", "mistral", "ernie", "spark", "baichuan", "yi", "phi", "gemma", "vivo")


class Question(NamedTuple):
    """One question, in the filter language and in SQL."""

    text: str
    order: str
    where: str
    order_by: str


_NAMED = "SELECT word_key FROM word WHERE kind = '{}' AND folded LIKE '%{}%'"
_MODEL = "p.model_key IN (" + _NAMED.format("model", "{}") + ")"
_BOARD = "p.leaderboard_key IN (" + _NAMED.format("leaderboard", "{}") + ")"
_WORD = "({})".format(
    " OR ".join(
        (
            _MODEL,
            _BOARD,
            "p.developer_key IN (" + _NAMED.format("developer", "{}") + ")",
            "p.entry_index IN (SELECT entry_index FROM signer WHERE name IN ("
            + _NAMED.format("publisher", "{}")
            + "))",
            "p.entry_index IN (SELECT entry_index FROM ranking WHERE release IN ("
            + _NAMED.format("release", "{}")
            + "))",
        )
    )
)
_NEWEST = "p.published DESC, p.entry_index DESC, p.placement_id"


def _word(text: str) -> str:
    return _WORD.replace("{}", text)


QUESTIONS = (
    Question("", "-published", "1 = 1", _NEWEST),
    Question("qwen", "-published", _word("qwen"), _NEWEST),
    Question("qwen", "-score", _word("qwen"), "p.score DESC, p.placement_id DESC"),
    Question("通义", "-score", _word("通义"), "p.score DESC, p.placement_id DESC"),
    Question("千问", "rank", _word("千问"), "p.rank, p.placement_id"),
    Question("元", "-published", _word("元"), _NEWEST),
    Question("7b first", "-published", f"{_word('7b')} AND p.rank = 1", _NEWEST),
    Question(
        "board:arena rank<=3",
        "leaderboard",
        f"{_BOARD.format('arena')} AND p.rank <= 3",
        "p.leaderboard_key, p.published, p.placement_id",
    ),
    Question(
        "verdict:flagged model:通义 published>=2023",
        "-score",
        f"p.verdict = 'flagged' AND {_MODEL.format('通义')} AND p.published >= '2023-01-01'",
        "p.score DESC, p.placement_id DESC",
    ),
    Question(
        "entrants>=200 -verdict:flagged",
        "rank",
        "p.entry_index IN (SELECT entry_index FROM ranking WHERE entrants >= 200) AND NOT p.verdict = 'flagged'",
        "p.rank, p.placement_id",
    ),
    Question("zzzz", "-published", _word("zzzz"), _NEWEST),
)
_SELECT = """SELECT p.placement_id, p.entry_index, e.statement_id, r.leaderboard, p.leaderboard_key, r.release, p.published, p.model,
    p.model_key, p.developer, p.version, p.section, p.rank, p.tied, r.entrants, p.value, p.score, p.criterion, e.signers, p.verdict,
    p.worst FROM placement p JOIN ranking r ON r.entry_index = p.entry_index JOIN entry e ON e.entry_index = p.entry_index"""


def run(folder: Path, sizes: tuple[int, ...] = SIZES, rounds: int = _ROUNDS) -> list[Row]:
    """Return a row for each question, and one for the slowest twentieth of all answers."""
    return [row for size in sizes for row in _rows(folder / f"{size}.sqlite", size, rounds)]


def _rows(path: Path, size: int, rounds: int) -> Iterator[Row]:
    fill(path, size)
    every: list[float] = []
    with closing(reads.open_sqlite(path)) as connection, closing(sqlite3.connect(path)) as by_hand:
        for question in QUESTIONS:
            ours, theirs = _times(
                partial(_ours, connection, question), partial(_theirs, by_hand, question), rounds=rounds
            )
            every += ours
            mine, their = statistics.median(ours), statistics.median(theirs)
            what = f"query {question.text or '(everything)'}, by {question.order}"
            yield Row(what, size, "SQL by hand", mine, their, mine / their, "ms", _RATIO, rounds)
    slow = sorted(every)[min(len(every) - 1, int(len(every) * 0.95))]
    yield Row("query, slowest twentieth", size, "the limit", slow, _LIMIT_MS, slow / _LIMIT_MS, "ms", _LIMIT, rounds)


def _times(*actions: Callable[[], object], rounds: int) -> list[list[float]]:
    """Run the actions in turn, and return the milliseconds of each; a first round is not counted."""
    taken: list[list[float]] = [[] for _ in actions]
    for counted in range(-1, rounds):
        for action, times in zip(actions, taken, strict=True):
            started = time.perf_counter()
            action()
            if counted >= 0:
                times.append(1000 * (time.perf_counter() - started))
    return taken


def _ours(connection: reads.Connection, question: Question) -> list[pages.Line]:
    tree, order = filters.parse(question.text), sorting.parse(question.order)
    return pages.page(connection, tree, order, limit=_LINES)


def _theirs(driver: sqlite3.Connection, question: Question) -> list[Any]:
    return driver.execute(f"{_SELECT} WHERE {question.where} ORDER BY {question.order_by} LIMIT {_LINES}").fetchall()


# What is asked: an index of made-up rankings, filled as the index is.


def fill(path: Path, placements: int) -> None:
    """Write an index with so many placements to a file; it follows from the number."""
    database = SqliteFile(path)
    engine = database.engine()
    writer = Writer(engine, database.dialect, database.where)
    made = _Made(placements)
    for table, rows in made.tables():
        while batch := list(islice(rows, _BATCH)):
            with writer.transaction():
                writer.insert(table, [tuple(row.values()) for row in batch])
    with writer.transaction():
        writer.make_indexes(judged=False)
        writer.make_indexes(judged=True)
    writer.close()
    engine.dispose()


class _Made:
    def __init__(self, placements: int) -> None:
        self._placements = placements
        self._rankings = -(-placements // _A_RANKING)
        random = Random(1)
        self._models = [
            "".join(random.choices(_SYLLABLES, k=4)) + f"-{at}"
            if at % 2
            else f"{random.choice(_WORDS).title()}-{random.choice(['7B', '13B', '70B', 'Max'])}-{at}"
            for at in range(5_000)
        ]
        self._developers = [f"开发者{at}" if at % 2 else f"developer-{at}" for at in range(500)]
        self._boards = [
            f"中文榜{at}" if at % 2 else f"Board {at} {random.choice(['arena', 'math'])}" for at in range(200)
        ]
        self._releases = [f"{2018 + at // 40}-{1 + at % 12:02d}-r{at}" for at in range(300)]
        self._publishers = [f"pub{at}.example" for at in range(100)]

    def tables(self) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
        yield "entry", (self._entry(index) for index in range(self._rankings))
        yield "signer", ({"entry_index": index, "name": self._of(index)["signer"]} for index in range(self._rankings))
        yield "ranking", (self._ranking(index) for index in range(self._rankings))
        yield "placement", (self._placement(number) for number in range(self._placements))
        yield "word", self._words()

    def _of(self, index: int) -> dict[str, Any]:
        """Return what is drawn for an entry: the same whenever it is asked for."""
        random = Random(index)
        verdict = random.choices(["flagged", "verified", "disputed", "invalid"], [60, 35, 4, 1])[0]
        return {
            "signer": random.choice(self._publishers),
            "board": self._boards[int(random.random() ** 2 * len(self._boards))],
            "release": random.choice(self._releases),
            "day": f"{2019 + index * 7 // self._rankings}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}",
            "entrants": random.choice([None, 20, 50, 100, 200]),
            "verdict": verdict,
            "worst": random.choice(["unsourced", "subjective"]) if verdict == "flagged" else "",
        }

    def _entry(self, index: int) -> dict[str, Any]:
        drawn = self._of(index)
        said = {"signers": drawn["signer"], "dated": drawn["day"], "verdict": drawn["verdict"], "worst": drawn["worst"]}
        return _row("entry", entry_index=index, statement_id=f"{index:064x}", type="jinbang/evaluation/v1", **said)

    def _ranking(self, index: int) -> dict[str, Any]:
        drawn, first = self._of(index), index * _A_RANKING
        return _row(
            "ranking",
            entry_index=index,
            leaderboard=drawn["board"],
            leaderboard_key=folded(drawn["board"]),
            release=drawn["release"],
            published=drawn["day"],
            entrants=drawn["entrants"],
            lines=min(_A_RANKING, self._placements - first),
            first_placement=first,
        )

    def _placement(self, number: int) -> dict[str, Any]:
        index, at = divmod(number, _A_RANKING)
        drawn, random = self._of(index), Random(-number)
        model = int(random.random() ** 2 * len(self._models))
        developer, score = self._developers[model % 500], round(random.gauss(60, 15), 2)
        return _row(
            "placement",
            placement_id=number,
            entry_index=index,
            at=at,
            identity=model,
            leaderboard_key=folded(drawn["board"]),
            published=drawn["day"],
            model=self._models[model],
            model_key=folded(self._models[model]),
            developer=developer,
            developer_key=folded(developer),
            rank=at + 1,
            criterion="accuracy",
            value=str(score),
            score=score,
            parameters=random.choice([None, 7e9, 1.3e10, 7e10]),
            verdict=drawn["verdict"],
            worst=drawn["worst"],
        )

    def _words(self) -> Iterator[dict[str, Any]]:
        for kind, names in (("model", self._models), ("developer", self._developers), ("leaderboard", self._boards)):
            yield from (
                {"kind": kind, "spelling": one, "word_key": folded(one), "folded": folded(one)} for one in names
            )
        for kind, texts in (("publisher", self._publishers), ("release", self._releases), ("criterion", ["accuracy"])):
            yield from ({"kind": kind, "spelling": one, "word_key": one, "folded": folded(one)} for one in texts)


def _row(table: str, **values: Any) -> dict[str, Any]:
    """Return a row with what is not given left empty."""
    columns = TABLES[table].columns
    return {
        one.name: values.get(one.name, None if one.nullable else 0 if one.type.python_type is int else "")
        for one in columns
    }
