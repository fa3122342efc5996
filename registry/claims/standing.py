"""Where a model stands in one state of a ranking: by name, by rank, by score, and within a part of the field.

Nothing is guessed. What the record does not decide is raised as `Undecided`, with the field that is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from registry.claims.category import Category, category
from registry.names import bare, developer_names, folded, model_names
from registry.once import once_each
from registry.record import Logged
from registry.rules.base import Seen, Words
from registry.statements import Evaluation
from registry.statements.evaluation import Filter, Model, Placement

NOTHING = Words("", "")
_KEPT = 1 << 14
_Names = tuple[tuple[str, ...], tuple[str, ...], str]
"""Names of a model, of its developer, and its version."""

Recorded = Logged[Evaluation]
"""A ranking on record."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a model stands in one ranking."""

    recorded: Recorded
    placement: Placement
    rank: int | None
    """In the scope that was asked for; None when the ranking gives it none there."""
    note: Words = NOTHING
    """How the rank was found, when it is not simply the printed one."""

    @property
    def seen(self) -> tuple[Seen, ...]:
        """The fields of the entry that this rests on."""
        at = next(n for n, one in enumerate(self.recorded.statement.placements) if one is self.placement)
        path = f"entry {self.recorded.index} placements[{at}]"
        rank = "" if self.placement.rank is None else str(self.placement.rank)
        scores = (Seen(f"{path}.scores[{n}].value", one.value) for n, one in enumerate(self.placement.scores))
        return (Seen(f"{path}.model.name", self.placement.model.name), Seen(f"{path}.rank", rank), *scores)


class Undecided(Exception):
    """The record does not decide."""

    def __init__(self, field: str, words: Words) -> None:
        super().__init__(words.en)
        self.field = field
        """What is missing, or says two things."""
        self.words = words


def find(name: str, recorded: Recorded) -> Placement | None:
    """Return the placement of a model by a whole name that the record gives it.

    Raises: Undecided when several carry the name, or when a name differs in nothing but spaces and punctuation.
    """
    board = recorded.statement.leaderboard.name
    found = carrying(name, recorded)
    if len(found) > 1:
        raise Undecided(
            "placements[].model.name",
            Words(f"{name}: several placements of {board} carry this name", f"{name}：{board}中有多行使用这个名称"),
        )
    if found:
        return found[0]
    alike = _by_letters(recorded.statement).get(bare(name))
    if alike is not None:
        raise Undecided(
            "placements[].model.aliases",
            Words(
                f"{name}: not in {board} under this name; whether {alike.model.name} is the same is not on record",
                f"{name}：{board}中没有这个名称；记录未说明它与{alike.model.name}是否相同",
            ),
        )
    return None


def recorded_as(name: str, placement: Placement) -> Words:
    """Say under which name a placement stands, when it was found by another."""
    model = placement.model
    if folded(name) in {folded(placement.printed.name), *_called((model.name,), (model.developer,), model.version)}:
        return NOTHING
    return Words(f"recorded as {model.name}", f"记录为{model.name}")


def carrying(name: str, recorded: Recorded) -> list[Placement]:
    """Return the placements that go by a name. What the ranking itself calls so is meant, before what the tables call so."""
    wanted, evaluation = folded(name), recorded.statement
    return [*(_by_name(evaluation).get(wanted) or _by_known_name(evaluation).get(wanted) or ())]


@once_each
def _by_name(evaluation: Evaluation) -> dict[str, list[Placement]]:
    return _listed(evaluation.placements, _own_names)


@once_each
def _by_known_name(evaluation: Evaluation) -> dict[str, list[Placement]]:
    return _listed(evaluation.placements, _known_by)


@once_each
def _by_letters(evaluation: Evaluation) -> dict[str, Placement]:
    """Return the first placement of each name by its letters and digits alone."""
    first: dict[str, Placement] = {}
    for one in evaluation.placements:
        for name in _lettered(*_known_by(one.model)):
            first.setdefault(name, one)
        if one.printed.name:
            first.setdefault(bare(one.printed.name), one)
    return first


