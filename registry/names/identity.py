"""Which names are one: by spelling, by the tables, and for models by developer and version as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from registry.names.confusable import looks_alike
from registry.names.folding import folded
from registry.names.table import Kind, Named, known_names

if TYPE_CHECKING:
    from registry.statements.evaluation import Model


class Identity(NamedTuple):
    """What must be the same for two lines to be of one model surely."""

    developer: str
    """Key of the developer; empty when it is not known, which is not the same as any that is."""
    name: str
    """Key of the name."""
    version: str
    """As recorded, folded. A version that is part of the name is not taken out of it."""


def key(kind: Kind, name: str) -> str:
    """Return what all names of one thing have in common: the folded name, or the first one that a table gives it.

    Raises: QuestionError when the user's own table is not right.
    """
    spelt = folded(name)
    known = known_names().get((kind, spelt))
    return spelt if known is None else folded(known.name)


def model_key(name: str, developer: str = "") -> str:
    """Return the key of a model's name, where its developer is known: the same words by another are another name."""
    known = _of_developer(name, developer)
    return folded(name) if known is None else folded(known.name)


def identities(model: Model) -> tuple[Identity, ...]:
    """Return every identity that a model has on record: one for each of its names, each once."""
    return tuple(dict.fromkeys(_identities(model)))


def same_model(one: Model, other: Model) -> bool | None:
    """Say whether two models are the same by developer, name and version; None when one of these is not known."""
    pairs = [(a, b) for a in identities(one) for b in identities(other) if a.name == b.name]
    if not pairs:
        return False
    verdicts = {_same(a, b) for a, b in pairs}
    return True if True in verdicts else None if None in verdicts else False


def model_names(model: Model) -> Iterator[str]:
    """Yield every name of a model on record: its own, then those that the tables add for its developer. Some come twice."""
    own = (model.name, *model.aliases)
    yield from own
    for name in own:
        known = _of_developer(name, model.developer)
        yield from known.names if known is not None else ()


def developer_names(model: Model) -> tuple[str, ...]:
    """Return the names of a model's developer: as recorded and as the tables know it; none when neither says who it is."""
    developer = model.developer or _made_by(model.name, "")
    known = known_names().get((Kind.DEVELOPER, folded(developer)))
    return tuple(filter(None, (developer, *(known.names if known is not None else ()))))


def rivals(kind: Kind, name: str, on_record: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Return the names that this one may be taken for and that were there first.

    `on_record` holds names with this one's skeleton, each with the index of the entry that used it first. A name that came
    later takes nothing from one that was there: else anybody could have any ranking flagged.
    """
    known = list(on_record)
    since = min((first for one, first in known if folded(one) == folded(name)), default=None)
    return tuple(
        one
        for one, first in known
        if (since is None or first <= since) and key(kind, one) != key(kind, name) and looks_alike(one, name)
    )


def known_spellings(kind: Kind) -> Iterator[str]:
    """Yield every name that the tables know of a kind. Some come twice."""
    yield from (name for (of, _), named in known_names().items() if of is kind for name in named.names)


def _identities(model: Model) -> Iterator[Identity]:
    for name in (model.name, *model.aliases):
        developer = _made_by(name, model.developer)
        yield Identity(key(Kind.DEVELOPER, developer), model_key(name, model.developer), folded(model.version))


def _made_by(name: str, developer: str) -> str:
    """Return who made a model: as recorded, else as the tables say of its name."""
    known = _of_developer(name, developer)
    return developer or (known.developer if known is not None else "")


def _of_developer(name: str, developer: str) -> Named | None:
    """Return what the tables know a model by, unless it is another developer's."""
    known = known_names().get((Kind.MODEL, folded(name)))
    if known is None or not developer or not known.developer:
        return known
    return known if key(Kind.DEVELOPER, developer) == key(Kind.DEVELOPER, known.developer) else None


def _same(one: Identity, other: Identity) -> bool | None:
    """Compare two identities of one name; what is empty on one side only is not known."""
    known = [(a, b) for a, b in ((one.developer, other.developer), (one.version, other.version)) if a or b]
    if any(a and b and a != b for a, b in known):
        return False
    return None if any(not (a and b) for a, b in known) else True
