"""What people say about entries, from the command line: flags and answers, corrections, claims, and standing by one's own."""

from __future__ import annotations

import hashlib
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.registry.cli.conftest import RANKING, User

BOTH = ("evals.example.org", "critic.example.net")


def enrolled(user: User, name: str = BOTH[1]) -> User:
    """Let a second publisher enrol."""
    assert user.run("key", "new", name).code == 0
    assert user.run("enrol", name, "--class", "individual", "--display", "A critic").code == 0
    return user


@pytest.fixture
def two(user: User) -> User:
    """A ledger of three entries: the ranking is entry 1, and there is a second publisher."""
    return enrolled(user)


def shown(user: User, entry: object) -> Any:
    return user.run("show", str(entry), "--json").json


def said(user: User, *words: str) -> int:
    """Run a command that appends, and return the index of its last entry."""
    answer = user.run(*words, "--json")
    assert answer.code == 0, answer.err
    entries: Any = answer.json["entries"]
    return int(entries[-1]["index"])


# Examples


def example(user: User, command: str) -> tuple[str, ...]:
    """Return the words of the example in a command's help."""
    line = re.search(r"Example: jinbang (.*?)\n\n", user.run(command, "--help").out, re.DOTALL)
    assert line is not None
    return tuple(shlex.split(" ".join(line[1].split())))


def test_the_examples_in_the_help_run_one_after_another(user: User) -> None:
    user.write("corrected.json", {**RANKING, "published": "2026-11-20"})
    assert [said(user, *example(user, command)) for command in ("flag", "respond", "claim", "supersede")] == [
        2,
        3,
        4,
        6,
    ]
    assert said(user, "key", "revoke", BOTH[0], "--last-good", "3") == 7
    assert [said(user, *example(user, command)) for command in ("reaffirm", "retract")] == [9, 10]
    ends = {index: shown(user, index)["ended"] for index in (1, 4, 5)}
    assert ends == {1: {"how": "retracted", "by": 10, "successor": None}, 4: None, 5: None}


# Flags and answers


def test_a_flag_is_shown_answered_and_withdrawn(two: User) -> None:
    (two.folder / "page.html").write_text("nothing here")
    words = ("flag", "1", "opaque-weights", "--because", "Which weights?", "--as", BOTH[1], "--model", "模型乙")
    flag = said(two, *words, "--evidence", "page.html", "--evidence", "https://example.net/copy")
    statement = shown(two, flag)["statement"]
    sha256 = hashlib.sha256(b"nothing here").hexdigest()
    assert statement["evidence"] == [{"sha256": sha256}, {"url": "https://example.net/copy"}]

    answer = said(two, "respond", "1", "--because", "There is one criterion.")
    told = shown(two, 1)["flags"]
    assert told == [
        {
            "index": flag,
            "on": 1,
            "placement": "模型乙",
            "reason": "opaque-weights",
            "because": "Which weights?",
            "by": BOTH[1],
            "open": True,
            "state": "open",
            "closed_by": None,
            "responses": [{"index": answer, "by": BOTH[0], "because": "There is one criterion."}],
        }
    ]
    assert f"flag {flag} open: opaque-weights on 模型乙, by {BOTH[1]}: Which weights?" in two.run("verify", "1").out

    withdrawn = said(two, "retract", str(flag), "--because", "I see.")
    (told,) = shown(two, 1)["flags"]
    assert (told["open"], told["state"], told["closed_by"]) == (False, "withdrawn", withdrawn)
    text = two.run("show", "1").out
    assert f"flag {flag} withdrawn by entry {withdrawn}" in text
    assert f"response {answer}, by {BOTH[0]}: There is one criterion." in text
    assert two.run("audit").code == 0


def test_a_citation_with_a_placement_flags_that_line(two: User) -> None:
    cited = two.run("cite", "1", "--model", "Model A").out.strip()
    flag = said(two, "flag", cited, "other", "--because", "x", "--as", BOTH[1])
    assert shown(two, flag)["statement"]["placement"] == "Model A"
    assert two.run("flag", "1", "other", "--because", "x", "--model", "Model Z", "--as", BOTH[1]).code == 3


