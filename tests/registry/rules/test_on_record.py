"""Every rule on arbitrary records: it never stumbles, says the same twice, and nothing that is unrelated changes what it says."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from registry import rules
from registry.rules import Findings
from registry.statements import Amendment, Claim, Evaluation, Flag, Response, Reveal, Statement
from registry.statements.evaluation import Model
from tests.registry import strategies
from tests.registry.rules.made import claim
from tests.registry.rules.recorded import Log, line, sid, table

_MANY = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
_NAMES = st.sampled_from(["A", "B", "a", "A.", "GPT-4"])
_IDS = st.integers(0, 5).map(sid)
_DAYS = st.sampled_from(["", "2026-01-01", "2026-01-01T08:00:00Z", "2026-03-01"])


@st.composite
def _tables(draw: st.DrawFn) -> Statement:
    """Return states of one table, or nearly: what rules on edits, names and first places compare."""
    lines = st.builds(
        line,
        _NAMES,
        st.sampled_from(["", "80", "80.1", "80.12", "79.9", "-3", "0." + "1" * 38]),
        rank=st.sampled_from([None, 1, 2, 3]),
        model_version=st.sampled_from(["", "", "2"]),
        model_developer=st.sampled_from(["", "", "Maker"]),
        model_aliases=st.sampled_from([[], [], ["A"]]),
        settings=st.sampled_from([{}, {"shots": 5}]),
        printed=st.sampled_from([{}, {"section": "not open"}]),
    )
    drawn = draw(st.lists(lines, min_size=1, max_size=6))
    return table(
        *({key: item for key, item in one.items() if item is not None} | {"rank": one.get("rank")} for one in drawn),
        day=draw(_DAYS),
        release=draw(st.sampled_from(["", "", "R1"])),
        scope=draw(st.sampled_from([None, {"entrants": len(drawn)}, {"entrants": 50}])),
        part=draw(st.sampled_from([None, None, None, {"number": 1, "of": 2}, {"number": 2, "of": 2}])),
        submission=draw(st.sampled_from(["", "self-reported", "third-party"])),
        dimensions=draw(st.sampled_from([[], ["accuracy"]])),
        leaderboard={"name": draw(st.sampled_from(["Board", "Board", "Other Board"]))},
    )


@st.composite
def _history(draw: st.DrawFn) -> list[Statement]:
    """Return states of a table that is edited in place, and claims about it."""
    names = ["A", "B", "C", "D", "E"]
    values = {name: f"{80 - 5 * at}.{at}" for at, name in enumerate(names)}
    states = []
    for month in range(1, draw(st.integers(2, 4)) + 1):
        if draw(st.booleans()):
            values[draw(st.sampled_from(names))] = draw(st.sampled_from(["99.5", "70.25", "10"]))
        if len(values) > 1 and draw(st.booleans()):
            del values[draw(st.sampled_from(sorted(values)))]
        ordered = sorted(values, key=lambda name: -float(values[name]))
        release = draw(st.sampled_from(["", "R1"]))
        lines = [line(name, values[name], settings={"shots": 5}) for name in ordered]
        board = {"name": draw(st.sampled_from(["Board", "Board", "Other Board"]))}
        states.append(
            table(*lines, day=f"2026-0{month}-01", release=release, leaderboard=board, dimensions=["accuracy"])
        )
    said = st.builds(
        claim,
        model=st.sampled_from(names),
        leaderboard=st.just("Board"),
        rank=st.sampled_from([1, 1, 2]),
        made=st.sampled_from(["", "2026-01-15", "2026-03-01"]),
        claimant=_NAMES,
    )
    return [*states, *draw(st.lists(said, max_size=3))]


@st.composite
def _related(draw: st.DrawFn) -> Statement:
    """Return a statement of few boards, models, publishers and days, so that one is about another."""
    statement = draw(
        st.one_of(
            strategies.evaluations(),
            strategies.evaluations(),
            strategies.claims(),
            strategies.flags(),
            strategies.responses(),
            strategies.amendments(),
            strategies.seals(),
            strategies.reveals(),
        )
    )
    speaker = {"publisher": draw(st.sampled_from(["a.example", "b.example"])), "publishers": ()}
    match statement:
        case Evaluation():
            placements = tuple(
                replace(one, model=Model(name=draw(_NAMES)), rank=draw(st.sampled_from([None, 1, 1, 2])))
                for one in statement.placements
            )
            datasets = tuple(replace(one, seal=draw(_IDS | st.just(""))) for one in statement.datasets)
            board = replace(statement.leaderboard, name="Board", release=draw(st.sampled_from(["", "R1"])))
            return replace(
                statement,
                leaderboard=board,
                placements=placements,
                datasets=datasets,
                published=draw(_DAYS),
                replicates=draw(_IDS | st.just("")),
                **speaker,
            )
        case Claim():
            said = {
                "leaderboard": "Board",
                "model": draw(_NAMES | st.just("")),
                "rank": draw(st.sampled_from([1, 2, None])),
            }
            return replace(statement, made=draw(_DAYS), **said, **speaker)
        case Flag():
            reason = draw(st.sampled_from(["other", *(rule.id for rule in rules.ALL)]))
            return replace(statement, entry=draw(_IDS), reason=reason, **speaker)
        case Response():
            return replace(statement, flag=draw(_IDS), **speaker)
        case Amendment():
            by = draw(_IDS) if statement.action == "supersede" else ""
            return replace(statement, target=draw(_IDS), by=by, **speaker)
        case Reveal():
            return replace(statement, seal=draw(_IDS), **speaker)
    changed: Statement = replace(statement, **speaker)
    return changed


logs = (
    st.lists(_related(), min_size=1, max_size=6) | st.lists(_tables() | _related(), min_size=2, max_size=8) | _history()
)


def said(log: Log) -> list[Findings]:
    return [rules.run(one.statement, log.context(one.index, has_quorum=True)) for one in log.logged]


@_MANY
@given(recorded=logs)
def test_no_record_makes_a_rule_stumble_and_all_that_is_found_says_what_it_saw(recorded: list[Statement]) -> None:
    for findings in said(Log(*recorded)):
        for hit in findings.found:
            assert hit.seen
            assert hit.message
            assert hit.message_zh
        assert all(missing.field for missing in findings.not_checkable)


@_MANY
@given(recorded=logs)
def test_asked_twice_every_rule_says_the_same(recorded: list[Statement]) -> None:
    assert said(Log(*recorded)) == said(Log(*recorded))


UNRELATED = [
    table(line("Another", "80.12"), line("One More", "70"), leaderboard={"name": "Elsewhere"}, publisher="c.example"),
    table(line("One More", "90.55"), leaderboard={"name": "Elsewhere"}, publisher="c.example", day="2026-05-01"),
]


@_MANY
@given(recorded=logs)
def test_entries_of_another_board_by_others_change_nothing(recorded: list[Statement]) -> None:
    longer = Log(*recorded, *UNRELATED)
    for at in range(len(recorded), len(longer.logged)):
        # An id that nothing names.
        longer.logged[at] = replace(longer.logged[at], id=sid(100 + at))
    assert said(longer)[: len(recorded)] == said(Log(*recorded))
