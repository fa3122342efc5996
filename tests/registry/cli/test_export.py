"""`jinbang export` of placements, as a process."""

from __future__ import annotations

import csv
import json
from operator import itemgetter
from typing import Any

import pytest
from pyarrow import csv as arrow_csv
from pyarrow import json as arrow_json
from pyarrow import parquet

from ledger.text import plain
from tests.foreign import data
from tests.registry.cli.conftest import RANKING, User

HOSTILE = ('=cmd|"/c calc"!A1', "x\u202ey\u200bz", "</b>, <script>|`*", "；“”’`$(rm)", "x" * 200)


def of_names(*names: str) -> dict[str, object]:
    return {**RANKING, "published": "2026-11-02", "placements": [{"model": {"name": name}} for name in names]}


def test_the_three_formats_say_the_same(user: User) -> None:
    assert user.run("append", user.write("more.json", of_names(*HOSTILE))).code == 0
    text, lines = user.run("export", "csv"), user.run("export", "jsonl")
    assert (text.code, lines.code) == (0, 0)
    said = user.run("export", "parquet", "-o", "x.parquet")
    assert said.out == "7 placements in x.parquet, as of size 3 of example.org/rankings\n"
    objects = [json.loads(line) for line in lines.out.splitlines()]
    assert parquet.read_table(user.folder / "x.parquet").to_pylist() == objects
    assert [one["model"] for one in objects] == ["Model A", "模型乙", *HOSTILE]
    cells = list(csv.DictReader(text.out.splitlines()))
    assert [one["model"].removeprefix("'") for one in cells] == [plain(one["model"]) for one in objects]
    assert [list(one) for one in cells] == [list(one) for one in objects]
    assert objects[0]["findings"]
    for one in cells[:2]:
        assert user.run("verify", one["citation"]).code == 0
    shown = user.run("query", "--json", "--limit", "0", "--sort", "model").json["placements"]
    verdicts = {(one["citation"], one["verdict"], one["worst"]) for one in shown}  # type: ignore[attr-defined]
    assert verdicts == {(one["citation"], one["verdict"], one["worst"]) for one in objects}


def test_every_score_of_a_line_is_read_back_by_those_who_read_such_files(user: User) -> None:
    """The first that has a value stands in columns of its own, as before."""
    said: list[dict[str, Any]] = [
        {"criterion": "STEM", "missing": "not-run"},
        {"criterion": 'accuracy, "macro"; =1+1', "value": "77.10", "stderr": "0.40", "n": 11582},
        {"criterion": "人文", "value": "81.0", "ci": ["80.1", "81.9"]},
    ]
    names = [{"name": score["criterion"]} for score in said]
    lines = [{"model": {"name": "A"}, "scores": said}, {"model": {"name": "B"}}]
    ranking = {**RANKING, "published": "2026-11-03", "methodology": {"criteria": names}, "placements": lines}
    assert user.run("append", user.write("scores.json", ranking)).code == 0
    for format_ in ("csv", "jsonl", "parquet"):
        assert user.run("export", format_, "published:2026-11-03", "-o", f"x.{format_}").code == 0

    empty = dict.fromkeys(("score", "stderr", "ci", "n", "missing"))
    wanted = [{"score" if key == "value" else key: value for key, value in score.items()} for score in said]
    first = {"criterion": 'accuracy, "macro"; =1+1', "score": "77.10", "stderr": "0.40", "n": 11582}
    for table in (
        parquet.read_table(user.folder / "x.parquet"),
        arrow_json.read_json(user.folder / "x.jsonl"),
    ):
        one, two = table.to_pylist()
        assert one["scores"] == [empty | score for score in wanted]
        assert {key: one[key] for key in first} == first
        assert (two["scores"], two["score"]) == ([], None)
    one, two = arrow_csv.read_csv(user.folder / "x.csv").to_pylist()
    assert json.loads(one["scores"]) == wanted
    assert (one["criterion"], str(one["score"])) == (first["criterion"], "77.1")
    assert two["scores"] == ""


def test_a_filter_says_which_and_a_file_is_replaced_whole(user: User) -> None:
    (user.folder / "x.csv").write_text("before", encoding="utf-8")
    said = user.run("export", "csv", "model:乙", "first", "-o", "x.csv")
    assert said.code == 3
    assert (user.folder / "x.csv").read_text(encoding="utf-8") == "before"
    said = user.run("export", "csv", "model:乙", "-o", "x.csv", "--json")
    assert said.code == 0
    assert (said.json["format"], said.json["placements"]) == ("csv", 1)
    assert said.json["as_of"] == {"size": 2, "root": user.run("status", "--json").json["root"]}
    assert len((user.folder / "x.csv").read_text(encoding="utf-8").splitlines()) == 2
    assert [one.name for one in user.folder.glob("*.new")] == []