def test_what_would_have_no_effect_is_refused_before_it_is_signed(two: User) -> None:
    flag = said(two, "flag", "1", "other", "--because", "x", "--as", BOTH[1])
    two.write("other.json", {**RANKING, "publisher": BOTH[1]})
    for words, line in (
        (
            ("retract", "1", "--because", "x", "--as", BOTH[1]),
            "by critic.example.net, but entry 1 is by evals.example.org",
        ),
        (("retract", str(flag), "--because", "x", "--as", BOTH[0]), "by evals.example.org, but entry"),
        (("supersede", "1", "other.json"), "other.json: is by critic.example.net, but entry 1 is by evals.example.org"),
        (("supersede", "1", "ranking.json"), "there is nothing to correct"),
        (("respond", str(flag), "--because", "x", "--as", BOTH[1]), "is by critic.example.net, but entry 1"),
        (("respond", "0", "--because", "x"), "no flag on it is open"),
        (("flag", str(flag), "other", "--because", "x", "--as", BOTH[0]), "type flag cannot be flagged"),
        (("retract", "0", "--because", "x"), "type publisher cannot be retracted"),
        (("reaffirm", "1"), "entry 1: is not in dispute"),
        (("flag", "1", "no-sauce", "--because", "x"), 'expected "no-source"'),
        (("flag", "1", "other", "--because", "x"), "choose who signs with --as NAME"),
        (("flag", "1", "other", "--because", "", "--as", BOTH[1]), "because: found nothing"),
        (("flag", "1", "other", "--because", "x", "--evidence", "absent.html", "--as", BOTH[1]), "absent.html"),
        (("claim",), "needs the words used"),
        (("claim", "x", "--on", "tomorrow", "--as", BOTH[1]), "made: found"),
    ):
        answer = two.run(*words)
        assert answer.code in (2, 3, 4), words
        assert line in answer.err, words
        assert answer.err.count("jinbang:") == 1
    assert two.run("status", "--json").json["size"] == 4


def test_a_dry_run_and_a_folder_leave_the_ledger_as_it_is(two: User) -> None:
    words = ("flag", "1", "other", "--because", "x", "--as", BOTH[1])
    assert '"because": "x"' in two.run(*words, "--dry-run").out
    written = two.run(*words, "-o", "outbox", "--json")
    assert written.code == 0
    assert two.run("status", "--json").json["size"] == 3
    entries: Any = written.json["entries"]
    assert said(two, "append", entries[0]["file"]) == 3
    assert shown(two, 1)["flags"][0]["by"] == BOTH[1]


def test_a_dry_run_asks_for_no_passphrase_but_for_a_key_that_may_sign(user: User) -> None:
    (user.folder / "secret").write_text("correct horse\n")
    secret = str(user.folder / "secret")
    assert user.run("key", "new", "safe.example.org", JINBANG_PASSPHRASE_FILE=secret).code == 0
    assert user.run("enrol", "safe.example.org", "--class", "vendor", JINBANG_PASSPHRASE_FILE=secret).code == 0
    words = ("flag", "1", "other", "--because", "x", "--dry-run")

    looked = user.run(*words, "--as", "safe.example.org")
    nobody = user.run(*words, "--as", "nobody.example.org")

    assert (looked.code, "would be signed by safe.example.org" in looked.out) == (0, True)
    assert (nobody.code, nobody.out) == (4, "") and "key of nobody.example.org: not on this machine" in nobody.err


# Retracting and replacing


def test_a_retracted_entry_is_disputed_and_stays(user: User) -> None:
    amendment = said(user, "retract", "1", "--because", "Two columns were exchanged.")
    answer = user.run("verify", "1")
    assert answer.code == 1
    assert f"verdict: disputed 争议 - retracted by entry {amendment}" in answer.out
    told = shown(user, 1)
    assert told["ended"] == {"how": "retracted", "by": amendment, "successor": None}
    assert [(one["index"], one["type"], one["void"]) for one in told["referenced_by"]] == [
        (amendment, "jinbang/amendment/v1", None)
    ]
    assert told["statement"]["leaderboard"]["name"] == "Example Board"


def test_a_superseded_entry_names_the_newer_one(user: User) -> None:
    user.write("corrected.json", {**RANKING, "published": "2026-11-20"})
    answer = user.run("supersede", "1", "corrected.json", "--because", "The date was missing.", "--json")
    assert answer.code == 0, answer.err
    assert [one["index"] for one in answer.json["entries"]] == [2, 3]  # type: ignore[attr-defined]
    assert "superseded by entry 2, as entry 3 says" in user.run("verify", "1").out
    assert shown(user, 1)["ended"] == {"how": "superseded", "by": 3, "successor": 2}
    assert "it replaces entry 1" in user.run("verify", "2").out
    assert user.run("verify", "2").code == 0


