"""The page that tells what each field of each statement is for, made from the types: `python -m registry.statements.describe`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import msgspec

from registry.statements import TYPES, Amendment, Flag, Response, Reveal, Seal, Statement, format
from registry.statements.claim import Claim
from registry.statements.common import Source
from registry.statements.evaluation import (
    Evaluation,
    Evidence,
    Leaderboard,
    Model,
    Placement,
    Score,
)
from registry.statements.meanings import meanings
from registry.statements.problems import expected, fields_of, is_list, item_of, record_in
from registry.statements.reveal import Opened
from registry.statements.seal import SealedDataset

_HEAD = """# Statements

What may be recorded. This page is made from the types in `registry/statements/` by `python -m registry.statements.describe`.

A statement is one JSON object with `type` first. Every field is optional unless the table says "needed": a publisher may
leave almost everything out, and the findings say what is missing. A field that is left out and one that is empty mean the
same, and the canonical text leaves it out. Unknown fields are refused, so that a slip of the pen does not vanish; what has
no field goes under `extra`. Scores, weights and sizes are decimal strings, so that 77.10 stays 77.10; counts are whole numbers.
Names keep their own script. A statement may be written as JSON, TOML or YAML, with its keys in any order.
"""
_EXAMPLES: dict[type[Statement], Statement] = {
    Evaluation: Evaluation(
        publisher="example.org",
        leaderboard=Leaderboard(name="C-Eval", release="2023-11"),
        published="2023-11-20",
        placements=(
            Placement(rank=1, model=Model(name="云天书", developer="云天励飞"), scores=(Score("accuracy", "77.1"),)),
        ),
        evidence=(Evidence(title="the page as archived", url="https://example.org/c-eval.html", sha256="0f" * 32),),
    ),
    Claim: Claim(
        publisher="example.org",
        claimant="a newspaper",
        made="2023-11-29",
        text="云天书在C-Eval榜单排名第一",
        source=Source(url="https://example.org/article"),
        model="云天书",
        leaderboard="C-Eval",
        rank=1,
    ),
    Flag: Flag(
        publisher="example.net",
        entry="1a" * 32,
        placement="云天书",
        reason="no-source",
        because="The page that is given does not hold this line.",
        evidence=(Source(url="https://example.net/page.html", sha256="2b" * 32),),
    ),
    Response: Response(
        publisher="example.org", flag="3c" * 32, because="The page was changed; a copy is in evidence now."
    ),
    Amendment: Amendment(
        publisher="example.org", action="supersede", target="1a" * 32, by="4d" * 32, because="The source was wrong."
    ),
    Seal: Seal(
        publisher="example.org",
        dataset=SealedDataset(name="C-Eval test", version="2", items=12342, languages=("zh",)),
        root="5e" * 32,
        reveal_after="2027-01-01",
    ),
    Reveal: Reveal(
        publisher="example.org",
        seal="6f" * 32,
        items=(Opened(index=3, salt="70" * 32, item="下列哪一项是对的？", proof=("81" * 32, "92" * 32)),),
    ),
}


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join([_HEAD, *(_section(name, kind) for name, kind in TYPES.items())])


def _section(name: str, kind: type[Statement]) -> str:
    head = [f"## {kind.SHORT_NAME}", "", f"`{name}`. {_first_line(kind)}", ""]
    table = ["| field | what it is for | what it holds |", "|---|---|---|", *_rows(kind)]
    return "\n".join([*head, *table, *_example(kind), ""])


def _rows(kind: type[msgspec.Struct], path: str = "") -> Iterator[str]:
    """Yield a line of the table for each field, and after it for the fields of the record that it holds."""
    words = meanings(kind)
    for field in fields_of(kind):
        inner = record_in(field.type)
        name = f"{path}{field.encode_name}{'[]' if is_list(field.type) else ''}"
        needed = "needed; " if field.required else ""
        yield f"| `{name}` | {words[field.name]} | {needed}{_holds(field.type)} |"
        if inner is not None:
            yield from _rows(inner, f"{name}.")


def _holds(hint: Any) -> str:
    """Return what the field holds; for a list, what each of its values is."""
    if not is_list(hint):
        return expected(hint)
    item = item_of(hint)
    return "a list of objects" if record_in(item) is not None else f"a list; each {expected(item)}"


def _example(kind: type[Statement]) -> list[str]:
    return ["", "```json", format(_EXAMPLES[kind]).decode().rstrip(), "```"] if kind in _EXAMPLES else []


def _first_line(kind: type[msgspec.Struct]) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]


if __name__ == "__main__":
    sys.stdout.write(page())
