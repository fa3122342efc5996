"""Real files damaged in bytes and in structure, the same ones for a seed: `python -m tests.registry.importers.fuzz 10000`.

What comes of a damaged file is an error of one line that begins with a place, or statements without a number that the file
does not hold. Anything else is an AssertionError, or the traceback itself.
"""

from __future__ import annotations

import html
import io
import json
import random
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from ledger.text import plain
from registry import importers
from registry.errors import RegistryError
from registry.importers.archive import Archive
from registry.importers.content import Content
from registry.statements import Evaluation, format, parse
from tests.foreign import data
from tests.registry.importers import tables
from tests.registry.importers.reading import PUBLISHER, written

SEED = 20231130
_BOARD = {"leaderboard": {"name": "Example"}}
_MODEL = {"placements": [{"model": {"name": "Example"}}]}
_FILES: tuple[tuple[str, tuple[str, ...], Mapping[str, object]], ...] = (
    ("lm-eval", ("lm-eval", "results_2024-08-25T21-59-12.123082.json"), {}),
    ("lm-eval", ("lm-eval", "results_2026-01-21T03-44-18.458309.json"), {}),
    ("lm-eval-0.3", ("lm-eval", "v0.3-llama-13B_gsm8k_8-shot.json"), {}),
    ("eee", ("eee", "mmlu-pro_yi-1.5-34b-chat_0.2.2.json"), {}),
    ("inspect", ("inspect", "data_with_llm_scoring.json"), {}),
    ("inspect", ("inspect", "0.3.285-toy-arith-epochs2.eval"), {}),
    ("evalplus", ("evalplus", "results.json"), {}),
    ("opencompass", ("opencompass", "docs-quickstart-summary.csv"), _BOARD),
    ("opencompass", ("opencompass", "docs-ceval-contamination-annotated.txt"), _BOARD),
    ("opencompass", ("opencompass", "docs-contamination-table.txt"), _BOARD),
    ("aider", ("aider", "polyglot_leaderboard.yml"), {}),
    ("swe-bench", ("swebench", "leaderboards-2025-10-06.json"), {}),
    ("alpaca-eval", ("alpacaeval", "weighted_alpaca_eval_gpt4_turbo_leaderboard.csv"), {}),
    ("mteb", ("mteb", "bge-large-zh-v1.5__FinanceBenchRetrieval.json"), _MODEL),
    ("papers-with-code", ("pwc", "cmrc.json"), {}),
    ("model-index", ("hf", "model-index-simple.md"), {}),
    ("eval-results", ("hf", "eval_results-doc-example.yaml"), _MODEL),
)
_READ = ("header.json", "run_spec.json", "stats.json")
"""Members of zip files that are read."""
_PLACE = re.compile(r"\S[^:\n]*: ?\S")
_TOKEN = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_STRANGE: tuple[Any, ...] = (
    *(None, True, [], {}, "", "x" * 300, "a\nb", "\ud800", "\u202e", -1, 0.5, 1e300, 10**400, [[]], {"": {}}),
    *("2026-13-45", "-0", "1e5", "NaN", float("nan"), float("inf"), "１２", "<b>1</b>", "a|b", "dirty-dirty", 2**64),
)
_BYTES = (
    b"\0",
    b"\xff",
    b"\r",
    b"\n",
    b'"',
    b",",
    b"|",
    b"- ",
    b": ",
    b"&a ",
    b"*a",
    b"9",
    b"-",
    b"{",
    b"]",
    b"\xe2\x80\xae",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A real file and what it needs to be imported."""

    name: str
    raw: bytes
    base: Mapping[str, object]


def samples() -> list[Sample]:
    """Return a file or more of every format."""
    real = [Sample(name, data(*path).read_bytes(), base) for name, path, base in _FILES]
    return [*real, *_run_of_helm(), *_tables()]


def _run_of_helm() -> Iterator[Sample]:
    # Members are stored as they are, so that a changed byte is a changed byte of the run and of its checksum.
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for name in ("run_spec.json", "stats.json"):
            folder = "mmlu-subject=philosophy,method=multiple_choice_joint,model=openai_gpt2"
            archive.writestr(zipfile.ZipInfo(name), data("helm", folder, name).read_bytes())
    yield Sample("helm", held.getvalue(), {})


def _tables() -> Iterator[Sample]:
    lines = data("alpacaeval", "weighted_alpaca_eval_gpt4_turbo_leaderboard.csv").read_text().splitlines()[:30]
    rows = [line.split(",")[:3] for line in lines]
    yield Sample("table", "\n".join(map(",".join, rows)).encode(), _BOARD)
    marked = ["|".join(rows[0]), "|".join("---" for _ in rows[0]), *map("|".join, rows[1:])]
    yield Sample("table", "\n".join(f"|{line}|" for line in marked).encode(), _BOARD)
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    yield Sample("table", f"<table>\n{cells}</table>".encode(), _BOARD)


class Damaged(NamedTuple):
    """A damaged file."""

    raw: bytes
    rows: Sequence[Sequence[str]] | None = None
    """What its rows hold, where it is a table whose structure was damaged and not its bytes."""


def damaged(draw: random.Random, sample: Sample) -> Damaged:
    """Return a file damaged in its bytes once or a few times, or in its structure."""
    if draw.random() < 0.6:
        return _restructured(draw, sample)
    raw = sample.raw
    for _ in range(draw.choice((1, 1, 1, 2, 5))):
        raw = _bytes(draw, raw)
    return Damaged(raw)


def _bytes(draw: random.Random, raw: bytes) -> bytes:
    at, end = sorted(draw.randrange(len(raw) + 1) for _ in range(2))
    end = min(end, at + 80)
    kind = draw.choice(("cut", "flip", "insert", "delete", "double"))
    if kind == "cut":
        return raw[:at]
    if kind == "flip":
        return raw[:at] + bytes([draw.randrange(256)]) + raw[at + 1 :]
    if kind == "insert":
        return raw[:at] + draw.choice(_BYTES) + raw[at:]
    return raw[:at] + raw[end:] if kind == "delete" else raw[:end] + raw[at:end] + raw[end:]


def _restructured(draw: random.Random, sample: Sample) -> Damaged:
    """Return a file with a value, member, row or cell exchanged, taken out or moved."""
    if sample.name in ("aider", "eval-results"):
        return Damaged(yaml.safe_dump(_exchanged(draw, yaml.safe_load(sample.raw)), allow_unicode=False).encode())
    if sample.name == "model-index":
        _, front, text = sample.raw.decode().split("---\n", 2)
        return Damaged(f"---\n{yaml.safe_dump(_exchanged(draw, yaml.safe_load(front)))}---\n{text}".encode())
    if sample.raw.startswith(b"PK"):
        return Damaged(_rezipped(draw, sample.raw))
    if sample.raw[:1] in (b"{", b"["):
        return Damaged(json.dumps(_exchanged(draw, json.loads(sample.raw))).encode())
    text = sample.raw.decode("utf-8-sig")
    if "\n--" in text:
        lines = text.splitlines(keepends=True)
        draw.shuffle(lines) if draw.random() < 0.1 else lines.pop(draw.randrange(len(lines)))
        return Damaged(_bytes(draw, "".join(lines).encode()))
    return Damaged(*tables.damaged(draw, text))


def _rezipped(draw: random.Random, raw: bytes) -> bytes:
    """Return a whole zip file with one of its members damaged, in its bytes or in its structure."""
    archive, held = Archive(raw), io.BytesIO()
    names = [one.filename for one in archive.members]
    chosen = draw.choice([name for name in names if name.endswith(_READ)])
    with zipfile.ZipFile(held, "w", draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as zipped:
        for name in names:
            content = archive.read(name)
            if name == chosen:
                is_value = draw.random() < 0.7
                content = (
                    json.dumps(_exchanged(draw, json.loads(content))).encode() if is_value else _bytes(draw, content)
                )
                if draw.random() < 0.05:
                    continue
            zipped.writestr(zipfile.ZipInfo(name), content)
    return held.getvalue()


def _exchanged(draw: random.Random, value: Any) -> Any:
    holder, key = value, None
    while isinstance(holder, dict | list) and holder:
        inner = draw.choice(list(holder)) if isinstance(holder, dict) else draw.randrange(len(holder))
        child = holder[inner]
        if not (isinstance(child, dict | list) and child) or draw.random() < 0.1:
            key = inner
            break
        holder = child
    if draw.random() < 0.25:
        del holder[key]
    else:
        holder[key] = draw.choice(_STRANGE)
    return value


def outcome(sample: Sample, file: Damaged, *, is_named: bool) -> str:
    """Return what became of a damaged file: imported, refused, or unknown; raises AssertionError when it is neither."""
    content = Content(file.raw)
    try:
        importer = importers.named(sample.name) if is_named else importers.choose(content)
        if importer is None:
            return "unknown"
        made = list(importers.statements_of(importer, content, sample.base, PUBLISHER))
    except RegistryError as error:
        text = str(error)
        assert plain(text) == text, text
        assert len(text.splitlines()) == 1, text
        assert _PLACE.match(text), text
        return "refused"
    there = _numbers(file.raw)
    for one in made:
        _check(one, there)
        if file.rows is not None and sample.name != "opencompass":
            _check_rows(one, file.rows)
    return "imported"


def _check(one: Evaluation, there: set[str]) -> None:
    assert parse(format(one)) == one
    for line in one.placements:
        for score in line.scores:
            invented = {score.value, score.stderr} - {""} - there
            assert not invented, f"{invented}: numbers that the file does not hold"


def _check_rows(one: Evaluation, rows: Sequence[Sequence[str]]) -> None:
    """Check that each line has its model and its numbers from one row."""
    there = [{*map(str.strip, row), *(written(cell.strip(" %+\t\n")) for cell in row)} for row in rows]
    for line in one.placements:
        said = {line.model.name, *(score.value for score in line.scores)} - {""}
        assert any(said <= row for row in there), f"{said}: not in one row"


def _numbers(raw: bytes) -> set[str]:
    """Return every number of a file, and of the members of a zip file, as statements spell them."""
    texts = [raw.decode("utf-8", "replace")]
    if raw.startswith(b"PK"):
        archive = Archive(raw)
        texts = [archive.read(one.filename).decode("utf-8", "replace") for one in archive.members if _is_read(one)]
    texts += [re.sub(r"<[^<>]*>", "", html.unescape(text)) for text in texts]
    return {written(found.removeprefix("+")) for text in texts for found in _tokens(text)}


def _is_read(one: zipfile.ZipInfo) -> bool:
    return one.filename.endswith(_READ)


def _tokens(text: str) -> Iterator[str]:
    for found in _TOKEN.findall(text):
        yield found
        # "2024-77.1" holds 77.1 as well.
        yield found.lstrip("-+")


def run(cases: int, seed: int = SEED) -> Counter[tuple[str, str]]:
    """Return how many damaged files became what, by format."""
    draw = random.Random(seed)
    known = samples()
    told: Counter[tuple[str, str]] = Counter()
    for case in range(cases):
        sample = known[case % len(known)]
        file = damaged(draw, sample)
        is_named = draw.random() < 0.5
        try:
            told[sample.name, outcome(sample, file, is_named=is_named)] += 1
        except Exception as error:
            error.add_note(f"case {case} of seed {seed}: {sample.name}, {file.raw[:200]!r}")
            raise
    return told


if __name__ == "__main__":
    for (name, became), count in sorted(run(int(sys.argv[1])).items()):
        print(f"{name:12} {became:9} {count:6,}")