def test_a_correction_cures_a_flag_and_says_so(two: User) -> None:
    flag = said(two, "flag", "1", "no-source", "--because", "No page.", "--as", BOTH[1])
    sourced = {**RANKING, "published": "2026-11-20", "evidence": [{"title": "page", "url": "https://example.org/"}]}
    two.write("corrected.json", sourced)
    assert two.run("supersede", "1", "corrected.json").code == 0
    (told,) = shown(two, 1)["flags"]
    assert (told["index"], told["state"], told["closed_by"]) == (flag, "cured", 4)


def test_a_stranger_ends_nothing_and_what_they_said_is_shown_as_void(two: User) -> None:
    statement_id = str(shown(two, 1)["id"])
    amendment = {"type": "jinbang/amendment/v1", "publisher": BOTH[1], "action": "retract", "target": statement_id}
    index = said(two, "append", two.write("stranger.json", amendment))
    assert two.run("verify", "1").code == 0
    why = f"is by {BOTH[1]}, but entry 1 is by {BOTH[0]}"
    assert [one["void"] for one in shown(two, 1)["referenced_by"]] == [why]
    assert shown(two, index)["void"] == why
    assert f"no effect {why}" in two.run("show", str(index)).out


def test_a_publisher_stands_by_what_a_stolen_key_signed(user: User) -> None:
    assert user.run("key", "revoke", BOTH[0], "--last-good", "0").code == 0
    assert shown(user, 1)["verdict"] == "disputed"
    assert user.run("reaffirm", "1", "--because", "Compared with our copies.").code == 0
    assert shown(user, 1)["verdict"] == "flagged"
    assert "re-affirmed by its publisher" in user.run("verify", "1").out


# Claims


def test_a_claim_is_recorded_with_its_words_and_judged(user: User) -> None:
    words = ("claim", "A是第一", "--model", "Model A", "--leaderboard", "Example Board", "--rank", "1")
    more = ("--on", "2026-11-20", "--source", "https://example.net/", "--claimant", "a newspaper", "--beats", "模型乙")
    index = said(user, *words, *more, "--shots", "5", "--scope", "", "--value", "")
    assert shown(user, index)["statement"] == {
        "type": "jinbang/claim/v1",
        "publisher": BOTH[0],
        "claimant": "a newspaper",
        "made": "2026-11-20",
        "text": "A是第一",
        "source": {"url": "https://example.net/"},
        "model": "Model A",
        "leaderboard": "Example Board",
        "rank": 1,
        "settings": {"shots": 5},
        "beats": ["模型乙"],
    }
    assert shown(user, index)["verdict"] == "unsupported"


def test_a_claim_without_its_words_is_restated_and_says_so(user: User) -> None:
    index = said(user, "claim", "--model", "Model A", "--leaderboard", "Example Board", "--rank", "2")
    statement = shown(user, index)["statement"]
    assert statement["text"] == "Model A: rank 2 on Example Board"
    assert "restated" in statement["extra"]["text"]
    answer = user.run("verify", str(index))
    assert answer.code == 1
    assert "rank 1, not 2, in Example Board 2026-11" in answer.out


def test_ties_of_a_publisher_are_recorded_at_its_enrolment(user: User) -> None:
    assert user.run("key", "new", "lab.example").code == 0
    enrol = ("enrol", "lab.example", "--class", "vendor")
    assert user.run(*enrol, "--tie", "Example AI").code == 2
    assert user.run(*enrol, "--tie", "Example AI:friend").code == 2
    index = said(user, *enrol, "--tie", "Example AI: investor", "--tie", "模型:owner")
    assert shown(user, index)["statement"]["ties"] == [
        {"to": "Example AI", "nature": "investor"},
        {"to": "模型", "nature": "owner"},
    ]


# Tables in parts


def table(count: int, **fields: Any) -> dict[str, Any]:
    lines = [{"rank": at, "model": {"name": f"Model {at:05}"}, "scores": []} for at in range(1, count + 1)]
    return {**RANKING, "leaderboard": {"name": "Large Board"}, "placements": lines, **fields}


