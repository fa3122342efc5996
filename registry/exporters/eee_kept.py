"""What an imported record of Every Eval Ever left in `extra.eee`, read anew: anybody may have written there anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from registry.statements import Evaluation

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """An object that a publisher kept, of which only what has the right form is seen."""

    value: Mapping[str, object]

    def text(self, name: str, among: tuple[str, ...] = ()) -> str:
        """Return a text, one of some if they are named; empty when there is none."""
        value = self.value.get(name)
        return value if isinstance(value, str) and (not among or value in among) else ""

    def texts(self, name: str) -> Texts:
        """Return an object of texts, without what is none."""
        return {key: value for key, value in self.inner(name).value.items() if isinstance(value, str)}

    def inner(self, name: str) -> Kept:
        """Return an object; an empty one when there is none."""
        value = self.value.get(name)
        return Kept(value if isinstance(value, dict) else {})

    def each(self, name: str, count: int) -> list[Kept]:
        """Return the objects of a list of that length; empty ones when there is no such list."""
        value = self.value.get(name)
        if not isinstance(value, list) or len(value) != count:
            return [NOTHING] * count
        return [Kept(one if isinstance(one, dict) else {}) for one in value]


NOTHING = Kept({})


def kept(evaluation: Evaluation) -> Kept:
    """Return what an evaluation keeps of its record; nothing when it was not made from one."""
    if evaluation.imported.format != "eee":
        return NOTHING
    return Kept(evaluation.extra).inner("eee")


def texts(values: Mapping[str, str]) -> Texts:
    """Return the texts that are not empty."""
    return {name: value for name, value in values.items() if value}
