"""What the real files say, read without the code under test: of each table the models, and of each model its numbers in order."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tests.foreign import unpacked

Table = list[tuple[str, list[Decimal]]]
"""Models in order, each with its numbers; those that are not there are left out."""
Reader = Callable[[Path], list[Table]]


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)


def _numbers(values: Iterable[Any]) -> list[Decimal]:
    return [Decimal(value) for value in values if value not in (None, "")]


def aider(path: Path) -> list[Table]:
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [[(row["model"], _numbers((row["pass_rate_1"], row["pass_rate_2"]))) for row in rows]]


def alpaca_eval(path: Path) -> list[Table]:
    rates = ("length_controlled_winrate", "win_rate", "discrete_win_rate")
    with path.open(encoding="utf-8", newline="") as file:
        return [[(row[""], _numbers(row[rate] for rate in rates)) for row in csv.DictReader(file)]]


def readme(path: Path) -> list[Table]:
    """Return each table of a README; a line that is no heading is a model with its numbers."""
    tables: list[Table] = []
    before = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [re.sub(r"[*\s]+", " ", cell).strip() for cell in line.strip().strip("|").split("|")]
        if re.fullmatch(r"[|\s:-]+", line) and "-" in line and "|" in before:
            tables.append([])
        elif "|" in line and tables and len(cells) > 1:
            numbers = [cell for cell in cells[1:] if re.fullmatch(r"[0-9.]+", cell)]
            tables[-1].append((re.sub(r"\[(.*?)\]\(.*?\)", r"\1", cells[0]), _numbers(numbers)))
        before = line
    return [[row for row in table if row[1]] for table in tables]


def record(path: Path) -> list[Table]:
    value = _json(path)
    scores = [one["score_details"]["score"] for one in value["evaluation_results"]]
    return [[(value["model_info"]["name"], _numbers(scores))]]


def evalplus(path: Path) -> list[Table]:
    names = ("humaneval", "humaneval+", "mbpp", "mbpp+")
    return [[(model, _numbers(row["pass@1"][one] for one in names)) for model, row in _json(path).items()]]


def helm(folder: Path) -> list[Table]:
    spec, stats = _json(folder / "run_spec.json"), _json(folder / "stats.json")
    asked = {name for one in spec["metric_specs"] for name in one["args"].get("names", [])}
    own = [one for one in stats if one["name"]["name"] in asked and "perturbation" not in one["name"]]
    return [[(spec["adapter_spec"]["model"], _numbers(one.get("mean") for one in own))]]


def eval_results(path: Path) -> list[Table]:
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [[("org/model", _numbers(row["value"] for row in rows))]]


def model_card(path: Path) -> list[Table]:
    front = yaml.load(path.read_text(encoding="utf-8").split("---\n")[1], Loader=yaml.BaseLoader)
    return [
        [(one["name"], _numbers(metric["value"] for result in one["results"] for metric in result["metrics"]))]
        for one in front["model-index"]
    ]


def inspect_log(path: Path) -> list[Table]:
    if path.suffix == ".json":
        value = _json(path)
    else:
        with zipfile.ZipFile(path) as archive:
            raw = unpacked(path, archive.getinfo("header.json"))
        value = json.loads(raw, parse_float=Decimal, parse_int=Decimal)
    scores = [
        metric["value"]
        for score in value["results"]["scores"]
        for name, metric in score["metrics"].items()
        if name != "stderr"
    ]
    return [[(value["eval"]["model"], _numbers(scores))]]


def lm_eval(path: Path) -> list[Table]:
    value = _json(path)
    arguments = value["config"]["model_args"]
    pairs = arguments if isinstance(arguments, dict) else dict(one.split("=", 1) for one in arguments.split(",") if one)
    groups = {name: one for name, one in value.get("groups", {}).items() if name not in value["results"]}
    scores = [
        number
        for task in (*value["results"].values(), *groups.values())
        for key, number in task.items()
        if "," in key and "_stderr," not in key
    ]
    return [[(value["model_name"] or pairs["pretrained"], _numbers(scores))]]


def lm_eval_03(path: Path) -> list[Table]:
    value = _json(path)
    (name,) = re.findall(r"pretrained=([^,]+)", value["config"]["model_args"])
    scores = [n for task in value["results"].values() for key, n in task.items() if not key.endswith("_stderr")]
    return [[(name, _numbers(scores))]]


def mteb(path: Path) -> list[Table]:
    meta = _json(path.with_name("bge-large-zh-v1.5__model_meta.json"))
    scores = [subset["main_score"] for split in _json(path)["scores"].values() for subset in split]
    return [[(meta["name"], _numbers(scores))]]


def opencompass(path: Path) -> list[Table]:
    """Return a summary in plain text or CSV; a head that is a dash is another metric of the model before it."""
    between = "," if path.suffix == ".csv" else r" {2,}"
    lines = [re.split(between, line.strip()) for line in path.read_text(encoding="utf-8").splitlines()]
    heads, *rows = (cells for cells in lines if cells != ["..."] and not set("".join(cells)) <= {"-", "."})
    columns: dict[str, list[int]] = {}
    name = ""
    for at, head in enumerate(heads):
        name = head if head != "-" else name
        columns.setdefault(name, []).append(at)
    models = [head for head in columns if head not in ("dataset", "version", "metric", "mode", "...")]
    cells = {model: [row[at] for row in rows for at in columns[model]] for model in models}
    return [[(model, _numbers(one for one in cells[model] if re.fullmatch(r"[0-9.]+", one))) for model in models]]


def papers_with_code(path: Path) -> list[Table]:
    tables = [dataset["sota"] for task in _json(path) for dataset in task["datasets"]]
    return [
        [(row["model_name"], _numbers(row["metrics"][metric] for metric in table["metrics"])) for row in table["rows"]]
        for table in tables
    ]


def swebench(path: Path) -> list[Table]:
    boards = _json(path)["leaderboards"]
    return [[(row["name"], _numbers([row["resolved"]])) for row in board["results"]] for board in boards]
