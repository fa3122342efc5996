"""`jinbang verify`: can this be believed?"""

# Annotations are evaluated here, not left as text: Typer would read each of them again, which costs more than a millisecond.

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.errors import FormatError
from registry import output
from registry.citation import Citation, is_citation, names_entry
from registry.cli import claimed, context
from registry.cli.options import JsonOption, LedgerOption, PolicyOption, answering, complete_entry
from registry.errors import QuestionError, shown
from registry.exit_codes import Exit

if TYPE_CHECKING:
    from registry.files import Files
    from registry.judge import Judged

MAX_BUNDLE_BYTES = 8 << 20
_BUNDLE_START = b"jinbang-proof/"


def verify(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="A citation, an entry, a proof bundle (a file, or - for standard input), or a sentence that cites a ranking.",
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
        if _is_sentence(what):
            from registry.cli.said import verify_said
            from registry.sentence import Given

            named = tuple(beats) if beats else None
            given = Given(model, leaderboard, release, rank, scope, shots, split, value, on, as_of, named, source)
            output.end(verify_said(what, given, ledger=ledger, policy=policy, strict=strict, as_json=json))
        words = (model, leaderboard, release, rank, scope, value, beats or None, shots, split, on, as_of, source)
        if any(one is not None for one in words):
            raise QuestionError("the options from --model on go with a sentence that cites a ranking")
        judged = _judge(what, ledger, policy, _files(dataset, evidence))
        from registry.cli.present import print_judged

        print_judged(judged, as_json=json)
        output.end(judged.verdict.exit_code(strict=strict))


def _is_sentence(what: str) -> bool:
    """Say whether a text can only be words: several of them, or Chinese ones, and no file."""
    named = what == "-" or names_entry(what)
    return not named and (" " in what.strip() or not what.isascii()) and not _is_file(what)


def _files(dataset: Path | None, evidence: Path | None) -> "Files | None":
    """Return the files to be held against the record; none is the usual case and loads nothing."""
    if dataset is None and evidence is None:
        return None
    from registry.files import Files

    return Files(dataset, evidence)


def _judge(what: str, ledger: Path | None, policy: Path | None, files: "Files | None") -> "Judged":
    """Judge what is meant: a bundle needs no ledger, an entry or a citation does."""
    raw = _bundle_bytes(what)
    if raw is not None:
        from ledger.proof import Bundle
        from registry.judge import judge_bundle

        try:
            bundle = Bundle.parse(raw)
        except FormatError as error:
            output.aside(f"jinbang: {error}")
            output.end(Exit.FALSE)
        return judge_bundle(bundle, context.policy(policy), files)
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


def _bundle_bytes(what: str) -> bytes | None:
    """Return the bytes of a bundle file, or None when an entry or a citation is meant."""
    if what != "-" and names_entry(what):
        return None
    if what != "-" and not _is_file(what):
        raise QuestionError(
            f"{shown(what)}: not a citation, an index, digits of a statement id, a file, or a sentence that cites a ranking",
        )
    raw = context.read_input(what, MAX_BUNDLE_BYTES)
    if not raw.startswith(_BUNDLE_START):
        raise QuestionError(f"{shown(what)}: not a proof bundle")
    return raw
