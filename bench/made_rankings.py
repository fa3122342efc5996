"""A made-up world of rankings to measure the index with: leaderboards with many releases, of models with names in two scripts.

Everything follows from a number. A leaderboard has a publisher, fifty releases, and a field of models of which each release ranks
fifty; scores drift from one release to the next, so that ranks change as they do in life.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from bench import made
from ledger import entry, statement
from ledger.git_store import GitStore
from ledger.log import Ledger
from ledger.note import Signer

LINES = 50
"""Placements of a ranking."""
RELEASES = 50
"""Rankings of a leaderboard."""
_FIELD = 90
"""Models that a leaderboard knows."""
_MODELS = 3_000
_DEVELOPERS = 150
_LEADERBOARDS_A_PUBLISHER = 10
_CLAIM_EVERY = 50
_FIRST_DAY = date(2019, 1, 7)
_STEMS = (
    "Aurora",
    "Basalt",
    "Cobalt",
    "Delta",
    "Ember",
    "Fjord",
    "Granite",
    "Harbor",
    "Indigo",
    "Juniper",
    "Kestrel",
    "Lumen",
    "Meridian",
    "Nimbus",
    "Onyx",
)
_HAN = tuple("天云星山海文心智元象玄清明启悟道灵知言盘古金石火")
_SIZES = ("1.8B", "7B", "13B", "34B", "70B", "", "约百亿")
_LANGUAGES = (("en",), ("zh",), ("zh", "en"))
_DOMAINS = ("general", "law", "medicine", "finance", "code", "mathematics")


def entries(placements: int) -> Iterator[bytes]:
    """Yield signed entries with so many placements: who publishes first, then rankings by date, a claim after every fiftieth.

    Each leaderboard is claimed of once, however many there are: what one more ranking touches does not grow with them.
    """
    rankings = max(1, placements // LINES)
    leaderboards = -(-rankings // RELEASES)
    for number in range(-(-leaderboards // _LEADERBOARDS_A_PUBLISHER)):
        yield _enrolment(number)
    for number in range(rankings):
        leaderboard, release = number % leaderboards, number // leaderboards
        yield ranking(leaderboard, release)
        if number % _CLAIM_EVERY == 0:
            cited = number // _CLAIM_EVERY % leaderboards
            # Its newest release so far.
            yield claim(cited, release if cited <= leaderboard else release - 1)


def ledger(folder: Path, size: int) -> Ledger:
    """Return a ledger in git with so many placements, in `SIZE.git`, which this process has read before."""
    who = made.operator(folder, f"{size}.git")
    found = Ledger.create(GitStore.create(folder / f"{size}.git"), who, cache=folder / f"{size}.scan")
    with ThreadPoolExecutor(made.CORES) as pool:
        found.append(list(entries(size)), who, executor=pool)
    return found


def kept(folder: Path, size: int) -> Ledger:
    """Return such a ledger as an earlier run left it, with what that appended; where there is none, a new one."""
    path = folder / f"{size}.git"
    if not path.exists():
        return ledger(folder, size)
    found = Ledger.open(GitStore(path), cache=folder / f"{size}.scan")
    if found.head().size < entry_count(size):
        raise SystemExit(f"{path}: was not finished; remove it")
    return found


def entry_count(placements: int) -> int:
    """Return how many `entries` there are with so many placements."""
    rankings = max(1, placements // LINES)
    leaderboards = -(-rankings // RELEASES)
    return -(-leaderboards // _LEADERBOARDS_A_PUBLISHER) + rankings + -(-rankings // _CLAIM_EVERY)


def publisher_of(leaderboard: int) -> str:
    """Return who publishes a leaderboard."""
    return f"rankings-{leaderboard // _LEADERBOARDS_A_PUBLISHER}.bench.example"


@lru_cache(maxsize=1_024)
def _keys(name: str) -> tuple[Signer, Signer]:
    """Return a publisher's signing key and its recovery key."""
    seed = random.Random(name)
    return Signer.from_seed(name, seed.randbytes(32)), Signer.from_seed(name, seed.randbytes(32))


def _signed(value: dict[str, object], name: str) -> bytes:
    return entry.sign(statement.spell(value), [_keys(name)[0]]).raw


def _enrolment(number: int) -> bytes:
    name = publisher_of(number * _LEADERBOARDS_A_PUBLISHER)
    key, recovery = _keys(name)
    value: dict[str, object] = {
        "type": "jinbang/publisher/v1",
        "publisher": name,
        "display": f"Ranking Group {number} 榜单组",
        "class": ("academic", "vendor", "market", "media")[number % 4],
        "homepage": f"https://{name}/",
        "keys": [key.key.format()],
        "recovery": recovery.key.format(),
    }
    return _signed(value, name)


def leaderboard_name(leaderboard: int) -> str:
    """Return what a leaderboard is called, every third one in Chinese."""
    chance = random.Random(f"leaderboard {leaderboard}")
    if leaderboard % 3 == 0:
        return "".join(chance.sample(_HAN, 3)) + f"榜{leaderboard}"
    return f"{chance.choice(_STEMS)}-Eval {leaderboard}"