MEASURED: dict[str, object] = {
    **RANKING,
    "published": "2026-11-03",
    "methodology": {"criteria": [{"name": "accuracy", "higher_is_better": True, "dataset": "Test"}]},
    "datasets": [{"name": "Test"}],
    "placements": [
        {
            "rank": 1,
            "model": {"name": "../../up", "developer": "/etc"},
            "scores": [{"criterion": "accuracy", "value": "7.10"}],
        },
        {"rank": 2, "model": {"name": "B"}, "scores": [{"criterion": "accuracy", "missing": "not-run"}]},
    ],
}


def test_records_of_every_eval_ever_stay_in_their_folder_and_what_has_none_is_told(user: User) -> None:
    assert user.run("append", user.write("measured.json", MEASURED)).code == 0
    before = set(user.folder.rglob("*"))
    said = user.run("export", "eee", "-o", "data")
    assert (said.code, said.out) == (0, "1 records in data, as of size 3 of example.org/rankings\n")
    assert "3 for want of placements[].scores[].value" in said.err
    new = set(user.folder.rglob("*")) - before
    (file,) = [one for one in new if one.suffix == ".json"]
    assert file.relative_to(user.folder).parts[:-1] == ("data", "Example_Board", "etc", "up")
    value = json.loads(file.read_text(encoding="utf-8"))
    assert value["model_info"]["name"] == "../../up"
    assert '"score": 7.10' in file.read_text(encoding="utf-8")
    told = value["source_metadata"]["additional_details"]
    assert (
        user.run("verify", told["jinbang_citation"], "--json").json["verdict"] == told["jinbang_verdict"].split(":")[0]
    )
    assert (told["jinbang_rank"], told["jinbang_as_of_size"]) == ("1", "3")
    again = user.run("export", "eee", "-o", "data", "--json")
    assert (again.json["records"], again.json["lacking"]) == (1, {"placements[].scores[].value": 3})
    assert [one for one in user.folder.rglob("*.json") if one not in before] == [file]


def test_real_records_come_back_as_files_and_go_in_again_with_the_same_numbers(user: User) -> None:
    """From the datastore to a ledger to the datastore to another entry, by the command line alone."""
    old = data("eee", "mmlu-pro_yi-1.5-34b-chat_0.2.2.json")
    new = next(data("eee", "math_perturbed_full").rglob("*.json"))
    assert user.run("append", str(old), str(new)).code == 0
    assert user.run("export", "eee", "index>=2", "-o", "out").code == 0
    files = sorted((user.folder / "out").rglob("*.json"))
    records = [json.loads(path.read_text(encoding="utf-8")) for path in (old, new)]
    written = {one["model_info"]["id"]: one for one in (json.loads(path.read_text(encoding="utf-8")) for path in files)}

    assert written.keys() == {one["model_info"]["id"] for one in records}
    for record in records:
        back = written[record["model_info"]["id"]]
        for field in ("evaluation_id", "retrieved_timestamp", "eval_library"):
            assert back.get(field) == record.get(field)
        names = ("source_name", "source_type", "source_organization_name", "evaluator_relationship")
        assert [back["source_metadata"].get(name) for name in names] == [
            record["source_metadata"].get(name) for name in names
        ]
        for one, other in zip(back["evaluation_results"], record["evaluation_results"], strict=True):
            assert one["evaluation_name"] == other["evaluation_name"]
            assert one["score_details"]["score"] == other["score_details"]["score"]
            assert one["metric_config"]["lower_is_better"] == other["metric_config"]["lower_is_better"]
    again = user.run("append", *map(str, files), "--json")
    assert again.code == 0, again.err
    shown: list[Any] = [user.run("show", str(index), "--json").json["statement"] for index in range(2, 6)]
    lines = [(one["placements"][0]["model"]["name"], one["placements"][0]["scores"]) for one in shown]
    assert sorted(lines[:2], key=itemgetter(0)) == sorted(lines[2:], key=itemgetter(0))


def test_a_filter_whose_placements_have_no_record_ends_with_nothing(made: User) -> None:
    said = made.run("export", "eee", "-o", "nothing")
    assert (said.code, (made.folder / "nothing").exists()) == (3, False)
    assert "eee: no placement has a record: 2 for want of placements[].scores[].value" in said.err
    assert made.run("export", "eee", "model:nobody", "-o", "nothing").code == 3


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("parquet",), 2, "parquet: needs -o PATH"),
        (("tiles",), 2, "tiles: needs -o PATH"),
        (("csv", "--json"), 2, "--json: needs -o PATH"),
        (("tiles", "first", "-o", "x"), 2, "takes no filter"),
        (("csv", "rank:x"), 2, "rank"),
        (("csv", "-o", "no folder/x"), 4, "no folder: No such file or directory"),
        (("parquet", "-o", "home"), 4, "home"),
        (("jsonl", "model:nobody"), 3, "nothing on record matches"),
        (("x\x1b[31m", "-o", "x"), 2, "expected tiles, csv, jsonl, parquet, eee"),
    ],
)
def test_misuse_writes_nothing(made: User, words: tuple[str, ...], code: int, line: str) -> None:
    before = sorted(made.folder.iterdir())
    said = made.run("export", *words)
    assert (said.code, said.out) == (code, "")
    assert line in said.err
    assert "\x1b" not in said.err
    assert sorted(made.folder.iterdir()) == before
