"""The leaderboard of AlpacaEval 2, held against the file itself."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import PurePath

import pytest

from registry import importers
from registry.importers.content import Content
from registry.importers.place import ImportRefusedError
from registry.rules import judge_unspecified, self_reported
from registry.statements import Evaluation
from tests.foreign import data
from tests.registry.importers.reading import PUBLISHER, imported
from tests.registry.rules.recorded import Log

GPT4 = "weighted_alpaca_eval_gpt4_turbo"


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


def named(name: str) -> Evaluation:
    """Return the first part of the real leaderboard as if it were called so."""
    content = Content(raw_board(), named=PurePath(name))
    one, *_ = importers.statements_of(importers.named("alpaca-eval"), content, {}, PUBLISHER)
    return one


@pytest.mark.parametrize(
    ("name", "judge", "developer", "told_by"),
    [
        (f"{GPT4}_leaderboard.csv", GPT4, "OpenAI", f"file {GPT4}_leaderboard.csv"),
        (f"results/{GPT4}/leaderboard.csv", GPT4, "OpenAI", f"folder {GPT4}"),
        ("claude_leaderboard.csv", "claude", "Anthropic", "file claude_leaderboard.csv"),
        (f"{GPT4}_leaderboard_old.csv", "judge", "", ""),
        (f"{GPT4}.csv", "judge", "", ""),
        ("weighted_alpaca_eval_gpt4_leaderboard.csv", "judge", "", ""),
        ("my_claude_leaderboard.csv", "judge", "", ""),
        ("leaderboard.csv", "judge", "", ""),
        ("claude", "judge", "", ""),
        (f"{GPT4}/other.csv", "judge", "", ""),
    ],
)
def test_the_judge_is_read_from_a_name_that_is_a_published_annotators_and_from_no_other(
    name: str, judge: str, developer: str, told_by: str
) -> None:
    one = named(name)
    (grader,) = one.graders

    assert (grader.name, grader.developer, grader.kind) == (judge, developer, "model")
    assert {criterion.grader for criterion in one.methodology.criteria} == {judge}
    assert one.extra == ({"alpaca-eval": {"judge_told_by": told_by}} if told_by else {})
    # The name of an annotator says neither which version it asked nor with which prompt.
    assert len(Log(one).find(judge_unspecified.RULE).found) == 3
    assert (grader.version, grader.prompt_sha256) == ("", "")


def test_a_judge_that_is_named_is_filled_in_by_its_name() -> None:
    base = {"graders": [{"name": GPT4, "version": "gpt-4-1106-preview", "prompt_sha256": "ab" * 32}]}
    content = Content(raw_board(), named=PurePath(f"{GPT4}_leaderboard.csv"))
    one, *_ = importers.statements_of(importers.named("alpaca-eval"), content, base, PUBLISHER)
    assert len(one.graders) == 1
    assert Log(one).find(judge_unspecified.RULE).found == ()


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
