"""U4: what is cited can change without anybody noticing."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import RANKINGS_AND_CLAIMS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.lines import MAX_NAMED, listed
from registry.statements import Claim, Evaluation, Statement

_MOVING = frozenset({"main", "master", "head", "trunk", "latest"})
"""Parts of an address that mean another thing tomorrow."""
_COMMIT_DIGITS = (40, 64)
_HEX = frozenset("0123456789abcdef")


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    if isinstance(statement, Claim):
        yield from _claim(statement)
    elif isinstance(statement, Evaluation):
        yield from _evaluation(statement)


def _claim(claim: Claim) -> Iterator[Hit]:
    source = claim.source
    if (source.url or claim.leaderboard) and _is_loose(source.url, source.sha256):
        yield Hit(
            Words(
                "No digest pins the page that the claim rests on: it can change unnoticed.",
                "该说法所依据的网页没有用摘要固定：内容可以在不知不觉中改变。",
            ),
            (Seen("source.url", source.url), Seen("source.sha256", source.sha256)),
        )


def _evaluation(evaluation: Evaluation) -> Iterator[Hit]:
    sources = list(_sources(evaluation))
    loose = [(path, url, sha256) for path, url, sha256 in sources if _is_loose(url, sha256)]
    if loose:
        which = listed([path for path, _, _ in loose])
        yield Hit(
            Words(
                f"{len(loose)} of {len(sources)} sources are not pinned by a digest, or move: {which.en}.",
                f"{len(sources)} 个来源中有 {len(loose)} 个没有用摘要固定，或地址会变：{which.zh}。",
            ),
            tuple(
                Seen(f"{path}.{field}", value)
                for path, url, sha256 in loose[:MAX_NAMED]
                for field, value in (("url", url), ("sha256", sha256))
            ),
        )


def _sources(evaluation: Evaluation) -> Iterator[tuple[str, str, str]]:
    """Yield path, address and digest of everything that is cited; the live page only where it is all there is."""
    board, method = evaluation.leaderboard, evaluation.methodology
    for number, one in enumerate(evaluation.evidence):
        yield f"evidence[{number}]", one.url, one.sha256
    if not evaluation.evidence and board.url and not board.snapshot.sha256:
        yield "leaderboard", board.url, ""
    if method.document.url:
        yield "methodology.document", method.document.url, method.document.sha256
    for number, criterion in enumerate(method.criteria):
        if criterion.protocol.url:
            yield f"methodology.criteria[{number}].protocol", criterion.protocol.url, criterion.protocol.sha256


def _is_loose(url: str, sha256: str) -> bool:
    """Say whether a source may change: its address moves, or nothing pins its bytes. A whole commit id does."""
    parts = url.casefold().split("/")
    if not _MOVING.isdisjoint(parts):
        return True
    return not sha256 and not any(len(part) in _COMMIT_DIGITS and _HEX.issuperset(part) for part in parts)


RULE = Rule(
    id="unpinned-source",
    code="U4",
    group=Group.UNSOURCED,
    severity=Severity.MINOR,
    version=1,
    fields=("evidence", "leaderboard", "methodology.document", "methodology.criteria[].protocol", "source"),
    applies_to=RANKINGS_AND_CLAIMS,
    why=Words(
        "A page that is edited in place shows another ranking tomorrow, and nobody can tell.",
        "网页会被原地修改，明天看到的可能是另一份榜单，而没有人能察觉。",
    ),
    source="Every Eval Ever, finding RAVF002 (pull request 268); hkust-nlp/ceval issue 76 (the list lives only on its web page)",
    cure=Words(
        "Give the SHA-256 of each source, and an address that names a commit rather than a branch.",
        "给出每个来源的 SHA-256，地址指向某次提交而不是分支。",
    ),
    check=_check,
)
