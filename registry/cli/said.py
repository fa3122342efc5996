"""`verify` of a sentence: how it was understood, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from registry import output
from registry.cells import pad
from registry.cli import context
from registry.cli.present import judged_json, print_judged
from registry.exit_codes import Exit
from registry.judge import Judged, judge_claim
from registry.sentence import Given, Reading, understand
from registry.trust import Word

_GRAVEST = (
    Word.INVALID,
    Word.CONTRADICTED,
    Word.DISPUTED,
    Word.OUTDATED,
    Word.UNCHECKED,
    Word.UNSUPPORTED,
    Word.FLAGGED,
    Word.VERIFIED,
)
"""Of several claims in one sentence, the first of these is what the sentence comes to."""


def verify_said(
    text: str, given: Given, *, ledger: Path | None, policy: Path | None, strict: bool, as_json: bool
) -> Exit:
    """Print what a sentence comes to, and return how the command ends."""
    opened = context.open_ledger(ledger)
    record = context.open_index(opened).record()
    readings = understand(text, record, given)
    trusted = context.trusted(policy, opened)
    judged = [judge_claim(opened, one.claim, trusted, record) for one in readings]
    if as_json:
        output.json_object(_json(readings, judged))
    else:
        _print(readings, judged)
    return _worst(judged).verdict.exit_code(strict=strict)


def _worst(judged: Sequence[Judged]) -> Judged:
    return min(judged, key=lambda one: _GRAVEST.index(one.verdict.word))


def _print(readings: Sequence[Reading], judged: Sequence[Judged]) -> None:
    for number, (reading, one) in enumerate(zip(readings, judged, strict=True), 1):
        if len(readings) > 1:
            output.lines([f"claim {number} of {len(readings)}"])
        output.lines(understood_lines(reading))
        print_judged(one, as_json=False)


def understood_lines(reading: Reading) -> Iterator[str]:
    """Yield a line for each field of the claim, with the words that it was read from."""
    for one in reading.fields:
        source = f"from \u201c{one.words}\u201d" if one.words else "as given"
        yield f"read  {one.field:<11} {pad(one.value, 24)} {source}"
    if reading.unread:
        yield "      not read    " + "; ".join(reading.unread)


def _json(readings: Sequence[Reading], judged: Sequence[Judged]) -> dict[str, object]:
    """Return the worst claim in the shape of every `verify`; several claims also one by one."""
    answers = [_answer(*pair) for pair in zip(readings, judged, strict=True)]
    worst = answers[judged.index(_worst(judged))]
    return worst if len(answers) == 1 else {**worst, "claims": answers}


def _answer(reading: Reading, judged: Judged) -> dict[str, object]:
    understood = [{"field": one.field, "value": one.value, "words": one.words or None} for one in reading.fields]
    return {**judged_json(judged, None), "understood": understood, "unread": list(reading.unread)}
