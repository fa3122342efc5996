"""`python -m bench [NAME] [--size N] [--folder FOLDER] [--json]`: measure, and print a table."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

from bench import BENCHMARKS, KEPT
from bench.measure import Row, as_json, table


def rows_of(name: str, size: int | None, kept: Path | None = None) -> list[Row]:
    """Run one benchmark in a folder of its own that is gone afterwards, or in one that stays.

    `size` None takes the benchmark's own sizes.
    """
    module = importlib.import_module(f"bench.{name}")
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="jinbang-bench-") if kept is None else nullcontext(kept) as folder:
        rows: list[Row] = module.run(Path(folder), module.SIZES if size is None else (size,))
    return rows


def main(words: Sequence[str] | None = None) -> None:
    """Run what is asked for; prints when all of it is done."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure against named peers, side by side.")
    parser.add_argument("name", nargs="?", choices=BENCHMARKS, help="one benchmark; all of them by default")
    parser.add_argument("--size", type=_size, metavar="N", help="entries, in place of the benchmark's own sizes")
    parser.add_argument("--folder", type=Path, metavar="FOLDER", help="for what is made, to go on with; of `tui` alone")
    parser.add_argument("--json", action="store_true", help="print JSON in place of Markdown")
    asked = parser.parse_args(words)
    if asked.folder is not None and asked.name not in KEPT:
        parser.error(f"argument --folder: only for {', '.join(KEPT)}")
    rows = list(_all([asked.name] if asked.name else BENCHMARKS, asked.size, asked.folder))
    print(json.dumps([as_json(row) for row in rows], indent=2) if asked.json else table(rows))


def _all(names: Sequence[str], size: int | None, kept: Path | None) -> Iterator[Row]:
    for name in names:
        print(f"{name} …", file=sys.stderr)
        yield from rows_of(name, size, kept)


def _size(text: str) -> int:
    size = int(text)
    if size < 2:
        raise argparse.ArgumentTypeError("needed 2 or more")
    return size


if __name__ == "__main__":
    main()