def _listed(placements: Sequence[Placement], names: Callable[[Model], _Names]) -> dict[str, list[Placement]]:
    """Return the placements under each of their names, folded: every claim on a leaderboard looks in all its rankings."""
    found: dict[str, list[Placement]] = {}
    for one in placements:
        known = _called(*names(one.model))
        for name in known:
            found.setdefault(name, []).append(one)
        printed = folded(one.printed.name)
        if printed and printed not in known:
            found.setdefault(printed, []).append(one)
    return found


def _own_names(model: Model) -> _Names:
    """Return what the entry calls a model."""
    return (model.name, *model.aliases), (model.developer,), model.version


# The same models stand in all rankings of a leaderboard.
@lru_cache(_KEPT)
def _known_by(model: Model) -> _Names:
    """Return the same, with what the tables add."""
    return tuple(dict.fromkeys(model_names(model))), developer_names(model), model.version


@lru_cache(_KEPT)
def _called(names: tuple[str, ...], developers: tuple[str, ...], version: str) -> frozenset[str]:
    """Return the spellings of a model, folded."""
    return frozenset(map(folded, _spellings(names, developers, version)))


@lru_cache(_KEPT)
def _lettered(names: tuple[str, ...], developers: tuple[str, ...], version: str) -> frozenset[str]:
    """Return the same by letters and digits alone."""
    return frozenset(map(bare, _spellings(names, developers, version)))


def _spellings(names: tuple[str, ...], developers: tuple[str, ...], version: str) -> Iterator[str]:
    """Yield each name with developer and version or without; a Chinese name has its version right behind it."""
    for name in names:
        for developer in {"", *developers}:
            yield " ".join(filter(None, (developer, name)))
            if version:
                yield " ".join(filter(None, (developer, name, version)))
                yield " ".join(filter(None, (developer, name + version)))


def stand(recorded: Recorded, placement: Placement, scope: str, claimed: int | None) -> Standing:
    """Return where a placement stands in a scope; an empty one is the ranking as it is.

    Raises: Undecided when the record cannot tell. `claimed` is the rank in question: a scope that is no category on record
    still cannot make a place worse than it is in the whole field.
    """
    evaluation = recorded.statement
    version = placement.model.version
    named = Words(f"recorded as version {version}", f"记录的版本为{version}") if version else NOTHING
    within_own = folded(scope) in map(_spelled, _only(evaluation.scope.filters))
    if within_own and placement.rank is None:
        # A place by score is one in the list, not in the part of it that the list ranks.
        return Standing(recorded, placement, None, Words("the ranking gives it no rank", "该榜单没有给它名次"))
    if not scope or within_own:
        return _in_all(recorded, placement, named, claimed)
    part = category(scope, evaluation)
    if part is not None:
        return _within(part, recorded, placement)
    if claimed is not None and placement.rank is not None and placement.rank < claimed:
        return Standing(recorded, placement, placement.rank, Words("in the whole field", "在全部参评者中"))
    raise Undecided(
        "scope",
        Words(f'scope "{scope}": not a category that the record has', f"范围“{scope}”：记录中没有这个类别"),
    )


def _only(filters: tuple[Filter, ...]) -> tuple[Filter, ...]:
    """Return the ranking's own condition; under several at once, none of them alone is its scope."""
    return filters if len(filters) == 1 else ()


def _spelled(condition: Filter) -> str:
    return folded(condition.value if condition.op == "=" else condition.op + condition.value)


def _in_all(recorded: Recorded, placement: Placement, named: Words, claimed: int | None) -> Standing:
    """Return the printed rank; without one, the place by score if that is certain, else none."""
    scope = recorded.statement.scope
    if placement.rank is None:
        return _by_score(recorded, placement, claimed)
    notes = [Words(scope.reason, scope.reason)] if scope.reason else []
    notes += [
        Words(f"under {one.field} {one.op} {one.value}", f"条件：{one.field} {one.op} {one.value}")
        for one in scope.filters
    ]
    notes += [named] if named.en else []
    note = Words("; ".join(one.en for one in notes), "；".join(one.zh for one in notes))
    return Standing(recorded, placement, placement.rank, note)


