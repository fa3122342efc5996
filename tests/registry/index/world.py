"""A made-up world that says all kinds of things of each other, in any order, from a number."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from ledger.entry import Entry
from ledger.note import Signer
from tests.ledger.build import change, enrol, signed, signer

NAMES = ("a.example", "b.example", "c.example")
BOARDS = ("C-Eval", "ceval", "CMMLU", "Arena")
MODELS: tuple[dict[str, Any], ...] = (
    {"name": "文心一言", "developer": "百度"},
    {"name": "ERNIE Bot"},
    {"name": "GPT-4", "developer": "OpenAI", "version": "0613"},
    {"name": "GPT-4", "developer": "ОpenAI"},
    {"name": "Moonshot", "parameters": "7B"},
    {"name": "rnoonshot", "aliases": ["Moon", "GPT-4"], "parameters": "70亿"},
    {"name": "É", "version": "v1"},
)


class Publisher:
    """Somebody who signs, and loses keys."""

    def __init__(self, number: int) -> None:
        self.name = NAMES[number]
        self._next = 100 * (number + 1)
        self.key, self.recovery = self._new(), self._new()
        self.last = enrol([self.key], self.recovery)
        self.since = 0

    def _new(self) -> Signer:
        self._next += 1
        return signer(self.name, self._next)

    def change(self, reason: str, index: int, last_good: int) -> Entry:
        """Return the event that puts another key in the place of this one's."""
        new = self._new()
        if reason == "compromise":
            signers, more = [self.recovery, new], {"last_good_index": max(last_good, self.since)}
        else:
            signers, more = [self.key, new], {}
        self.last, self.key, self.since = change(self.last, reason, [new], signers, **more), new, index
        return self.last


