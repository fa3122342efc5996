"""`jinbang demo`: the main job, end to end, on rankings that were really cited in 2023."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry import output
from registry.cli.options import JsonOption, answering
from registry.cli.tui import become_tui, check_terminal
from registry.errors import QuestionError

if TYPE_CHECKING:
    from registry.demo.run import Case


def demo(
    *,
    tui: Annotated[bool, typer.Option("--tui/--no-tui", help="Open the terminal interface on it, at the end.")] = False,
    json: JsonOption = False,
) -> None:
    """Build a ledger of the hundred-model war, audit it, and judge rankings cited from it.

    Example: jinbang demo
    """
    import shlex
    import tempfile

    from ledger.text import to_base64
    from registry.cli.present import check_line, finding_lines, verdict_lines
    from registry.demo.run import build, check, judge_cases

    with answering(as_json=json):
        if tui:
            check_terminal()
            if json:
                raise QuestionError("--tui, --json: found both, expected one")
        folder = Path(tempfile.mkdtemp(prefix="jinbang-demo-"))
        built = build(folder)
        report = check(built)
        cases = judge_cases(built)
        root = to_base64(report.root)
        if json:
            output.json_object(
                {
                    "ledger": str(built.path),
                    "size": report.size,
                    "root": root,
                    "audit": {"ok": report.ok, "checkpoints": report.checkpoints},
                    "cases": [_case_json(case) for case in cases],
                }
            )
            return
        output.lines(
            [
                "In 2023 every maker of a large language model was first on some list.",
                f"recorded  {report.size} signed statements in {built.commits} signed git commits: {built.path}",
                f"audited   {'ok' if report.ok else 'FAIL'}: {report.entries} entries, {report.checkpoints} checkpoints, root {root}",
            ]
        )
        for case in cases:
            output.lines(["", f"$ jinbang verify {shlex.quote(case.citation)}", f"  ({case.title}: {_said(case)})"])
            output.lines(check_line(one) for one in case.judged.checks)
            output.lines(finding_lines(case.judged))
            output.marked(str(case.judged.verdict.word), next(verdict_lines(case.judged)))
        _go_on(built.path)
        if tui:
            become_tui(built.path, None, [], [])


def _said(case: Case) -> str:
    """Return the words that are judged."""
    from registry.statements import Claim, Evaluation

    statement = case.judged.statement
    if isinstance(statement, Claim):
        inferred = statement.extra.get("inferred")
        return f'"{statement.text}"' + (f" [{inferred}]" if inferred else "")
    if isinstance(statement, Evaluation):
        return f'"{statement.leaderboard.name}" {statement.leaderboard.release}'.strip()
    return case.title


def _case_json(case: Case) -> dict[str, object]:
    verdict = case.judged.verdict
    return {
        "title": case.title,
        "citation": case.citation,
        "verdict": verdict.word,
        "worst": verdict.worst or None,
        "reason": verdict.reason,
    }


def _go_on(path: Path) -> None:
    """Say what to type next."""
    import shlex

    where = shlex.quote(str(path))
    output.lines(
        [
            "",
            "Go on with this ledger:",
            f"  jinbang log --ledger {where}",
            f"  jinbang show 17 --ledger {where}",
            f"  jinbang audit --ledger {where}",
            f"  git -C {where} log",
            "Or found your own: jinbang init ledger.git --origin example.org/rankings",
        ]
    )
