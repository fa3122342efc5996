"""The page that tells what each format becomes, made from its importer: `python -m registry.importers.describe`."""

from __future__ import annotations

import inspect
import sys

from registry import importers

_HEAD = """# Importers

What files of evaluation tools become. This page is made from `registry/importers/` by `python -m registry.importers.describe`.

    jinbang append results.json --dry-run
    jinbang append results.json --from lm-eval --base about.yaml
    jinbang append table.md --base about.yaml --column 平均分=score --column 链接=ignored

The format is found by the file's content; `--from` overrules it. Each value is read from the place that the table names and
nowhere else, with its printed digits; what the format has no place for stays empty, and shows as a finding. A file that is not
what its format says is refused with the place in it, and nothing is written. The file's SHA-256 goes on record as evidence.

`--base FILE` holds a statement, or part of one, with what the file cannot know: who made the ranking, the developer of a model,
the digest of a dataset. Criteria, datasets, graders and placements are matched by their names. Where base and file differ the
file is refused: correct one of them. Without `leaderboard.name` in either, the list goes by the names of the tasks that were run.
"""


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join([_HEAD, *map(_section, importers.names())])


def _section(name: str) -> str:
    importer = importers.named(name)
    text = inspect.getdoc(sys.modules[type(importer).__module__]) or ""
    return f"## {importer.title}\n\n`--from {name}`\n\n{text}\n"


if __name__ == "__main__":
    sys.stdout.write(page())
