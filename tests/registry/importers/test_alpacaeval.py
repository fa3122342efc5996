"""The leaderboard of AlpacaEval 2, held against the file itself."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from registry.importers.place import ImportRefusedError
from registry.rules import judge_unspecified, self_reported
from tests.foreign import data
from tests.registry.importers.reading import imported
from tests.registry.rules.recorded import Log


def raw_board() -> bytes:
    return data("alpacaeval", "weighted_alpaca_eval_gpt4_turbo_leaderboard.csv").read_bytes()


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw_board().decode())))


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def test_every_rate_of_every_model_is_there_with_its_error() -> None:
    (one,) = imported(raw_board())

    assert one.imported.format == "alpaca-eval"
    assert len(one.placements) == len(rows()) == 223
    for line, row in zip(one.placements, rows(), strict=True):
        lc, plain, discrete = line.scores
        assert line.model.name == row[""]
        for score, value, error in (
            (lc, "length_controlled_winrate", "lc_standard_error"),
            (plain, "win_rate", "standard_error"),
        ):
            assert score.criterion == value
            assert (number(score.value), number(score.stderr)) == (number(row[value]), number(row[error]))
            assert (score.missing == "not-reported") == (not row[value])
        assert Decimal(discrete.value) == Decimal(row["discrete_win_rate"])
        assert not discrete.stderr
        assert {score.n for score in line.scores} == {int(row["n_total"])}


def test_what_the_community_sent_in_is_self_reported_and_nothing_else() -> None:
    (one,) = imported(raw_board())
    sent = [row[""] for row in rows() if row["mode"] == "community"]

    assert sent
    assert [hit.placement for hit in Log(one).find(self_reported.RULE).found] == sent


def test_the_judge_is_unspecified_until_base_says_who_it_is() -> None:
    (bare,) = imported(raw_board())
    judge = {"name": "judge", "version": "gpt-4-1106-preview", "prompt_sha256": "ab" * 32}
    (told,) = imported(raw_board(), {"graders": [judge]})

    assert len(Log(bare).find(judge_unspecified.RULE).found) == 3
    assert Log(told).find(judge_unspecified.RULE).found == ()


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        (b"76.91979180386511", b"many", "line 2, column win_rate: found many, expected a number"),
        (b"\nNullModel", b"\n", "line 2, first column: found"),
        (b",805,83.9", b",-1,83.9", "line 2, column n_total: found -1, expected a whole number"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(old: bytes, new: bytes, where: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        imported(raw_board().replace(old, new))
    assert str(refused.value).startswith(where)
