"""Hypothesis strategies for statements: every field of every record, filled in or left out."""

from __future__ import annotations

import types
from datetime import date, datetime
from typing import Any, Literal, Union, get_args, get_origin

import msgspec
from hypothesis import strategies as st

from ledger.statement import MAX_INTEGER
from registry.statements import Amendment, Flag, Response, Reveal, Seal, Statement
from registry.statements.claim import Claim
from registry.statements.common import Source
from registry.statements.evaluation import (
    Criterion,
    Dataset,
    Evaluation,
    Evidence,
    Grader,
    Part,
    Placement,
    Score,
)
from registry.statements.problems import fields_of
from registry.statements.reveal import Opened

lines = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12).map(str.strip)
names = lines.filter(bool)
texts = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.just("\n"), max_size=20)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
days = st.dates(min_value=date(1000, 1, 1)).map(date.isoformat)
instants = st.datetimes(min_value=datetime(1000, 1, 1)).map(lambda at: at.isoformat(timespec="seconds") + "Z")  # noqa: DTZ001 - the zone is added
decimals = st.decimals(-(10**9), 10**9, places=2).map(str) | st.integers(-999, 999).map(str)
counts = st.integers(0, MAX_INTEGER)
publisher_names = st.from_regex(r"[a-z][a-z0-9.-]{0,12}", fullmatch=True)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
_BY_TITLE = {
    "a name:": names,
    "one line": lines,
    "text": texts,
    "an address": st.just("https://例.org/?q=1") | st.just("doi:10.1/x"),
    "a decimal string": decimals.filter(lambda value: value.strip("0.") != "-"),
    "a SHA-256": hashes,
    "a statement id": hashes,
    "32 bytes": hashes,
    "the id of a rule": st.sampled_from(["no-source", "other"]),
    "any text": texts,
    "a day": days | instants,
    "a publisher's name": publisher_names,
    "a whole number, 0": counts,
    "a whole number, 1": st.integers(1, MAX_INTEGER),
    "a whole number": st.integers(-MAX_INTEGER, MAX_INTEGER),
    "an object of your own": st.dictionaries(texts, json_values, max_size=2),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Return values of a field's type."""
    base, metas = (hint.__origin__, hint.__metadata__) if hasattr(hint, "__metadata__") else (hint, ())
    title = next((meta.title for meta in metas if meta.title), None)
    if title is not None:
        return next(strategy for start, strategy in _BY_TITLE.items() if title.startswith(start))
    if get_origin(base) is Literal:
        return st.sampled_from(get_args(base))
    if get_origin(base) in (Union, types.UnionType):
        return st.one_of(*(values(arm) for arm in get_args(base)))
    if get_origin(base) is tuple:
        return _tuples(get_args(base))
    if base is type(None) or base is bool:
        return st.none() if base is type(None) else st.booleans()
    return records(base)


def _tuples(items: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    if items[-1] is Ellipsis:
        return st.lists(values(items[0]), max_size=2).map(tuple)
    return st.tuples(*(values(item) for item in items))


def records(kind: type[msgspec.Struct], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return records of a type: some optional fields left out, the `given` ones drawn as told."""
    fields = {field.name: given.get(field.name, values(field.type)) for field in fields_of(kind)}
    needed = {field.name for field in fields_of(kind) if field.required} | given.keys()
    return st.fixed_dictionaries(
        {name: fields[name] for name in sorted(needed)},
        optional={name: strategy for name, strategy in fields.items() if name not in needed},
    ).map(lambda drawn: kind(**drawn))


def _some(kind: type[msgspec.Struct], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return a few records with different names."""
    return st.lists(records(kind, **given), max_size=3, unique_by=lambda item: item.name).map(tuple)


def _one_of_these(items: tuple[Any, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *(item.name for item in items)])


def _scores(criteria: tuple[Criterion, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return scores that each name another criterion, and have a value or a reason for having none."""
    criterion = st.sampled_from([item.name for item in criteria]) if criteria else names
    valued = records(Score, criterion=criterion, missing=st.just(""))
    missing = records(Score, criterion=criterion, value=st.just(""))
    return st.lists(valued | missing, max_size=3, unique_by=lambda item: item.criterion).map(tuple)


def _speakers() -> st.SearchStrategy[dict[str, Any]]:
    joint = st.lists(publisher_names, min_size=2, max_size=3, unique=True).map(sorted).map(tuple)
    return st.fixed_dictionaries({"publisher": publisher_names}) | st.fixed_dictionaries({"publishers": joint})


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    """Return evaluations that hold together."""
    datasets, graders = draw(_some(Dataset)), draw(_some(Grader))
    criteria = draw(_some(Criterion, dataset=_one_of_these(datasets), grader=_one_of_these(graders)))
    evidence = draw(st.lists(records(Evidence), max_size=3).map(tuple))
    indexes = st.lists(st.sampled_from(range(len(evidence))), max_size=2).map(tuple) if evidence else st.just(())
    placement = records(Placement, scores=_scores(criteria), evidence=indexes)
    evaluation: Evaluation = draw(
        records(
            Evaluation,
            publisher=st.just(""),
            publishers=st.just(()),
            placements=st.lists(placement, min_size=1, max_size=3).map(tuple),
            checks=st.just(()),
            part=st.none() | st.integers(1, 9).map(lambda number: Part(number, 9)),
        )
    )
    methodology = msgspec.structs.replace(evaluation.methodology, criteria=criteria)
    return msgspec.structs.replace(
        evaluation, methodology=methodology, datasets=datasets, graders=graders, evidence=evidence, **draw(_speakers())
    )


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Return claims."""
    claim: Claim = draw(records(Claim, publisher=st.just(""), publishers=st.just(()), text=texts.filter(bool)))
    return msgspec.structs.replace(claim, **draw(_speakers()))


def _spoken(kind: type[Statement], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return statements of a type, by one publisher or by several."""
    drawn = records(kind, publisher=st.just(""), publishers=st.just(()), **given)
    return st.tuples(drawn, _speakers()).map(lambda pair: msgspec.structs.replace(pair[0], **pair[1]))


def flags() -> st.SearchStrategy[Any]:
    """Return flags."""
    return _spoken(Flag, because=texts.filter(bool))


def responses() -> st.SearchStrategy[Any]:
    """Return responses."""
    return _spoken(Response, because=texts.filter(bool))


def amendments() -> st.SearchStrategy[Any]:
    """Return amendments of every action."""
    others = st.sampled_from(["retract", "withdraw", "reaffirm"])
    superseding = _spoken(Amendment, action=st.just("supersede"), by=hashes)
    return _spoken(Amendment, action=others, by=st.just("")) | superseding.filter(lambda one: one.by != one.target)


def seals() -> st.SearchStrategy[Any]:
    """Return seals."""
    return _spoken(Seal)


def reveals() -> st.SearchStrategy[Any]:
    """Return reveals: of a whole dataset, or of some items."""
    some = st.lists(records(Opened, encoding=st.just("")), min_size=1, max_size=3, unique_by=lambda one: one.index)
    ordered = some.map(lambda items: tuple(sorted(items, key=lambda one: one.index)))
    whole = _spoken(Reveal, opening=records(Source, sha256=hashes), items=st.just(()))
    return whole | _spoken(Reveal, opening=st.just(Source()), items=ordered)


def statements() -> st.SearchStrategy[Any]:
    """Return statements of every type that people write."""
    return st.one_of(evaluations(), claims(), flags(), responses(), amendments(), seals(), reveals())