@lru_cache(maxsize=_MODELS)
def model(number: int) -> dict[str, object]:
    """Return a model as a statement has it."""
    chance = random.Random(f"model {number}")
    size, han = chance.choice(_SIZES), number % 3 == 0
    stem = "".join(chance.sample(_HAN, 2)) if han else chance.choice(_STEMS)
    maker = number % _DEVELOPERS
    value: dict[str, object] = {
        "name": f"{stem}-{number}" + (f"-{size}" if size and not han else ""),
        "version": f"v{chance.randrange(1, 4)}",
        "developer": f"{_HAN[maker % 24]}{_HAN[maker // 24]}科技"
        if maker % 2
        else f"{_STEMS[maker % 15]} Labs {maker}",
        "released": (_FIRST_DAY + timedelta(days=number % 1_500)).isoformat(),
        "languages": list(_LANGUAGES[number % 3]),
        "availability": ("open weights", "API")[number % 2],
    }
    return value | ({"parameters": size} if size else {})


@lru_cache(maxsize=64)
def _field(leaderboard: int) -> tuple[tuple[int, float], ...]:
    """Return the models that a leaderboard knows, each with how good it is at the start."""
    chance = random.Random(f"field {leaderboard}")
    return tuple((number, chance.uniform(30, 90)) for number in chance.sample(range(_MODELS), _FIELD))


def _table(leaderboard: int, release: int) -> list[tuple[int, float]]:
    """Return the models of a release with their scores, the best first. The field moves on slowly."""
    chance = random.Random(f"table {leaderboard} {release}")
    field = _field(leaderboard)
    start = release % (_FIELD - LINES)
    scored = [(number, min(99.9, strength + chance.gauss(0, 0.4))) for number, strength in field[start : start + LINES]]
    return sorted(scored, key=lambda each: -each[1])


def published(release: int) -> str:
    """Return the day of a release."""
    return (_FIRST_DAY + timedelta(days=14 * release)).isoformat()


def ranking(leaderboard: int, release: int) -> bytes:
    """Return the signed ranking of one release."""
    name, day = leaderboard_name(leaderboard), published(release)
    site = f"https://{publisher_of(leaderboard)}/{leaderboard}"
    digest = hashlib.sha256(name.encode()).hexdigest()
    value: dict[str, object] = {
        "type": "jinbang/evaluation/v1",
        "publisher": publisher_of(leaderboard),
        "leaderboard": {
            "name": name,
            "organiser": {"name": f"Group of {name}", "class": "academic", "url": site},
            "release": f"{day[:7]}-{release}",
            "url": site,
        },
        "published": day,
        "evaluated": day,
        "submission": ("organiser-run", "self-reported")[leaderboard % 2],
        "scope": {
            "languages": ["zh", "en"],
            "domains": [_DOMAINS[leaderboard % 6]],
            "entrants": LINES,
            "ranked": "all",
        },
        "methodology": {
            "summary": "5-shot, answer only, mean accuracy over subjects",
            "document": {"url": f"{site}/method", "sha256": digest},
            "process": ("open", "partial", "closed")[leaderboard % 3],
            "criteria": [
                {
                    "name": "accuracy",
                    "basis": "measured",
                    "higher_is_better": True,
                    "unit": "percent",
                    "min": "0",
                    "max": "100",
                    "aggregate": "macro",
                    "dataset": f"{name} test",
                    "grader": "scorer",
                }
            ],
        },
        "datasets": [
            {
                "name": f"{name} test",
                "version": "1.0",
                "split": "test",
                "sha256": digest,
                "items": 12_342,
                "access": "private",
                "published": "2018-05-15",
                "languages": ["zh", "en"],
                "domains": [_DOMAINS[leaderboard % 6]],
            }
        ],
        "graders": [{"name": "scorer", "version": "1.2.0", "revision": digest[:40], "kind": "program"}],
        "placements": [
            {
                "rank": rank,
                "model": model(number),
                "scores": [{"criterion": "accuracy", "value": f"{score:.2f}", "n": 12_342}],
                "settings": {"shots": 5, "temperature": "0", "runs": 1},
            }
            for rank, (number, score) in enumerate(_table(leaderboard, release), 1)
        ],
        "dimensions": ["accuracy"],
        "evidence": [
            {"title": "table as archived", "url": f"{site}/{release}", "sha256": digest, "media_type": "text/html"}
        ],
    }
    return _signed(value, publisher_of(leaderboard))


def claim(leaderboard: int, release: int) -> bytes:
    """Return the signed claim that the second of a release is first."""
    name, second = leaderboard_name(leaderboard), model(_table(leaderboard, release)[1][0])["name"]
    value: dict[str, object] = {
        "type": "jinbang/claim/v1",
        "publisher": publisher_of(leaderboard),
        "claimant": "Somebody",
        "made": published(release),
        "text": f"{second} 在 {name} 排名第一",
        "source": {"url": f"https://news.bench.example/{leaderboard}/{release}"},
        "model": second,
        "leaderboard": name,
        "rank": 1,
    }
    return _signed(value, publisher_of(leaderboard))