def _by_score(recorded: Recorded, placement: Placement, claimed: int | None) -> Standing:
    """Return the place by score of a placement without rank. A dash as rank is a scope, not a low place.

    The place is certain when every ranked line above the first that is worse is on record; for a claim that too many
    known lines are better than, it need not be.
    """
    evaluation = recorded.statement
    unranked = Standing(recorded, placement, None, Words("the ranking gives it no rank", "该榜单没有给它名次"))
    others = [(one, compare(placement, one, evaluation)) for one in evaluation.placements if one is not placement]
    better = sum(sign == -1 for _, sign in others)
    if any(sign is None for _, sign in others) or (claimed is not None and claimed <= better):
        return unranked
    ranks = [one.rank for one, _ in others if one.rank is not None]
    worse = min((one.rank for one, sign in others if one.rank is not None and sign == 1), default=None)
    entrants, lines = evaluation.scope.entrants, len(evaluation.placements)
    if worse is None or sum(rank < worse for rank in ranks) < worse - 1 or (entrants or 0) > lines:
        name = placement.model.name
        raise Undecided(
            "placements",
            Words(
                f"{name}: without a rank, and not every line that may be above it is on record",
                f"{name}：没有名次，而可能排在它前面的各行并未全部记录",
            ),
        )
    note = Words(
        f"by score, of {lines} lines on record; the ranking itself gives it no rank",
        f"按得分，在已记录的 {lines} 行中；该榜单本身没有给它名次",
    )
    return Standing(recorded, placement, 1 + better, note)


def compare(one: Placement, other: Placement, evaluation: Evaluation) -> int | None:
    """Return 1 when `one` has the better score, -1 when `other` has, 0 when equal; None when scores cannot be compared.

    They can when the ranking has one criterion, says which way is better, and both have a value under like shots.
    """
    criteria = evaluation.methodology.criteria
    if len(criteria) != 1 or criteria[0].higher_is_better is None or one.settings.shots != other.settings.shots:
        return None
    values = [next((Decimal(s.value) for s in each.scores if s.value), None) for each in (one, other)]
    if values[0] is None or values[1] is None:
        return None
    above = (values[0] > values[1]) - (values[0] < values[1])
    return above if criteria[0].higher_is_better else -above


def _within(part: Category, recorded: Recorded, placement: Placement) -> Standing:
    """Return the rank within a part of the field. Every line above must be on record, with the part's field."""
    own, name = placement.rank, placement.model.name
    if part.holds(placement) is False:
        return Standing(recorded, placement, None, Words(f"not {part.words.en}", f"不属于{part.words.zh}"))
    if own is None:
        raise Undecided(
            "placements[].rank", Words(f"{name}: the ranking gives it no rank", f"{name}：该榜单没有给它名次")
        )
    above = [one for one in recorded.statement.placements if one.rank is not None and one.rank < own]
    if len(above) < own - 1:
        raise Undecided(
            "placements",
            Words(
                f"only {len(above)} of the {own - 1} lines above {name} are on record",
                f"{name}前面的 {own - 1} 行只记录了 {len(above)} 行",
            ),
        )
    unknown = next((one for one in (*above, placement) if part.holds(one) is None), None)
    if unknown is not None:
        words = Words(
            f"{part.label} of {unknown.model.name}: not on record, so a rank {part.words.en} cannot be checked",
            f"未记录{unknown.model.name}的 {part.label}，无法核实{part.words.zh}中的名次",
        )
        raise Undecided(f"placements[].{part.field}", words)
    note = Words(f"{part.words.en}; rank {own} in all", f"{part.words.zh}；总排名第 {own}")
    return Standing(recorded, placement, 1 + sum(part.holds(one) is True for one in above), note)
