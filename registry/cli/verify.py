"""`jinbang verify`: can this be believed?"""

# Annotations are evaluated here, not left as text: Typer would read each of them again, which costs more than a millisecond.

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ledger.errors import FormatError
from registry import output
from registry.citation import Citation, is_citation, names_entry
from registry.cli import claimed, context
from registry.cli.options import JsonOption, LedgerOption, PolicyOption, answering, complete_entry
from registry.errors import NothingToJudge, QuestionError, shown
from registry.exit_codes import Exit

if TYPE_CHECKING:
    from registry.files import Files
    from registry.judge import Judged

MAX_BUNDLE_BYTES = 8 << 20
_BUNDLE_START = b"jinbang-proof/"
_CONTRADICTION_START = b"jinbang-contradiction/"


def verify(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="A citation, an entry, a proof bundle, a file of two histories, or a sentence that cites a ranking; - reads one.",
            autocompletion=complete_entry,
        ),
    ],
    *,
    ledger: LedgerOption = None,
    policy: PolicyOption = None,
    dataset: Annotated[
        Path | None,
        typer.Option("--dataset", metavar="PATH", help="A file or folder: is it a dataset that the entry records?"),
    ] = None,
    evidence: Annotated[
        Path | None,
        typer.Option("--evidence", metavar="PATH", help="A file: is it a document that the entry rests on?"),
    ] = None,
    model: claimed.ModelOption = None,
    leaderboard: claimed.LeaderboardOption = None,
    release: claimed.ReleaseOption = None,
    rank: claimed.RankOption = None,
    scope: claimed.ScopeOption = None,
    value: claimed.ValueOption = None,
    beats: claimed.BeatsOption = None,
    shots: claimed.ShotsOption = None,
    split: claimed.SplitOption = None,
    on: claimed.OnOption = None,
    as_of: claimed.AsOfOption = None,
    source: claimed.SourceOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="A flagged ranking is false too.")] = False,
    json: JsonOption = False,
) -> None:
    """Check a cited ranking: one check a line, what is wrong with it, and the verdict.

    Options from --model on say what a sentence claims where it does not.

    Example: jinbang verify 4
    """
    with answering(as_json=json):
        asked = _asked(what)
        if asked.bundle is None and _is_sentence(asked.text):
            from registry.cli.said import verify_said
            from registry.sentence import Given

            named = tuple(beats) if beats else None
            given = Given(model, leaderboard, release, rank, scope, shots, split, value, on, as_of, named, source)
            output.end(verify_said(asked.text, given, ledger=ledger, policy=policy, strict=strict, as_json=json))
        words = (model, leaderboard, release, rank, scope, value, beats or None, shots, split, on, as_of, source)
        if any(one is not None for one in words):
            raise QuestionError("the options from --model on go with a sentence that cites a ranking")
        if asked.bundle is not None and asked.bundle.startswith(_CONTRADICTION_START):
            from registry.cli.contradiction import verify_contradiction

            output.end(verify_contradiction(asked.bundle, as_json=json))
        judged = _judge(asked, ledger, policy, _files(dataset, evidence))
        from registry.cli.present import print_judged

        print_judged(judged, as_json=json)
        output.end(judged.verdict.exit_code(strict=strict))


class _Asked(NamedTuple):
    """What is to be verified."""

    text: str
    bundle: bytes | None
    """A file's bytes that begin as a bundle's do; None when the text itself says what is meant."""


def _asked(what: str) -> _Asked:
    """Return what is meant: a text that names or says something, or the bytes of a bundle; raises QuestionError."""
    if what != "-" and (names_entry(what) or not _is_file(what)):
        return _Asked(what, None)
    raw = context.read_input(what, MAX_BUNDLE_BYTES)
    if raw.startswith((_BUNDLE_START, _CONTRADICTION_START)):
        return _Asked(what, raw)
    if what != "-":
        raise QuestionError(f"{shown(what)}: not a proof bundle")
    # What is read is what could be given in place of the dash, but for the name of a file: nobody named one.
    return _Asked(_text(raw), None)


def _text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise QuestionError(f"-: neither a proof bundle nor UTF-8, at byte {error.start}") from error
    if not text:
        raise NothingToJudge("-: empty")
    return text


def _is_sentence(text: str) -> bool:
    """Say whether a text that names no file can only be words: several of them, or Chinese ones."""
    return not names_entry(text) and (len(text.split()) > 1 or not text.isascii())


def _files(dataset: Path | None, evidence: Path | None) -> "Files | None":
    """Return the files to be held against the record; none is the usual case and loads nothing."""
    if dataset is None and evidence is None:
        return None
    from registry.files import Files

    return Files(dataset, evidence)


def _judge(asked: _Asked, ledger: Path | None, policy: Path | None, files: "Files | None") -> "Judged":
    """Judge what is meant: a bundle needs no ledger, an entry or a citation does."""
    if asked.bundle is not None:
        from ledger.proof import Bundle
        from registry.judge import judge_bundle

        try:
            bundle = Bundle.parse(asked.bundle)
        except FormatError as error:
            output.aside(f"jinbang: {error}")
            output.end(Exit.FALSE)
        return judge_bundle(bundle, context.policy(policy), files)
    what = asked.text
    if not names_entry(what):
        raise QuestionError(
            f"{shown(what)}: not a citation, an index, digits of a statement id, a file, or a sentence that cites a ranking",
        )
    from registry.find import check_placement, find
    from registry.judge import judge_entry

    opened = context.open_ledger(ledger)
    found = find(opened, what)
    expected = Citation.parse(what).statement_id if is_citation(what) else ""
    check_placement(found)
    trusted = context.trusted(policy, opened)
    record = context.open_index(opened).record()
    cited = found.placement or None
    return judge_entry(opened, found.index, trusted, record, statement_id=expected, files=files, placement=cited)


def _is_file(what: str) -> bool:
    """Say whether a text names a file that is there."""
    try:
        return Path(what).is_file()
    except (OSError, ValueError):
        # Too long for a name, or not to be written as one.
        return False
