"""HELM: the folder of one run of one model, as it is or put into a zip file (`zip -r run.zip FOLDER`).

What a run is stands in `run_spec.json`, what came out in `stats.json`; neither says anything without the other. The hash on record
is that of the zip file, or of the folder with all that is in it, as `jinbang digest FOLDER` prints it. S is an item of `stats.json` without `name.perturbation`, whose `name.name` is one that
`metric_specs[].args.names` of `run_spec.json` asks for.

| in the file | in the statement |
|---|---|
| `run_spec.json`: `adapter_spec.model`, else `.model_deployment` | `placements[0].model.name`, `placements[0].printed.name` |
| `run_spec.json`: `adapter_spec.max_train_instances`, `.temperature` | `placements[0].settings.shots`; `placements[0].settings.temperature` |
| `run_spec.json`: `scenario_spec.class_name`, its last part, and `.args`, with S`.name.split` | `datasets[].name` |
| S`.name.split` | `datasets[].split` |
| S`.name.name`, with the dataset | `methodology.criteria[].name` |
| S`.mean`: the digits; absent is `missing: not-reported` | `placements[0].scores[].value` |
| `stats.json`: the mean of `num_instances` of the same split | `placements[0].scores[].n` |
| `run_spec.json`: `name`, `groups`, `adapter_spec.method`, `.model_deployment`, `.max_eval_instances`, `.num_train_trials` | `extra.helm` |

Left out: results under perturbations, times and token counts. Not in the format, so left empty: date, version of HELM, revision
or hash of the dataset, standard error (the deviation there is of trials).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from registry.importers.archive import Archive
from registry.importers.base import Origin, Said, Value, at_most, filled, joined, kept, scored
from registry.importers.content import Content, read_json
from registry.importers.folder import NEEDED, Folder
from registry.importers.place import At, ImportRefusedError

_SPEC, _STATS = NEEDED
_KEPT = ("method", "model_deployment", "max_eval_instances", "num_train_trials")


class Helm:
    """Reads a run."""

    name = "helm"
    title = "HELM run"

    def detects(self, content: Content) -> bool:
        """Say whether it is a folder or a zip file that holds what every run has."""
        if isinstance(content, Folder):
            return set(NEEDED) <= set(content.names)
        return content.raw.startswith(b"PK\x03\x04") and all(name.encode() in content.raw for name in NEEDED)

    def read(self, content: Content) -> Sequence[Said]:
        """Return the run as one evaluation."""
        files = content if isinstance(content, Folder) else Archive(content.raw)
        run = _Run(_member(files, _SPEC), _member(files, _STATS))
        origin = Origin(content, self.name, "", self.title, "" if files is content else "application/zip")
        return [Said(filled(run.evaluation() | origin.fields()), run.scenario())]


def _member(files: Archive | Folder, name: str) -> At:
    """Return the JSON value of the only member of this name, in whichever folder; its places begin with the name."""
    paths = [one for one in files.names if one.rpartition("/")[2] == name]
    if len(paths) != 1:
        raise ImportRefusedError(f"{name}: found {len(paths)} members of this name, expected one")
    try:
        return At(read_json(files.read(paths[0])).value, name)
    except ImportRefusedError as error:
        raise ImportRefusedError(f"{name}: {error}") from error


@dataclass(frozen=True, slots=True)
class _Run:
    spec: At
    stats: At

    def evaluation(self) -> Value:
        """Return what the run says."""
        found = at_most(self._asked(), _STATS)
        if not found:
            raise ImportRefusedError(f"{_STATS}: found none of the metrics that {_SPEC} asks for, expected one or more")
        adapter = self.spec["adapter_spec"]
        told = {"name": kept(self.spec["name"].value), "groups": kept(self.spec["groups"].value)}
        return {
            "methodology": {"criteria": [self._criterion(at) for at in found]},
            "datasets": joined(filled({"name": self._dataset(at), "split": _split(at)}) for at in found),
            "placements": [self._placement(adapter, found, self._items())],
            "extra": {"helm": filled(told | {key: kept(adapter[key].value) for key in _KEPT})},
        }

    def scenario(self) -> str:
        """Return what was run, in short."""
        spec = self.spec["scenario_spec"]
        scenario = spec["class_name"].line().rpartition(".")[2] or spec["class_name"].refuse("the name of a scenario")
        args = [f"{key}={at.spelled()}" for key, at in spec["args"].items() if isinstance(at.value, str)]
        return At(" ".join((scenario, ",".join(args))).strip(), spec.path).line()

    def _asked(self) -> Iterator[At]:
        specs = self.spec["metric_specs"].list()
        names = {name.line() for one in specs for name in one["args"]["names"].list()}
        seen: set[tuple[str, str]] = set()
        for at in self.stats.list():
            key = (at["name"]["name"].line(), _split(at))
            if key[0] in names and not at["name"]["perturbation"]:
                if key in seen:
                    at["name"].refuse("a metric that its split does not have already")
                seen.add(key)
                yield at

    def _dataset(self, at: At) -> str:
        return At(f"{self.scenario()} {_split(at)}".strip(), at.path).line()

    def _name(self, at: At) -> str:
        return At(f"{self._dataset(at)} {at['name']['name'].line()}", at.path).line()

    def _criterion(self, at: At) -> Value:
        return {"name": self._name(at), "basis": "measured", "dataset": self._dataset(at)}

    def _placement(self, adapter: At, found: Sequence[At], items: Mapping[str, int | None]) -> Value:
        name = adapter["model"].line() or adapter["model_deployment"].line() or adapter["model"].refuse("a model")
        settings = {"shots": adapter["max_train_instances"].count(), "temperature": adapter["temperature"].decimal()}
        return filled(
            {
                "printed": {"name": name},
                "model": {"name": name},
                "scores": [scored(self._name(at), at["mean"].decimal(), n=items.get(_split(at))) for at in found],
                "settings": filled(settings),
                "evidence": [0],
            }
        )

    def _items(self) -> dict[str, int | None]:
        """Return how many items each split has; None where that is told more than once."""
        counts: dict[str, int | None] = {}
        for at in self.stats.list():
            if at["name"]["name"].line() == "num_instances" and not at["name"]["perturbation"]:
                split = _split(at)
                counts[split] = None if split in counts else at["mean"].count()
        return counts


def _split(at: At) -> str:
    return at["name"]["split"].line()


IMPORTER = Helm()
