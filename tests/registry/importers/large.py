"""Large files made of real ones, and the memory that importing one takes: `python -m tests.registry.importers.large`.

Two kinds. A *dense* file is the real one with its results again and again, mostly more than are taken, so that it is refused. A
*wide* file has as many results as are taken, and much that is not read.
"""

from __future__ import annotations

import gc
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from registry.cli.importing import Imports
from registry.cli.making import Maker
from registry.importers.archive import Archive
from registry.importers.grid import MAX_ROWS, MAX_SCORES
from registry.importers.yaml_value import MAX_BYTES as MAX_YAML
from tests.registry.importers.fuzz import Sample, samples
from tests.registry.importers.reading import PUBLISHER

SIZE = 24 << 20
"""Bytes of a large file; 32 MiB are taken."""
_ROOT = Path(__file__).resolve().parents[3]


class Large(NamedTuple):
    """A large file and what it needs to be imported."""

    name: str
    """Of its format, and what kind of file it is."""
    make: Callable[[], bytes]
    sample: Sample
    """A small file of the format."""


class Taken(NamedTuple):
    """What importing a file took."""

    times: float
    """Memory at its peak beyond what the process had before it read the file, in sizes of the file."""
    seconds: float
    outcome: str
    """How many entries were made, or why none."""


def large_files(rows: int = MAX_ROWS) -> Iterator[Large]:
    """Yield the files; wide tables have so many rows."""
    for sample in samples():
        raw, name = sample.raw, sample.name
        if name == "opencompass" and b"\n--" in raw:
            yield Large(f"{name}, text, dense", partial(_again, raw, raw.index(b"\n--") + 1, SIZE), sample)
        elif name in ("alpaca-eval", "table", "opencompass"):
            kind = {b"|": "Markdown", b"<": "HTML"}.get(raw[:1], "CSV")
            yield Large(f"{name}, {kind}, dense", partial(_dense_table, raw, kind), sample)
            yield Large(f"{name}, {kind}, wide", partial(_wide_table, raw, kind, rows), sample)
        elif raw[:1] in (b"{", b"["):
            yield Large(f"{name}, JSON, dense", partial(_dense_value, sample), sample)
            if name not in ("evalplus", "papers-with-code"):
                yield Large(f"{name}, JSON, wide", partial(_wide_value, raw), sample)
        elif raw.startswith(b"PK"):
            yield Large(f"{name}, zip, wide", partial(_zip, raw), sample)
        elif name == "model-index":
            yield Large(f"{name}, YAML, wide", lambda raw=raw: raw + b"words\n" * (MAX_YAML // 7), sample)  # type: ignore[misc]
        else:
            # YAML has a limit of its own.
            yield Large(f"{name}, YAML, dense", partial(_again, raw.rstrip() + b"\n", 0, MAX_YAML - len(raw)), sample)


def _again(raw: bytes, start: int, size: int) -> bytes:
    """Return a file with what begins at a byte again and again."""
    return raw + raw[start:] * ((size - len(raw)) // len(raw[start:]) + 1)


def _dense_value(sample: Sample) -> bytes:
    times, raw = 1, b""
    while len(raw) < SIZE:
        raw = json.dumps(_repeated(sample.name, json.loads(sample.raw), times)).encode()
        times = max(times + 1, times * SIZE // len(raw) + 1)
    return raw


def _wide_value(raw: bytes) -> bytes:
    value = json.loads(raw)
    unread = [value] * (SIZE // len(json.dumps(value)))
    return json.dumps({**value, "samples": unread}, ensure_ascii=False).encode()


def _repeated(name: str, value: Any, times: int) -> Any:
    """Return a file with its results so many times."""
    if name == "swe-bench":
        value["leaderboards"][0]["results"] *= times
    elif name == "evalplus":
        return {f"{model} {at}": told for at in range(times) for model, told in value.items()}
    elif name == "eee":
        value["evaluation_results"] *= times
    elif name == "inspect":
        value["results"]["scores"] *= times
    elif name == "mteb":
        for split in value["scores"]:
            value["scores"][split] *= times
    elif name == "papers-with-code":
        return value * times
    else:
        for part in ("results", "configs", "versions", "n-shot", "higher_is_better", "n-samples", "task_hashes"):
            if part in value:
                value[part] = {f"{task} {at}": told for at in range(times) for task, told in value[part].items()}
    return value


def _zip(raw: bytes) -> bytes:
    """Return a zip file with much that is not read; of HELM with eight megabytes of results under perturbations."""
    small, held = Archive(raw), io.BytesIO()
    filler = random.Random(0).randbytes(1 << 20)
    with zipfile.ZipFile(held, "w") as zipped:
        for name in (one.filename for one in small.members):
            content = small.read(name)
            if name == "stats.json":
                stats = json.loads(content)
                perturbed = [{**one, "name": {**one["name"], "perturbation": {"name": "robustness"}}} for one in stats]
                content = json.dumps(stats + perturbed * (SIZE // 3 // len(content))).encode()
            zipped.writestr(zipfile.ZipInfo(name), content)
        while held.tell() < SIZE:
            zipped.writestr(zipfile.ZipInfo(f"samples/{held.tell()}.json"), filler)
    return held.getvalue()


def _dense_table(raw: bytes, kind: str) -> bytes:
    begin, heads, rows = _parts(raw, kind)
    return b"\n".join([*begin, *heads, *(rows * (SIZE // len(raw) + 1))])


def _wide_table(raw: bytes, kind: str, most: int) -> bytes:
    begin, heads, rows = _parts(raw, kind)
    rows = (rows * (most // len(rows) + 1))[: min(most, MAX_SCORES // 3)]
    text = b"words " * ((SIZE // len(rows) - 150) // 6)
    cell = {"Markdown": b" %s |", "HTML": b"<td>%s</td></tr>", "CSV": b",%s"}[kind]
    wider = [heads[0].removesuffix(b"</tr>") + cell % b"notes", *(line + b"---|" for line in heads[1:])]
    return b"\n".join([*begin, *wider, *(row.removesuffix(b"</tr>") + cell % text for row in rows)])


def _parts(raw: bytes, kind: str) -> tuple[list[bytes], list[bytes], list[bytes]]:
    """Return what stands before a table, its heads and its rows, as lines."""
    lines = [line for line in raw.splitlines() if line.strip() not in (b"<table>", b"</table>")]
    heads = 2 if kind == "Markdown" else 1
    return [b"<table>"] if kind == "HTML" else [], lines[:heads], lines[heads:]


def measure(file: Large, folder: Path) -> Taken:
    """Return what importing a file took in a process of its own."""
    base = json.dumps(file.sample.base).encode()
    for name, raw in (("large", file.make()), ("warm", file.sample.raw), ("base", base)):
        (folder / name).write_bytes(raw)
    command = [sys.executable, "-m", "tests.registry.importers.large", str(folder)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    return Taken(*json.loads(done.stdout))


def _import(folder: Path) -> Taken:
    import time

    from ledger.note import Signer

    base = json.loads((folder / "base").read_bytes())
    signer = Signer.from_seed(PUBLISHER, bytes(32))
    maker = Maker(lambda _: signer, imports=Imports(lambda: PUBLISHER, base=base or None))
    maker.make_all([str(folder / "warm")])
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before, start = _status("VmRSS"), time.perf_counter()
    made, refused = maker.make_all([str(folder / "large")])
    seconds = time.perf_counter() - start
    took = (_status("VmHWM") - before) * 1024 / (folder / "large").stat().st_size
    return Taken(took, seconds, str(refused[0].error) if refused else f"{len(made):,} entries")


def _status(field: str) -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    found = re.search(rf"^{field}:\s*([0-9]+) kB", status, re.MULTILINE)
    assert found is not None, "Linux tells the memory of a process"
    return int(found[1])


def _print() -> None:
    print("| file | bytes | peak | took |\n|---|--:|--:|---|")
    with tempfile.TemporaryDirectory() as folder:
        for one in large_files():
            taken = measure(one, Path(folder))
            size = (Path(folder) / "large").stat().st_size / 2**20
            print(
                f"| {one.name} | {size:.1f} MiB | {taken.times:.2f} | {taken.seconds:.0f} s, {taken.outcome} |",
                flush=True,
            )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(_import(Path(sys.argv[1]))))
    else:
        _print()
