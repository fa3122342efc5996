"""Texts that are meant to do harm, a ledger that has them wherever an entry can hold a text, and an index that was tampered with."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from ledger import entry as entries
from ledger import statement
from ledger.git_store import GitStore
from ledger.log import Ledger, Operator
from ledger.signer_state import SignerState
from registry import statements
from registry.demo.facts import PUBLISHERS, DemoPublisher, demo_signer
from registry.places import Places

ESCAPES = (
    "\x1b[2J\x1b]0;owned\x07\x1b]52;c;eA==\x07\x1bP1$r\x1b\\\x9b31m\x9d0;x\x9c\x08\x08\r\n\t\x00\x7f\x85\u2028\u2029"
)
"""ANSI and OSC escapes, and every other way to leave one's own place. No statement of good form holds these."""
HIDDEN = "\u202elive\u2066\u200b\u200d\ufeff\u00ad\u115f\u1160\u3164\uffa0\U000e0041"
MARKUP = "[bold red]evil[/] [@click=app.leave]x[/] $text-error [link=file:///etc]y[/link]"
NAMES = (
    f"{MARKUP} {HIDDEN} end",
    "名" * 200,
    "a" * 200,
    "Z" + "\u0301" * 150 + "algo",
    "\u05d0\u05d1\u05d2 \u0645\u0631\u062d\u0628\u0627 right to left",
    "\u2764\ufe0f\u263a\ufe0f\U0001f44d\U0001f3fd1\ufe0f\u20e3\U0001f1e8\U0001f1f3 \u0915\u094d\u0937\u093f \u0e01\u0e33",
    "\u041cind\u0420T look-alike",
    "MindPT look-alike",
    "--as=x $(id) `id` ;\\|/../%00",
)
SCORE = "12.34"
LONG = "[red]" + "名\u202e" * 10_000
"""Some 60,000 bytes."""
PASTED = (
    ESCAPES,
    f"{ESCAPES}{NAMES[0]}\r{ESCAPES}",
    "jinbang:" + ESCAPES + "/1",
    LONG,
    "\u202e" * 60_000,
    f"{NAMES[1]} ranks first on {NAMES[0]}",
    f'{{"type":"jinbang/evaluation/v1","publisher":"{"x" * 60_000}"}}\n\n\u2014 {MARKUP} AAAA\n',
)
"""What somebody pastes to have it verified."""


def ledger(folder: Path) -> Path:
    """Make a ledger in which every text is meant to do harm."""
    operator = Operator(demo_signer("h.demo.example"), SignerState(folder / "state"))
    made = Ledger.create(GitStore.create(folder / "ledger.git"), operator)
    publisher, other = PUBLISHERS
    rankings = [_ranking(day) for day in ("2026-03-01", "2026-04-01")]
    target = hashlib.sha256(statements.format(statements.parse(rankings[0]))).hexdigest()
    flag = {"type": "jinbang/flag/v1", "publisher": other.name, "entry": target, "reason": "other", "because": NAMES[0]}
    claims = [
        {"type": "jinbang/claim/v1", "publisher": other.name, "claimant": name, "text": f"{name} is first", "model": name,
         "leaderboard": NAMES[0], "rank": 1, "made": "2026-05-01"}
        for name in NAMES
    ]  # fmt: skip
    good: list[tuple[DemoPublisher, Mapping[str, object]]] = [
        (publisher, rankings[0]),
        (publisher, rankings[1]),
        (other, {**flag, "placement": NAMES[1]}),
        (other, flag),
        *((other, claim) for claim in claims),
    ]
    bad = {"type": "jinbang/evaluation/v1", "publisher": publisher.name, "leaderboard": {"name": ESCAPES + LONG}}
    raws = [entries.sign(statements.format(statements.parse(value)), [one.signer]).raw for one, value in good]
    raws += [
        entries.sign(statement.spell(value), [publisher.signer]).raw
        for value in (bad, {**bad, "type": "jinbang/unheard-of/v9"})
    ]
    made.append([publisher.enrolment(), other.enrolment(), *raws], operator)
    return folder / "ledger.git"


def _ranking(day: str) -> dict[str, object]:
    first = NAMES[0]
    return {
        "type": "jinbang/evaluation/v1",
        "publisher": PUBLISHERS[0].name,
        "leaderboard": {"name": first, "release": first, "organiser": {"name": first}, "url": "https://example.org/"},
        "published": day,
        "submission": "mixed",
        "scope": {"entrants": len(NAMES), "filters": [{"field": first, "op": "=", "value": first}]},
        "methodology": {
            "summary": first,
            "criteria": [{"name": first, "dataset": first, "grader": first, "unit": first}],
        },
        "datasets": [{"name": first, "version": first, "split": first}],
        "graders": [{"name": first, "version": first}],
        "placements": [
            {
                "rank": rank,
                "printed": {"name": name, "section": name},
                "model": {
                    "name": name,
                    "developer": name,
                    "version": name,
                    "availability": name,
                    "aliases": [f"{name[:190]} too"],
                },
                "scores": [{"criterion": first, "value": SCORE}],
            }
            for rank, name in enumerate(NAMES, 1)
        ],
        "evidence": [{"url": "https://example.org/a"}],
    }


_TOUCHED = {
    "entry": ("signers", "summary", "reason", "reason_zh", "dated", "verdict", "worst"),
    "ranking": ("leaderboard", "release", "published", "organiser", "url", "split", "filters", "submission", "process"),
    "placement": ("model", "developer", "version", "printed", "section", "criterion", "published", "verdict", "worst",
                  "availability"),
    "claim": ("claimant", "made", "text", "source", "leaderboard", "release", "model", "scope", "as_of"),
    "flag": ("placement", "reason", "because", "by", "dated"),
    "finding": ("rule", "code", "grouping", "severity", "message", "message_zh"),
    "publisher": ("display", "category", "homepage", "current_keys"),
    "dataset": ("version", "split", "revision", "access"),
    "grader": ("version", "revision", "kind", "developer"),
}  # fmt: skip
"""What the index holds of what people wrote, and of what was concluded."""


def tamper() -> int:
    """Put escapes and long texts into every index of this home, and return how many fields hold them."""
    touched = 0
    for path in Places.of().cache.glob("index-*.sqlite"):
        index = sqlite3.connect(path)
        for table, columns in _TOUCHED.items():
            for column in columns:
                # The table and the column are of the list above.
                done = index.execute(
                    f'UPDATE "{table}" SET "{column}" = substr("{column}", 1, 2) || ?', (ESCAPES + MARKUP + HIDDEN,)
                )
                touched += done.rowcount
        index.execute("UPDATE placement SET model = ?, developer = ? WHERE rank = 1", (ESCAPES + LONG, ESCAPES + LONG))
        index.execute("UPDATE ranking SET leaderboard = ? WHERE entry_index = 3", (ESCAPES + LONG,))
        index.execute("UPDATE finding SET fields = ?", (json.dumps([[ESCAPES, ESCAPES + MARKUP]]),))
        index.execute("UPDATE word SET spelling = spelling || ?", (ESCAPES,))
        index.execute("UPDATE name SET spelling = spelling || ?", (ESCAPES,))
        index.commit()
        index.close()
    return touched