class World:
    """Yields entries, each of which the ledger takes after those before it."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._publishers = [Publisher(number) for number in range(len(NAMES))]
        self._said: list[tuple[str, str]] = []
        self._kept_back: list[tuple[dict[str, Any], Publisher]] = []
        self._count = 0

    def entries(self, count: int) -> list[bytes]:
        """Return the next entries, as they stand in the log."""
        return [self._entry().raw for _ in range(count)]

    def _entry(self) -> Entry:
        made = self._made()
        self._said.append((made.statement.type.split("/")[1], made.statement.id))
        self._count += 1
        return made

    def _made(self) -> Entry:
        if self._count < len(NAMES):
            self._publishers[self._count].since = self._count
            return self._publishers[self._count].last
        if self._random.random() < 0.1:
            whose = self._random.choice(self._publishers)
            reason = self._random.choice(["rotate", "compromise"])
            return whose.change(reason, self._count, self._random.randrange(self._count))
        if self._kept_back and self._random.random() < 0.2:
            value, whose = self._kept_back.pop()
            return signed(value, whose.key)
        return self._sign(self._value())

    def _sign(self, value: dict[str, Any]) -> Entry:
        who = self._random.sample(self._publishers, 2 if self._random.random() < 0.15 else 1)
        names = sorted(one.name for one in who)
        value = {"type": value.pop("type"), **_speakers(names), **value}
        return signed(value, *(one.key for one in who))

    def _value(self) -> dict[str, Any]:
        kind = self._random.choice(
            ["evaluation"] * 4 + ["claim", "flag", "response", "amendment", "amendment", "seal", "other"]
        )
        makers: dict[str, Callable[[], dict[str, Any]]] = {
            "evaluation": self._evaluation,
            "claim": self._claim,
            "flag": self._flag,
            "response": self._response,
            "amendment": self._amendment,
            "seal": self._seal,
            "other": lambda: {"type": "elsewhere/thing/v1", "number": self._count},
        }
        return makers[kind]()

    def _evaluation(self) -> dict[str, Any]:
        models = self._random.sample(MODELS, self._random.randint(1, 4))
        value: dict[str, Any] = {
            "type": "jinbang/evaluation/v1",
            "leaderboard": {"name": self._random.choice(BOARDS), "release": f"r{self._random.randrange(3)}"},
            "published": f"2026-01-{self._random.randint(1, 28):02d}",
            "methodology": {"criteria": [{"name": "accuracy", "basis": "measured", "higher_is_better": True}]},
            "placements": [
                {
                    "rank": rank,
                    "model": model,
                    "scores": [{"criterion": "accuracy", "value": f"{90 - rank}.{self._random.randrange(3)}"}],
                }
                for rank, model in enumerate(models, 1)
            ],
            "extra": {"number": self._count},
        }
        self._place(value)
        if self._random.random() < 0.3:
            value["datasets"] = [{"name": "test", "access": "sealed", "seal": self._id("seal")}]
        if self._random.random() < 0.2:
            value["replicates"] = self._id("evaluation")
        return value

    def _place(self, value: dict[str, Any]) -> None:
        """Give some evaluations no date, a time of the day, no release, or make them a part of a table."""
        chance = self._random.random()
        if chance < 0.1:
            del value["published"]
        elif chance < 0.3:
            value["published"] = f"2026-01-0{self._random.randint(1, 3)}T0{self._random.randint(1, 9)}:00:00Z"
        if self._random.random() < 0.15:
            del value["leaderboard"]["release"]
        if self._random.random() < 0.2:
            value["part"] = {"number": self._random.randint(1, 2), "of": 2}

    def _claim(self) -> dict[str, Any]:
        return {
            "type": "jinbang/claim/v1",
            "text": f"first, {self._count}",
            "made": "2026-01-20",
            "source": {"url": "https://example.org/"},
            "model": self._random.choice(MODELS)["name"],
            "leaderboard": self._random.choice(BOARDS),
            "rank": self._random.randint(1, 2),
        }

    def _flag(self) -> dict[str, Any]:
        value: dict[str, Any] = {"type": "jinbang/flag/v1", "entry": self._id("evaluation", "claim")}
        if self._random.random() < 0.4:
            value["placement"] = self._random.choice(MODELS)["name"]
        return value | {"reason": self._random.choice(["other", "no-source"]), "because": f"{self._count}"}

    def _response(self) -> dict[str, Any]:
        return {"type": "jinbang/response/v1", "flag": self._id("flag"), "because": f"{self._count}"}

    def _amendment(self) -> dict[str, Any]:
        action = self._random.choice(["retract", "supersede", "withdraw", "reaffirm"])
        target = self._id(*(("flag",) if action == "withdraw" else ("evaluation", "claim", "amendment", "flag")))
        value: dict[str, Any] = {"type": "jinbang/amendment/v1", "action": action, "target": target}
        by = {"by": self._id("evaluation")} if action == "supersede" else {}
        return value | by | {"because": f"{self._count}"}

    def _seal(self) -> dict[str, Any]:
        root = f"{self._count:064x}"
        value: dict[str, Any] = {"type": "jinbang/seal/v1", "dataset": {"name": "test", "items": 3}, "root": root}
        return value | {"reveal_after": self._random.choice(["2026-01-01", "2026-01-05", "2027-01-01"])}

    def _id(self, *kinds: str) -> str:
        """Return the id of a statement of one of these types, or of one that nobody has made."""
        chance = self._random.random()
        known = [statement_id for kind, statement_id in self._said if kind in kinds]
        if known and chance < 0.8:
            return self._random.choice(known)
        return self._to_come() if "evaluation" in kinds and chance < 0.95 else f"{self._count:064x}"

    def _to_come(self) -> str:
        """Return the id of an evaluation that is logged later, if ever."""
        whose = self._random.choice(self._publishers)
        value = self._evaluation() | {"publisher": whose.name}
        value = {"type": value.pop("type"), **value}
        self._kept_back.append((value, whose))
        return signed(value, whose.key).statement.id


def _speakers(names: list[str]) -> dict[str, Any]:
    return {"publisher": names[0]} if len(names) == 1 else {"publishers": names}
