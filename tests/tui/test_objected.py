"""What people said of a ranking stands beside it and in its entry: who objects, who answered, and what ended it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.text import plain
from tests.tui.conftest import Screen, drive
from tests.tui.objected import ELSEWHERE, FLAGGED, RETRACTED, THEIRS, objected
from tests.tui.test_screens import HOSTILE
from tui.session import Session
from tui.words import Language

FLAG, ANSWER, MISTAKEN, WITHDRAWAL, RETRACTION = range(37, 42)


async def why(screen: Screen) -> str:
    return screen.text("#why")


async def entry(screen: Screen) -> str:
    await screen.press("enter")
    return screen.text("#entry")


def test_flags_and_answers_stand_beside_the_list(ledger: Path, tmp_path: Path) -> None:
    one = objected(ledger, tmp_path)

    shown = drive(Session(one.path), why, text=f"index:{FLAGGED} model:MindGPT")

    assert "flags by people 2, of which 1 open\n" in shown
    assert shown.partition(f"flag {FLAG} open\n")[2].splitlines()[:4] == [
        "logged 2026-11-26, as the commit states",
        f"no-source, by {ELSEWHERE.name}",
        "The page shows other numbers; 页面上的数字与此不同。",
        f'answered entry {ANSWER} by {THEIRS.name}: "It was changed after we read it."',
    ]
    assert shown.partition(f"flag {MISTAKEN} withdrawn by entry {WITHDRAWAL}\n")[2].splitlines()[:4] == [
        "logged 2026-11-26, as the commit states",
        f"other, by {ELSEWHERE.name}, on MindGPT alone",
        "Second one.",
        "not answered",
    ]


def test_a_flag_on_one_line_does_not_stand_beside_another(ledger: Path, tmp_path: Path) -> None:
    one = objected(ledger, tmp_path)

    shown = drive(Session(one.path), why, text=f"index:{FLAGGED} model:GPT4")

    assert "flags by people 1, of which 1 open\n" in shown
    assert f"flag {MISTAKEN}" not in shown


def test_it_is_said_in_chinese(ledger: Path, tmp_path: Path) -> None:
    one = objected(ledger, tmp_path)

    shown = drive(Session(one.path), why, text=f"index:{FLAGGED} model:MindGPT", language=Language.ZH)

    assert "他人异议 2 条，其中 1 条未决\n" in shown
    assert f"异议 {FLAG} 未决\n入账 2026-11-26，据提交所述\nno-source，{ELSEWHERE.name}\n" in shown
    assert f'已回应 条目 {ANSWER}，{THEIRS.name}："It was' in shown
    assert f"异议 {MISTAKEN} 已收回（条目 {WITHDRAWAL}）\n" in shown and "\n未回应\n" in shown


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.EN, f"disputed\nretracted by entry {RETRACTION}\nentry {RETRACTION} by {THEIRS.name}: retract"),
        (Language.ZH, f"争议\n已被条目 {RETRACTION} 撤回\n条目 {RETRACTION}，{THEIRS.name}：retract"),
    ],
)
def test_what_ended_a_ranking_stands_under_its_verdict(
    language: Language, said: str, ledger: Path, tmp_path: Path
) -> None:
    one = objected(ledger, tmp_path)

    shown = drive(Session(one.path), why, text=f"index:{RETRACTED}", language=language)

    assert said in shown and '"Two test sets were mixed."' in shown


def test_what_replaced_a_ranking_is_named(ledger: Path, tmp_path: Path) -> None:
    one = objected(ledger, tmp_path)
    newer = one.id_of(FLAGGED)
    by = one.add("amendment", THEIRS, action="supersede", target=one.id_of(8), by=newer, because="Wrong shots.")

    shown = drive(Session(one.path), why, text="index:8")

    assert f"superseded by entry {FLAGGED}, as entry {by} says\n" in shown and '"Wrong shots."' in shown


def test_only_its_publisher_stands_by_a_ranking(ledger: Path, tmp_path: Path) -> None:
    one = objected(ledger, tmp_path)
    again = {"action": "reaffirm", "target": one.id_of(FLAGGED)}
    by = one.add("amendment", THEIRS, **again, because="Read twice.")
    one.add("amendment", ELSEWHERE, **again, because="I think so too.")

    shown = drive(Session(one.path), why, text=f"index:{FLAGGED}")

    assert f"re-affirmed by its publisher\nentry {by} by {THEIRS.name}: reaffirm" in shown
    assert '"Read twice."' in shown and "I think so too" not in shown


def test_a_stranger_answers_no_flag(ledger: Path, tmp_path: Path) -> None:
    one = objected(ledger, tmp_path)
    flag = one.flag(8, "No page.")
    one.add("response", ELSEWHERE, flag=one.id_of(flag), because="I know better.")

    shown = drive(Session(one.path), why, text="index:8")

    assert f"flag {flag} open\n" in shown and "not answered" in shown and "I know better" not in shown


def test_n_goes_to_the_flags_too(ledger: Path, tmp_path: Path) -> None:
    async def steps(screen: Screen) -> float:
        await screen.press("w", *"n" * 30)
        return screen.app.screen.query_one("#why").scroll_y

    one = objected(ledger, tmp_path)
    text = f"index:{FLAGGED} model:MindGPT"

    assert drive(Session(one.path), steps, text=text) > drive(Session(ledger), steps, text=text)


def test_an_entry_shows_its_flags_in_full_once_and_who_names_it(ledger: Path, tmp_path: Path) -> None:
    one = objected(ledger, tmp_path)
    long = "No page shows it. " * 20 + "The end."
    last = one.flag(FLAGGED, long)

    shown = drive(Session(one.path), entry, text=f"index:{FLAGGED} model:MindGPT", size=(160, 50))
    beside = drive(Session(one.path), why, text=f"index:{FLAGGED} model:MindGPT")

    assert "\nlogged 2026-11-24, as the commit states\n\nverdict" in shown
    assert f"flag {last} open\nlogged 2026-11-26, as the commit states\n" in shown
    assert shown.count(f"flag {last} open\n") == 1 and "The end." in shown and "The end." not in beside
    named = shown.partition("What others say of it\n")[2].partition("\n\n")[0].splitlines()
    assert [line.partition("  ")[0] for line in named] == [
        f"{FLAG} flag",
        f"{MISTAKEN} flag",
        f"no effect withdrawn by entry {WITHDRAWAL}",
        f"{last} flag",
    ]


def test_an_entry_says_what_has_no_effect_on_it(ledger: Path, tmp_path: Path) -> None:
    one = objected(ledger, tmp_path)
    one.add("amendment", ELSEWHERE, action="retract", target=one.id_of(FLAGGED))

    shown = drive(Session(one.path), entry, text=f"index:{FLAGGED}", language=Language.ZH)

    assert f"无效 由 {ELSEWHERE.name} 发布，而条目 {FLAGGED} 属于 {THEIRS.name}" in shown


def test_a_hostile_flag_is_text(ledger: Path, tmp_path: Path) -> None:
    one = objected(ledger, tmp_path)
    flag = one.flag(8, HOSTILE * 30)
    one.add("response", THEIRS, flag=one.id_of(flag), because=HOSTILE)

    async def steps(screen: Screen) -> list[str]:
        return [await why(screen), await entry(screen)]

    for shown in drive(Session(one.path), steps, text="index:8"):
        assert plain(HOSTILE) in shown and "\u202e" not in shown
