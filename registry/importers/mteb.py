"""MTEB: the result file of one model on one task, as its `results` repository keeps them.

S is a split, E is `scores.S[]`: one subset of the task.

| in the file | in the statement |
|---|---|
| `task_name`, with S where there are several splits | `datasets[].name` |
| `dataset_revision` | `datasets[].revision` |
| S | `datasets[].split` |
| `task_name`, S and E`.hf_subset` | `methodology.criteria[].name` |
| E`.main_score`: the digits | `placements[0].scores[].value` |
| `mteb_version` | `graders[].version` |
| `evaluation_time` | `placements[0].cost.seconds` |
| `kg_co2_emissions`, E`.languages` | `extra.mteb` |

The file does not name the model. Where `model_meta.json` lies beside it, as in the repository of results, the model is the one that
this describes, and its hash is evidence too:

| in `model_meta.json` | in the statement |
|---|---|
| `name`; `revision` | `placements[0].model.name`; `placements[0].model.version` |
| `n_parameters`, `release_date` | `placements[0].model.parameters`; `placements[0].model.released` |
| `open_weights`: true | `placements[0].model.availability` |
| `training_datasets`: the names | `placements[0].model.training_datasets` |

Else it comes from `--base`:

    placements:
      - model: {name: BAAI/bge-large-zh-v1.5, version: 79e7739b6ab944e86d6171e44d24c997fc1e0116}

Only the main score of a subset is taken. Not in the format, so left empty: model, date, items, standard error, commit of MTEB.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.importers.base import Origin, Said, Value, at_most, filled, kept, scored
from registry.importers.beside import MODEL_META, model_meta_of, read
from registry.importers.content import Content
from registry.importers.place import At, ImportRefusedError

_NEEDED = frozenset({"task_name", "mteb_version", "dataset_revision", "scores"})


class Mteb:
    """Reads the results of a task."""

    name = "mteb"
    title = "MTEB task result"

    def detects(self, content: Content) -> bool:
        """Say whether the file has what every result of MTEB has."""
        return set(content.as_object.names()) >= _NEEDED

    def read(self, content: Content) -> Sequence[Said]:
        """Return the result as one evaluation, whose model base names."""
        file = content.json()
        task = file["task_name"].line() or file["task_name"].refuse("the name of a task")
        subsets = at_most(_subsets(file, task), "$.scores")
        if not subsets:
            raise ImportRefusedError("$.scores: found no score, expected one or more")
        version = file["mteb_version"].line()
        meta = model_meta_of(content.path)
        described = read(meta) if meta is not None else None
        placement = {
            "model": _model(described) if described is not None else None,
            "scores": [_score(name, at) for name, _, at in subsets],
            "cost": filled({"seconds": file["evaluation_time"].decimal()}),
            "evidence": [0, 1] if described is not None else [0],
        }
        more = [_evidence(described)] if described is not None else []
        value = {
            "methodology": {"criteria": [_criterion(name, dataset) for name, dataset, _ in subsets]},
            "datasets": list(_datasets(file, task)),
            "graders": [filled({"name": "mteb", "version": version, "kind": "program"})],
            "placements": [filled(placement)],
            "extra": {self.name: filled(_kept(file, subsets))},
        }
        return [Said(filled(value | Origin(content, self.name, version, self.title).fields(more)), task)]


def _model(meta: Content) -> Value:
    """Return the model that a `model_meta.json` describes; raises ImportRefusedError with the place in that file."""
    try:
        file = At(meta.json().value, MODEL_META)
    except ImportRefusedError as error:
        raise ImportRefusedError(f"{MODEL_META}: {error}") from error
    trained = file["training_datasets"]
    listed = trained.names() if trained.is_object else (one.line() for one in trained.list())
    names = at_most(listed, trained.path)
    return filled(
        {
            "name": file["name"].line() or file["name"].refuse("the name of a model"),
            "version": file["revision"].line(),
            "parameters": file["n_parameters"].decimal(),
            "released": file["release_date"].time(),
            "availability": "open weights" if file["open_weights"].truth() else "",
            "training_datasets": names,
        }
    )


def _evidence(meta: Content) -> Value:
    return {"title": MODEL_META, "sha256": meta.sha256, "media_type": "application/json"}


def _criterion(name: str, dataset: str) -> Value:
    return {"name": name, "basis": "measured", "higher_is_better": True, "dataset": dataset, "grader": "mteb"}


def _dataset_name(file: At, task: str, split: str) -> str:
    return task if len(file["scores"].names()) == 1 else f"{task} {split}"


def _datasets(file: At, task: str) -> Iterator[Value]:
    for split, at in file["scores"].items():
        name = At(_dataset_name(file, task, split), at.path).line()
        revision = file["dataset_revision"].line()
        yield filled({"name": name, "split": At(split, at.path).line(), "revision": revision})


def _subsets(file: At, task: str) -> Iterator[tuple[str, str, At]]:
    """Yield the name of each score, the dataset that it is of, and where it stands."""
    for split, scores in file["scores"].items():
        for at in scores.list():
            name = " ".join(filter(None, (task, split, at["hf_subset"].line())))
            # Of a subset there are fifty numbers, and no more than two of its fields are taken.
            taken = {key: at[key].value for key in ("main_score", "languages")}
            yield At(name, at.path).line(), At(_dataset_name(file, task, split), at.path).line(), At(taken, at.path)


def _score(name: str, at: At) -> Value:
    if not at["main_score"]:
        at["main_score"].refuse("a number")
    value = at["main_score"].decimal()
    return scored(name, value)


def _kept(file: At, subsets: Sequence[tuple[str, str, At]]) -> Value:
    languages = filled({name: kept(at["languages"].value) for name, _, at in subsets})
    return {"kg_co2_emissions": kept(file["kg_co2_emissions"].value), "languages": languages}


IMPORTER = Mteb()
