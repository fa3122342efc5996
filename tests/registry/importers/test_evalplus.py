"""Results of the EvalPlus leaderboard, held against the file itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.importers.place import ImportRefusedError
from tests.foreign import data
from tests.registry.importers.reading import check_damaged, damaged, exact, imported


def raw_results() -> bytes:
    return data("evalplus", "results.json").read_bytes()


def test_every_score_of_every_model_is_there_and_null_is_no_score() -> None:
    raw = raw_results()
    file = exact(raw)
    (one,) = imported(raw)

    assert one.imported.format == "evalplus"
    assert len(one.placements) == len(file) == 125
    for line in one.placements:
        foreign = file[line.model.name]
        assert {score.criterion: score.value or None for score in line.scores} == {
            f"pass@1 {name}": foreign["pass@1"][name] for name in ("humaneval", "humaneval+", "mbpp", "mbpp+")
        }
        assert line.model.parameters == (f"{foreign['size']}B" if foreign["size"] else "")
        assert line.rank is None
    assert sum(line.scores[2].missing == "not-reported" for line in one.placements) == 36


def test_what_the_file_does_not_say_is_empty() -> None:
    (one,) = imported(raw_results())

    assert (one.published, one.evaluated, one.leaderboard.release, one.graders) == ("", "", "", ())
    assert {dataset.version for dataset in one.datasets} == {""}
    assert one.extra == {
        "lines": [{key: row[key] for key in ("prompted", "open-data")} for row in exact(raw_results()).values()]
    }


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"pass@1": {"humaneval": "81.7"}}, '$.m["pass@1"].humaneval: found "81.7", expected a number'),
        ({"size": "7B"}, '$.m.size: found "7B", expected a number'),
        ({"pass@1": {"mbpp+": True}}, '$.m["pass@1"]["mbpp+"]: found true'),
    ],
)
def test_what_is_wrong_is_told_with_its_place(changed: dict[str, Any], where: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        imported(json.dumps({"m": {"link": "x", "pass@1": {}} | changed}).encode())
    assert str(refused.value).startswith(where)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(drawn=st.data())
def test_damaged_results_are_refused_or_read_as_they_stand(drawn: st.DataObject) -> None:
    some = dict(list(json.loads(raw_results()).items())[:8])
    check_damaged(drawn.draw(damaged(json.dumps(some).encode())), "evalplus")
