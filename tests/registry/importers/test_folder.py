"""A folder that is one run is read as it is; what lies beside results is known by its name; what is no result is told."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from registry import importers
from registry.datasets import digest
from registry.importers import beside, not_results
from registry.importers.content import Content
from registry.importers.folder import Folder, is_one
from registry.importers.place import ImportRefusedError
from tests.foreign import data
from tests.registry.importers.reading import PUBLISHER, imported
from tests.registry.importers.test_helm import FOLDER, MEMBERS, zipped

DATE = "2026-11-23T21-33-57.804323"


def run() -> Path:
    return data("helm", FOLDER)


def test_a_folder_says_what_the_same_run_in_a_zip_file_says_but_for_its_hash() -> None:
    content = Folder(run())
    importer = importers.choose(content)
    assert importer is importers.named("helm")
    (one,) = importers.statements_of(importer, content, {}, PUBLISHER)
    (zip_file,) = imported(zipped())

    assert is_one(run())
    assert content.names == tuple(sorted(MEMBERS))
    assert one.placements == zip_file.placements
    assert one.methodology == zip_file.methodology
    assert one.imported.file_sha256 == one.evidence[0].sha256 == digest(run()).sha256


def test_a_folder_without_one_of_the_two_or_with_a_link_in_its_place_is_no_run(tmp_path: Path) -> None:
    for name in MEMBERS:
        (tmp_path / name).write_bytes((run() / name).read_bytes())
    assert is_one(tmp_path)
    (tmp_path / "stats.json").unlink()
    assert not is_one(tmp_path)
    (tmp_path / "stats.json").symlink_to(run() / "stats.json")
    assert not is_one(tmp_path)


def test_a_file_that_is_not_there_or_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("four")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    folder = Folder(tmp_path)

    assert folder.read("a") == b"four"
    with pytest.raises(ImportRefusedError, match="b: found no file of this name in the folder"):
        folder.read("b")
    monkeypatch.setattr("registry.importers.folder.MAX_MEMBER_BYTES", 3)
    with pytest.raises(ImportRefusedError, match="a: found more than 3 bytes"):
        folder.read("a")


@pytest.mark.parametrize(
    ("name", "others", "belongs"),
    [
        (f"samples_gsm8k_{DATE}.jsonl", [f"results_{DATE}.json"], True),
        (f"samples_gsm8k_{DATE}.jsonl", ["results_2026-11-23T21-33-57.804324.json"], False),
        (f"results_{DATE}.json", [f"samples_gsm8k_{DATE}.jsonl"], False),
        ("model_meta.json", ["Task.json"], True),
        ("model_meta.json", [], False),
        ("a_samples.jsonl", ["a.json"], True),
        ("a_samples.jsonl", ["b.json"], False),
    ],
)
def test_a_file_belongs_to_the_results_that_its_name_names(
    tmp_path: Path, name: str, others: list[str], belongs: bool
) -> None:
    for other in (name, *others):
        (tmp_path / other).write_text("{}")
    assert beside.belongs_to_another(tmp_path / name) is belongs


def test_samples_are_taken_along_when_there_is_a_line_for_every_item(tmp_path: Path) -> None:
    folder = data("lm-eval", "dummy-0.4.13")
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    results, samples = tmp_path / f"results_{DATE}.json", tmp_path / f"samples_toy_arithmetic_{DATE}.jsonl"

    def raw() -> list[tuple[str, int | None]]:
        content = Content(results.read_bytes(), path=results)
        (one,) = importers.statements_of(importers.named("lm-eval"), content, {}, PUBLISHER)
        return [(file.sha256, file.rows) for file in one.placements[0].raw]

    whole = (hashlib.sha256(samples.read_bytes()).hexdigest(), 20)
    assert whole in raw()
    assert len(raw()) == 2
    samples.write_bytes(samples.read_bytes().partition(b"\n")[2])
    assert whole not in raw()
    assert len(raw()) == 1
    samples.unlink()
    samples.symlink_to(folder / samples.name)
    assert len(raw()) == 1


@pytest.mark.parametrize("task", ["../x", "x" * 300, "\0", "\ud800", ""])
def test_a_task_of_any_name_has_samples_nowhere_else(tmp_path: Path, task: str) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / f"x_{DATE}.jsonl").write_text("{}")
    assert beside.samples_of(tmp_path / "inner" / f"results_{DATE}.json", task) is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"law": {"0": "A", "1": "D"}, "art": {"0": "B"}}, "answers to C-Eval by subject and number"),
        ({"law": {"0": "A", "1": "E"}}, ""),
        ({"law": {"zero": "A"}}, ""),
        ({"law": {}}, ""),
        ({}, ""),
        ([], ""),
        ({"type": "jinbang/claim/v1"}, ""),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "a JSON Schema"),
        ([{"name": {"name": "exact_match"}, "count": 1, "sum": 1, "sum_squared": 1}], "one file of a HELM run"),
    ],
)
def test_what_is_known_and_no_result_is_told(value: object, said: str) -> None:
    content = Content(json.dumps(value).encode())
    if not said:
        not_results.refuse_known(content)
        return
    with pytest.raises(ImportRefusedError, match=f"^file: {said}"):
        not_results.refuse_known(content)


def test_the_tables_of_a_statement_in_yaml_are_its_own_words(tmp_path: Path) -> None:
    raw = b"methodology:\n  summary: |\n    a|b\n    -|-\n    a|b\n    -|-\n"
    not_results.refuse_known(Content(raw, path=tmp_path / "statement.yaml"))
    with pytest.raises(ImportRefusedError, match="found 2 tables in Markdown; say which one is meant with --table N"):
        not_results.refuse_known(Content(raw, path=tmp_path / "README.md"))