def test_a_table_that_one_entry_cannot_hold_goes_in_as_parts(user: User) -> None:
    user.write("large.json", table(1500))
    answer = user.run("append", "large.json", "--json")
    assert answer.code == 0, answer.err
    indexes = [one["index"] for one in answer.json["entries"]]  # type: ignore[attr-defined]
    assert len(indexes) > 1
    assert user.run("audit").code == 0
    parts = [{"number": number, "index": index} for number, index in enumerate(indexes, 1)]
    for index in indexes:
        assert shown(user, index)["parts"] == parts
    assert "parts     1 is entry 2, 2 is entry 3" in user.run("show", "2").out

    claim = said(user, "claim", "--model", "Model 01500", "--leaderboard", "Large Board", "--rank", "1500")
    assert shown(user, claim)["verdict"] == "flagged"
    absent = said(user, "claim", "--model", "Model 09999", "--leaderboard", "Large Board", "--rank", "1")
    assert shown(user, absent)["verdict"] == "unsupported"


def test_a_table_in_parts_is_corrected_and_retracted_as_one(user: User) -> None:
    user.write("large.json", table(1500))
    assert user.run("append", "large.json").code == 0
    parts = [one["index"] for one in shown(user, 2)["parts"]]
    corrected = table(1500)
    corrected["placements"][-1]["model"]["name"] = "Model ZZZZZ"
    user.write("corrected.json", corrected)
    answer = user.run("supersede", "2", "corrected.json", "--json")
    assert answer.code == 0, answer.err
    new = [one["index"] for one in answer.json["entries"]]  # type: ignore[attr-defined]
    # Only the last part differs.
    assert len(new) == 2
    assert shown(user, parts[-1])["ended"] == {"how": "superseded", "by": new[1], "successor": new[0]}
    assert [one["index"] for one in shown(user, 2)["parts"]] == [*parts[:-1], new[0]]

    assert user.run("retract", "2", "--because", "All of it was wrong.").code == 0
    for index in (*parts[:-1], new[0]):
        assert shown(user, index)["ended"]["how"] == "retracted"


def test_a_line_that_no_entry_holds_is_refused_by_name(user: User) -> None:
    wide = table(3)
    wide["placements"][1]["raw"] = [{"sha256": "0f" * 32} for _ in range(900)]
    answer = user.run("append", user.write("wide.json", wide))
    assert answer.code == 2
    assert "wide.json: placements[1]: found" in answer.err
    assert "to fit an entry" in answer.err
    heavy = table(
        2, methodology={"summary": "x" * 8000}, evidence=[{"title": "t" * 200, "url": "a:" + "b" * 1900}] * 30
    )
    answer = user.run("append", user.write("heavy.json", heavy))
    assert answer.code == 2
    assert "beside a head of" in answer.err
    assert user.run("status", "--json").json["size"] == 2


# Several publishers together


def test_two_publishers_on_two_machines_sign_one_evaluation(user: User, tmp_path: Path) -> None:
    """Each machine has its own keys; only signed files travel."""
    other = User(tmp_path / "another machine")
    other.folder.mkdir()
    assert other.run("key", "new", BOTH[1]).code == 0
    enrolment = other.run("enrol", BOTH[1], "--class", "vendor", "-o", "outbox").out.strip()
    travelled = user.folder / "enrolment.note"
    travelled.write_bytes((other.folder / enrolment).read_bytes())
    assert said(user, "append", "enrolment.note") == 2

    joint = {key: value for key, value in RANKING.items() if key != "publisher"}
    user.write("joint.json", {**joint, "publishers": sorted(BOTH)})
    first = user.run("sign", "joint.json", "-o", "signed").out.strip()
    assert user.run("append", first).code == 1
    (other.folder / "half.note").write_bytes((user.folder / first).read_bytes())
    second = other.run("sign", "half.note", "-o", "signed").out.strip()
    (user.folder / "whole.note").write_bytes((other.folder / second).read_bytes())
    index = said(user, "append", "whole.note")

    assert shown(user, index)["signers"] == sorted(BOTH)
    assert f"signers   {', '.join(sorted(BOTH))}" in user.run("show", str(index)).out
    assert f"signed by {', '.join(sorted(BOTH))}" in user.run("verify", str(index)).out
    assert f"by {', '.join(sorted(BOTH))}" in user.run("log", "-n", "1").out
    assert user.run("audit").code == 0

    retraction = said(user, "retract", str(index), "--because", "We no longer stand by it.")
    assert shown(user, index)["ended"] == {"how": "retracted", "by": retraction, "successor": None}
