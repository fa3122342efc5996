"""One model across leaderboards: on the tables of 2023, and on small ones for what those do not show."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from ledger import entry
from ledger.store import MemoryStore
from registry import statements
from registry.agreement import agreement
from registry.compare import Comparison, Position, compare
from registry.demo.run import build
from registry.index import Index, SqliteFile
from tests.foreign import data
from tests.ledger.build import ANNA, ANNA_RECOVERY, enrol, found

TODAY = "2026-01-02"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("a demo")
    with closing(Index.open(build(folder).ledger, SqliteFile(folder / "index.sqlite"), TODAY)) as index:
        yield index


@contextmanager
def of(folder: Path, *rankings: Mapping[str, object]) -> Iterator[Index]:
    """Give the index of a ledger that holds some rankings."""
    raws = [entry.sign(statements.format(statements.parse(one)), [ANNA]).raw for one in rankings]
    ledger = found(MemoryStore(), folder, [[enrol([ANNA], ANNA_RECOVERY).raw, *raws]])
    with closing(Index.open(ledger, SqliteFile(folder / "index.sqlite"), TODAY)) as index:
        yield index


def ranking(board: str, *names: str | Mapping[str, object], **fields: object) -> dict[str, object]:
    """Return a ranking of models, by name or as a model's fields, the first first."""
    models = [{"name": one} if isinstance(one, str) else one for one in names]
    placements = [{"rank": rank, "model": model} for rank, model in enumerate(models, 1)]
    head = {"type": "jinbang/evaluation/v1", "publisher": "a.example", "leaderboard": {"name": board}}
    return {**head, "placements": placements, **fields}


def tau(comparison: Comparison) -> list[tuple[int, Decimal | None]]:
    return [tuple(pair.agreement) for pair in comparison.orders.pairs()]  # type: ignore[misc]


def positions(index: Index, name: str) -> tuple[Position, ...]:
    return compare(index.connection, [name]).positions[name]


def test_quark_stands_where_the_cmmlu_repository_has_it(demo: Index) -> None:
    zero, five = positions(demo, "QuarkLLM")
    assert (zero.table.shots, zero.line.rank, zero.field, zero.line.value) == (0, 1, 26, "77.08")
    assert (zero.percentile, five.percentile) == (Decimal(100), Decimal(92))
    assert (five.table.shots, five.line.rank, five.field, five.line.value) == (5, 3, 27, "80.27")


