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
    jinbang append runs --keep-going
    jinbang append --history REPO --path README.md --base about.yaml --table 2

The format is found by the file's content; `--from` overrules it. Each value is read from the place that the table names and
nowhere else, with its printed digits; what the format has no place for stays empty, and shows as a finding. A file that is not
what its format says is refused with the place in it, and nothing is written. The file's SHA-256 goes on record as evidence.

`--base FILE` holds a statement, or part of one, with what the file cannot know: who made the ranking, the developer of a model,
the digest of a dataset. Criteria, datasets, graders and placements are matched by their names. Where base and file differ the
file is refused: correct one of them. Without `leaderboard.name` in either, the list goes by the names of the tasks that were run.

`sign` and `supersede` take the same files and options. Of a folder all files are read, in the order of their names, folder by
folder; hidden ones and links are passed over. A folder that is one run (HELM) is read as a whole. What lies beside a results file
and belongs to it is read with it and not by itself: `samples_TASK_DATE.jsonl` of lm-evaluation-harness, `model_meta.json` of MTEB,
`ID_samples.jsonl` of Every Eval Ever. Given alone, each of these is refused with what it is and where it goes; so are a JSON Schema
and the answers that are sent in to C-Eval (`submission_example.json`), which hold no score: their hash, as `jinbang digest` prints it,
belongs in `placements[].raw` of the ranking that they led to. One that is refused stops all before anything is written; with `--keep-going` the
others are appended, in one commit, and the refused ones reported. What is on record already is said so, of more than twenty files in
one line, and not appended twice.
A terminal sees how many files were read. 3,000 results files of lm-evaluation-harness (36 MB) took 5 to 6 seconds of processor time and
53 MiB of memory, and became one commit of 4.1 MB; the first question after it, by which all of them are judged, took 15 to 18
seconds and 99 MiB.
A file with several tables in Markdown needs `--table N`, counted from 1.
"""
_LARGE = """## Large files

A file may have 32 MiB, in YAML 4 MiB. Its bytes are held once, and little else: tables are read row by row, JSON member by member,
and signed entries wait in a file. What an entry or a leaderboard cannot be is refused, with its place, before it is held: a table of
more than 20,000 rows, 2,000 columns or 200,000 scores; a list of more than 20,000 results; more than 1,000 results of one model,
which stand in the head of a statement; more than 50,000 members of large objects or 1,000,000 items of large lists in JSON, or 20,000
values in YAML. A member of a zip file may have 32 MiB unpacked.

The peak of memory while a file is read and its entries are signed, beyond what the process had before, in sizes of the file.
*Dense* is a real file with its results again and again; *wide* has as many as are taken, and much beside them. Measured on Linux
with CPython 3.11 by `python -m tests.registry.importers.large`.

| format | dense, 24 MiB | wide, 24 MiB |
|---|--:|--:|
| lm-eval | 1.34, refused | 1.04 |
| lm-eval-0.3 | 1.29, refused | 1.06 |
| eee | 1.23, refused | 1.04 |
| inspect | 1.35, refused | 1.07; as `.eval` 1.00 |
| evalplus | 1.29, refused | |
| opencompass | 1.04, refused | 1.01, refused |
| aider | 1.67 of 4 MiB, refused | |
| swe-bench | 1.00, refused | 1.02 |
| alpaca-eval | 1.00, refused | 1.23, 20,000 lines |
| mteb | 1.06, refused | 1.05 |
| papers-with-code | 1.20, 3,022 entries | |
| model-index | | 0.95 of 3.4 MiB |
| eval-results | 1.78 of 4 MiB, refused | |
| helm | | 1.31, as a zip file |
| table | 1.01, refused | 1.29, 20,000 lines |

`append` then checks the entries, up to 8,192 of them at once: the 3,022 of the Papers with Code file, which have more than twice its
bytes, bring the whole command to 2.4. A small zip file may unpack to more than twice its size.
"""
_HISTORY = """## A leaderboard's own past

`--history REPO --path PATH`

The main line (first parents) of a git repository is walked, oldest commit first. Each state in which what is read from the file
changed becomes one ranking of the same leaderboard, so that rows that vanished, numbers that moved without a version and names
that changed show as findings. Renames of the file are not followed. Versions that change something else are counted. One that
cannot be read is refused with its commit and the place in it: then nothing is appended, or with `--keep-going` the others are. A
second run appends the states that are not on record yet; one that is on record with another base is refused: `supersede` it.
Nothing that the repository names is run, and no setting of it is obeyed. Give each table a leaderboard, dataset or split of its
own in `--base`: two tables with equal conditions would be read as states of one.
"""


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join([_HEAD, *map(_section, importers.names()), _LARGE, _HISTORY, _states()])


def _states() -> str:
    from registry.importers import states

    return (inspect.getdoc(states) or "").partition("\n\n")[2] + "\n"


def _section(name: str) -> str:
    importer = importers.named(name)
    text = inspect.getdoc(sys.modules[type(importer).__module__]) or ""
    return f"## {importer.title}\n\n`--from {name}`\n\n{text}\n"


if __name__ == "__main__":
    sys.stdout.write(page())
