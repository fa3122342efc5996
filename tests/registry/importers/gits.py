"""Repositories with a past, made by git itself."""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.foreign import data

Rows = list[dict[str, str]]


class Past:
    """A git repository in which files are committed at given times."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main", ".")

    def git(self, *words: str, at: str = "2023-06-16T16:48:28+04:00") -> str:
        """Run git, at a time of the commit's own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        who = {f"GIT_{one}_{part}": "a@example.org" for one in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
        kept |= who | {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at, "GIT_CONFIG_GLOBAL": os.devnull}
        done = subprocess.run(["git", *words], cwd=self.folder, env=kept, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def commit(self, files: Mapping[str, str | bytes], at: str = "2023-06-16T16:48:28+04:00") -> str:
        """Write files and commit them; return the commit's name."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "change", at=at)
        return self.git("rev-parse", "HEAD")


def cmmlu(folder: Path) -> Past:
    """Return a repository whose README has the two tables of CMMLU in every state of their real history."""
    past = Past(folder)
    states: dict[tuple[str, str], dict[str, Rows]] = {}
    with data("cmmlu", "history-2023-06_2024-12.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            states.setdefault((row["committed"], row["commit"]), {}).setdefault(row["shots"], []).append(row)
    now: dict[str, Rows] = {}
    for (at, _), changed in states.items():
        now |= changed
        past.commit({"README.md": readme(now)}, at)
    return past


def readme(tables: Mapping[str, Rows]) -> str:
    """Return a README with a table for each number of shots, five first."""
    text = "# CMMLU\n\n榜单\n"
    for shots, title in (("5", "Five-shot"), ("0", "Zero-shot")):
        text += f"\n#### {title}\n\n| 排名 | 模型 | 平均分 |\n|---|---|---|\n"
        text += "".join(f"| {r['position_by_score']} | {r['model']} | {r['average']} |\n" for r in tables[shots])
    return text + "\n## 引用\n"
