"""The benchmarks run, at a size at which their figures mean nothing. No time is asserted."""

import json
from pathlib import Path

import pytest

from bench import BENCHMARKS, made_rankings, tui, verify
from bench.__main__ import main, rows_of
from bench.measure import Row, Target, in_turns, table

# What a peer that is an extra is for is not measured without it; all else is.
OPTIONAL = "extra `bench`"


def assert_measured(rows: list[Row]) -> None:
    assert rows
    for row in rows:
        assert row.size >= 3
        if OPTIONAL not in row.note:
            assert row.ours is not None and row.ours > 0
            assert row.theirs is not None and row.theirs > 0
            assert row.ratio is not None and row.ratio > 0


@pytest.mark.parametrize("name", [name for name in BENCHMARKS if name not in {"verify", "tui"}])
def test_every_benchmark_measures_at_a_small_size(name: str) -> None:
    assert_measured(rows_of(name, 3))


def test_the_interface_is_measured_in_a_terminal_and_again_on_the_ledger_that_this_left(tmp_path: Path) -> None:
    for run in (1, 2):
        assert_measured(tui.run(tmp_path, (3,), at_most=2))

        # An enrolment, a ranking, a claim, and two rankings that were followed.
        assert made_rankings.kept(tmp_path, 3).head().size == made_rankings.entry_count(3) + 2 * run == 3 + 2 * run


def test_a_ledger_that_was_not_finished_is_not_measured(tmp_path: Path) -> None:
    made_rankings.ledger(tmp_path, 3)
    (tmp_path / "3.git").rename(tmp_path / "100000.git")

    with pytest.raises(SystemExit, match="was not finished"):
        made_rankings.kept(tmp_path, 100_000)


@pytest.mark.parametrize("size", [3, 2_500, 20_000])
def test_as_many_entries_are_made_as_are_counted(size: int) -> None:
    assert sum(1 for _ in made_rankings.entries(size)) == made_rankings.entry_count(size)


def test_a_folder_is_refused_by_what_would_not_go_on_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["bulk", "--folder", str(tmp_path)])

    assert ended.value.code == 2
    assert "--folder: only for tui" in capsys.readouterr().err


def test_verify_measures_whole_processes(tmp_path: Path) -> None:
    rows = {row.what: row for row in verify.run(tmp_path, (3,), rounds=1)}

    assert rows.keys() == {"jinbang verify BUNDLE", "jinbang --help", "jinbang --version"}
    assert rows["jinbang verify BUNDLE"].ratio is not None
    assert rows["jinbang --help"].ratio is not None


def test_actions_are_run_in_turn_after_a_round_that_is_not_counted() -> None:
    order: list[str] = []

    medians = in_turns(lambda: order.append("ours"), lambda: order.append("peer"), rounds=3)

    assert order == ["ours", "peer"] * 4
    assert len(medians) == 2


@pytest.mark.parametrize(
    ("ratio", "at_most", "met"), [(0.9, True, "yes"), (1.1, True, "no"), (1.1, False, "yes"), (0.9, False, "no")]
)
def test_a_target_is_an_upper_or_a_lower_limit(ratio: float, at_most: bool, met: str) -> None:
    row = Row("x", 1, "peer", 1.0, 1.0, ratio, "ms", Target(1.0, at_most=at_most))

    assert row.met == met


def test_what_was_not_measured_is_said_and_never_met() -> None:
    row = Row("x", 1, "peer", target=Target(1.0, at_most=True), note="no peer")

    assert row.met == "-"
    assert "| not measured |" in table([row])
    assert "no peer" in table([row])


def test_json_holds_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    main(["bulk", "--size", "3", "--json"])

    (row,) = json.loads(capsys.readouterr().out)
    assert row["what"] == "append at once"
    assert row["size"] == 3
    assert row["target"] == ">= 0.6"


def test_a_size_that_measures_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["bulk", "--size", "0"])

    assert ended.value.code == 2
    assert "needed 2 or more" in capsys.readouterr().err
