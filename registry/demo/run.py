"""Building the demo's ledger: a real one, in git, appended to, audited and judged as any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ledger.audit import Report, audit
from ledger.git_store import GitStore
from ledger.log import Ledger, Operator
from ledger.policy import Policy
from ledger.signer_state import SignerState
from registry.citation import cite
from registry.demo.facts import ORIGIN, PUBLISHERS, demo_entries, demo_signer
from registry.find import find
from registry.index import Index, SqliteFile, day
from registry.judge import Judged, judge_entry
from registry.summary import summary

CASES = (
    ("a placement that the record bears out", "17-cmmlu-2023-11-13-zero-shot.toml", "QuarkLLM"),
    ("a claim that the record contradicts", "53-claim-w15-five-shot.toml", ""),
    ("a claim that nothing supports", "40-claim-w1.toml", ""),
    ("a ranking of openness, patents, visits and heat", "25-a-certain-list.toml", ""),
)


@dataclass(frozen=True, slots=True)
class Built:
    """The demo's ledger, and where each statement is in it."""

    ledger: Ledger
    path: Path
    indexes: Mapping[str, int]
    """Index by file name."""
    commits: int


def build(folder: Path, now: Callable[[], datetime] | None = None) -> Built:
    """Found the ledger in an empty folder, enrol its publishers, and append rankings and claims: four commits.

    `now` dates the commits, by default as of when they are made.
    """
    path = folder / "ledger.git"
    operator = Operator(demo_signer(ORIGIN), SignerState(folder / "signed.state"))
    operator = replace(operator, now=now) if now is not None else operator
    ledger = Ledger.create(GitStore.create(path), operator)
    ledger.append([publisher.enrolment() for publisher in PUBLISHERS], operator, summary=summary)
    signed = demo_entries()
    rankings = {name: raw for name, raw in signed.items() if "-claim-" not in name}
    claims = {name: raw for name, raw in signed.items() if name not in rankings}
    indexes: dict[str, int] = {}
    for batch in (rankings, claims):
        receipt = ledger.append(list(batch.values()), operator, summary=summary)
        indexes.update({name: receipt.start + at for at, name in enumerate(batch)})
    return Built(ledger, path, indexes, 4)


@dataclass(frozen=True, slots=True)
class Case:
    """One cited ranking and what became of it."""

    title: str
    citation: str
    judged: Judged


def judge_cases(built: Built) -> list[Case]:
    """Judge the demo's citations."""
    policy = Policy.of_log(built.ledger.identity.key)
    index_of_it = Index.open(built.ledger, SqliteFile(built.path.with_name("index.sqlite")), day())
    record = index_of_it.record()
    cases = []
    for title, name, placement in CASES:
        index = built.indexes[name]
        entry = built.ledger.entry(index)
        citation = cite(ORIGIN, index, entry.statement.id, placement).format()
        found = find(built.ledger, citation)
        judged = judge_entry(built.ledger, found.index, policy, record, placement=found.placement or None)
        cases.append(Case(title, citation, judged))
    index_of_it.close()
    return cases


def check(built: Built) -> Report:
    """Audit the demo's ledger as a stranger would, from its files."""
    return audit(GitStore(built.path))