def test_the_two_settings_of_cmmlu_agree_as_its_repository_says(demo: Index) -> None:
    """Computed again from the rows of the repository, for the models that the demo's two newest tables both hold."""
    zero, five = positions(demo, "QuarkLLM")
    ranks: dict[str, dict[str, int]] = {"0": {}, "5": {}}
    with data("cmmlu", "history-2023-06_2024-12.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for key, one in (("0", zero), ("5", five)):
        names = {
            row[0]
            for row in demo.connection.rows(
                "SELECT model FROM placement WHERE entry_index = :index", index=one.table.entry_index
            )
        }
        ranks[key] = {
            row["model"]: int(row["position_by_score"])
            for row in rows
            if (row["committed"][:10], row["shots"]) == (one.table.published, key) and row["model"] in names
        }
    shared = [(ranks["0"][name], ranks["5"][name]) for name in ranks["0"].keys() & ranks["5"].keys()]
    (pair,) = compare(demo.connection, ["QuarkLLM"]).orders.pairs()
    assert pair.agreement == agreement(shared)
    assert pair.agreement.shared == len(shared) >= 7


def test_a_model_is_found_by_any_of_its_names(demo: Index, tmp_path: Path) -> None:
    assert positions(demo, "ERNIE Bot") == positions(demo, "文心一言") == positions(demo, " ｅｒｎｉｅ bot")
    aliased = {"name": "vivoLM-7B", "aliases": ["BlueLM-7B"]}
    with of(tmp_path, ranking("Board", aliased, "Other")) as index:
        assert [one.line.model for one in positions(index, "BlueLM-7B")] == ["vivoLM-7B"]


def test_the_newest_table_of_a_list_counts_and_older_ones_are_counted(tmp_path: Path) -> None:
    old = ranking("Board", "B", "A", published="2026-01-01")
    new = ranking("Board", "A", "B", published="2026-02-01")
    with of(tmp_path, new, old) as index:
        (position,) = positions(index, "A")
    assert (position.line.rank, position.table.published, position.earlier) == (1, "2026-02-01", 1)


def test_a_field_that_is_not_stated_is_not_guessed(tmp_path: Path) -> None:
    """The lines on record may be the top of a longer list."""
    with of(tmp_path, ranking("Board", "A", "B"), ranking("Stated", "A", "B", scope={"entrants": 51})) as index:
        unstated, stated = positions(index, "B")
    assert (unstated.field, unstated.percentile, unstated.table.lines) == (None, None, 2)
    assert (stated.field, stated.percentile) == (51, Decimal(98))


def test_two_models_that_share_a_name_are_two(tmp_path: Path) -> None:
    two = ranking("Board", {"name": "A", "developer": "One"}, {"name": "A", "developer": "Two"}, "B")
    with of(tmp_path, two, ranking("Other", {"name": "A", "developer": "One"}, "B")) as index:
        comparison = compare(index.connection, ["A"])
    found = [(one.line.developer, one.table.leaderboard, one.line.rank) for one in comparison.positions["A"]]
    assert sorted(found) == [("One", "Board", 1), ("One", "Other", 1), ("Two", "Board", 2)]
    # Neither line of A on Board is surely the one on Other by name alone.
    assert tau(comparison) == [(1, None)]


def test_models_of_developers_that_differ_are_not_shared(tmp_path: Path) -> None:
    first = ranking("Board", {"name": "A", "developer": "One"}, "B", "C")
    second = ranking("Other", {"name": "A", "developer": "Two"}, "C", "B")
    with of(tmp_path, first, second) as index:
        assert tau(compare(index.connection, ["B"])) == [(2, Decimal("-1.00"))]


def test_the_parts_of_a_table_are_compared_as_one(tmp_path: Path) -> None:
    one = ranking("Board", "A", "B", part={"number": 1, "of": 2}, published="2026-01-01")
    two = ranking("Board", "C", "D", part={"number": 2, "of": 2}, published="2026-01-01")
    for at, placement in enumerate(two["placements"], 3):  # type: ignore[arg-type, var-annotated]
        placement["rank"] = at
    with of(tmp_path, one, two, ranking("Other", "D", "C", "B", "A")) as index:
        comparison = compare(index.connection, ["A", "D"])
    assert tau(comparison) == [(4, Decimal("-1.00"))]
    assert comparison.beside[0] == ("A", "D", 1, 1, 2)


def test_what_was_retracted_is_left_out(tmp_path: Path) -> None:
    made = entry.sign(statements.format(statements.parse(ranking("Board", "A"))), [ANNA])
    amendment = {
        "type": "jinbang/amendment/v1",
        "publisher": "a.example",
        "action": "retract",
        "target": made.statement.id,
        "because": "wrong",
    }
    with of(tmp_path, ranking("Board", "A"), amendment) as index:
        assert positions(index, "A") == ()


def test_models_are_counted_beside_each_other_only_in_tables_that_rank_both(tmp_path: Path) -> None:
    with of(tmp_path, ranking("One", "A", "B"), ranking("Two", "B", "A"), ranking("Three", "A")) as index:
        assert compare(index.connection, ["A", "B"]).beside == (("A", "B", 1, 1, 2),)


def test_a_model_that_nobody_ranked_has_no_position(demo: Index) -> None:
    assert compare(demo.connection, ["Nobody", "QuarkLLM"]).positions["Nobody"] == ()


def test_a_list_agrees_with_each_other_as_every_two_lists_do(tmp_path: Path) -> None:
    boards = [ranking(f"Board {number}", "A", *"BCDEF"[number:], *"BCDEF"[:number]) for number in range(5)]
    with of(tmp_path, *boards) as index:
        orders = compare(index.connection, ["A"]).orders
        every = {frozenset((pair.first.list, pair.second.list)): pair.agreement for pair in orders.pairs()}
        for own in orders.tables:
            found = {frozenset((own, pair.second.list)): pair.agreement for pair in orders.pairs_with(own)}
            assert found == {both: every[both] for both in every if own in both}
    assert len(every) == 10 and len(set(every.values())) > 1
    assert list(orders.pairs_with(("other", "", "", ""))) == []
