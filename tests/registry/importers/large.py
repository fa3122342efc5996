"""Large files of every format, made of real ones, and the memory that importing one takes: `python -m tests.registry.importers.large`.

Two kinds. A *dense* file is the real one with its results again and again: more than any leaderboard has, so that it is refused.
A *wide* file has as many results as are taken, and much that is not read.
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
from collections.abc import Iterator, Mapping
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
    raw: bytes
    warm: bytes
    """A small file of the format."""
    base: Mapping[str, object]


class Taken(NamedTuple):
    """What importing a file took."""

    times: float
    """Memory at its peak beyond what the process had before it read the file, in sizes of the file."""
    seconds: float
    outcome: str
    """How many entries were made, or why none."""


def large_files(size: int = SIZE) -> Iterator[Large]:
    """Yield the files."""
    for sample in samples():
        first = sample.raw.lstrip()[:1]
        if sample.name in ("alpaca-eval", "table", "opencompass"):
            yield from _tables(sample, first, size)
        elif first in (b"{", b"["):
            yield from _values(sample, size)
        elif sample.raw.startswith(b"PK"):
            yield _zip(sample, size)
        else:
            # YAML has a limit of its own.
            text = sample.raw.strip(b"\n") + b"\n"
            again = text * (MAX_YAML // len(text)) if text[:1] in (b"-", b"#") else text
            yield Large(f"{sample.name} YAML, dense", again, sample.raw, sample.base)


def _values(sample: Sample, size: int) -> Iterator[Large]:
    value = json.loads(sample.raw)
    times = size // len(json.dumps(_repeated(sample.name, json.loads(sample.raw), 1))) + 1
    while len(raw := json.dumps(_repeated(sample.name, json.loads(sample.raw), times)).encode()) < size:
        times = times * size // len(raw) + 1
    yield Large(f"{sample.name} JSON, dense", raw, sample.raw, sample.base)
    if isinstance(value, dict) and sample.name != "evalplus":
        unread = [value] * (size // len(json.dumps(value)))
        raw = json.dumps({**value, "samples": unread}, indent=1, ensure_ascii=False).encode()[: 1 << 25]
        yield Large(f"{sample.name} JSON, wide", raw, sample.raw, sample.base)


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


def _zip(sample: Sample, size: int) -> Large:
    """Return a zip file with much that is not read, and of HELM half of it in results that were perturbed."""
    held = io.BytesIO()
    filler = random.Random(0).randbytes(1 << 20)
    small = Archive(sample.raw)
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as zipped:
        for member in (one.filename for one in small.members):
            content = small.read(member)
            if member == "stats.json":
                stats = json.loads(content)
                perturbed = [one for one in stats if "perturbation" in one["name"]] or [
                    {**one, "name": {**one["name"], "perturbation": {"name": "robustness"}}} for one in stats
                ]
                content = json.dumps(stats + perturbed * (size // 3 // len(content))).encode()
            zipped.writestr(zipfile.ZipInfo(member), content)
        at = 0
        while held.tell() < size:
            zipped.writestr(zipfile.ZipInfo(f"samples/{at}.json"), filler)
            at += 1
    return Large(f"{sample.name} zip, wide", held.getvalue(), sample.raw, sample.base)


def _tables(sample: Sample, first: bytes, size: int) -> Iterator[Large]:
    lines = [line for line in sample.raw.splitlines() if line.strip() not in (b"<table>", b"</table>")]
    kind, cell = {b"|": ("Markdown", b" %s |"), b"<": ("HTML", b"<td>%s</td></tr>")}.get(first, ("CSV", b",%s"))
    heads = 2 if kind == "Markdown" else 1
    begin = b"<table>" if kind == "HTML" else b""
    rows = lines[heads:] * (size // sum(map(len, lines)) + 1)
    yield Large(
        f"{sample.name} {kind}, dense", b"\n".join([begin, *lines[:heads], *rows]).lstrip(), sample.raw, sample.base
    )
    some = rows[: min(MAX_ROWS, MAX_SCORES // 3)]
    text = b"words " * ((size // len(some) - 150) // 6)
    widened = [line.removesuffix(b"</tr>") + cell % text for line in some]
    more = [lines[0].removesuffix(b"</tr>") + cell % b"notes", *(line + b"---|" for line in lines[1:heads])]
    yield Large(f"{sample.name} {kind}, wide", b"\n".join([begin, *more, *widened]).lstrip(), sample.raw, sample.base)


def measure(file: Large, folder: Path) -> Taken:
    """Return what importing a file took in a process of its own."""
    for name, raw in (("large", file.raw), ("warm", file.warm), ("base", json.dumps(file.base).encode())):
        (folder / name).write_bytes(raw)
    command = [sys.executable, "-m", "tests.registry.importers.large", str(folder)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    return Taken(*json.loads(done.stdout))


def _import(folder: Path) -> Taken:
    import time

    from ledger.note import Signer

    base = json.loads((folder / "base").read_bytes())
    signer = Signer.from_seed(PUBLISHER, bytes(32))
    maker = Maker(lambda _: signer, imports=Imports(lambda: PUBLISHER, base=base))
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


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(_import(Path(sys.argv[1]))))
    else:
        with tempfile.TemporaryDirectory() as made_here:
            for one in large_files():
                taken = measure(one, Path(made_here))
                print(
                    f"{one.name:30} {len(one.raw) / 2**20:5.1f} MiB {taken.times:6.2f}x {taken.seconds:6.1f} s  {taken.outcome[:90]}"
                )
