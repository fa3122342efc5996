"""`verify` of a sentence, as a process: how it was read, what it comes to, and how it ends."""

from __future__ import annotations

import pytest

from tests.registry.cli.conftest import User


def test_a_sentence_is_first_told_as_it_was_read_and_then_judged(made: User) -> None:
    said = made.run("verify", "Model A ranks first on Example Board")
    assert said.code == 0
    lines = said.out.splitlines()
    assert [line.split(maxsplit=2)[:2] for line in lines[:3]] == [
        ["read", "model"],
        ["read", "leaderboard"],
        ["read", "rank"],
    ]
    assert lines[2].split() == ["read", "rank", "1", "from", "“first”"]
    assert lines[3] == "----  sentence   not an entry: nobody signed it"
    assert "ok    signature  ranking 1: signed by evals.example.org" in lines
    assert any(line.startswith("ok    claim      rank 1") for line in lines)
    assert lines[-1].startswith("verdict: flagged: unsourced 存疑")
    assert made.run("verify", "Model A ranks first on Example Board", "--strict").code == 1


@pytest.mark.parametrize(
    ("words", "code", "verdict"),
    [
        (("模型乙在Example Board排名第二",), 0, "flagged"),
        (("模型乙在Example Board排名第一",), 1, "contradicted"),
        (("模型乙登顶",), 3, "unsupported"),
        (("模型乙登顶", "--leaderboard", "Example Board"), 1, "contradicted"),
        (("Model A ranks first on Some Other Board",), 3, "unsupported"),
        (("Model A tops Example Board among models under 10B",), 4, "unchecked"),
    ],
)
def test_a_sentence_ends_as_its_verdict_says(made: User, words: tuple[str, ...], code: int, verdict: str) -> None:
    said = made.run("verify", *words, "--json")
    assert (said.code, said.json["verdict"]) == (code, verdict)


def test_a_sentence_is_not_flagged_for_what_only_whoever_records_it_must_give(user: User) -> None:
    asked = user.run("verify", "Model A ranks first on Example Board", "--json")
    assert user.run("claim", "Model A ranks first on Example Board").code == 0
    recorded = user.run("verify", "2", "--json")
    fields = [{(one["rule"], *one["fields"]) for one in answer.json["findings"]} for answer in (asked, recorded)]  # type: ignore[attr-defined]
    missing = fields[1] - fields[0]
    assert {one[0] for one in missing} == {"no-source", "unpinned-source"}
    assert ("no-source", "source.url", "source.sha256") in missing
    # What is wrong with the ranking itself still is.
    assert any(one[0] == "no-source" for one in fields[0])


def test_a_claim_with_nothing_to_rest_on_is_checked_against_the_log_alone(made: User) -> None:
    said = made.run("verify", "模型乙登顶")
    assert [line.split()[:2] for line in said.out.splitlines() if line[:4] in ("ok  ", "----", "FAIL")] == [
        ["----", "sentence"],
        ["ok", "origin"],
        ["ok", "witnesses"],
        ["ok", "findings"],
        ["FAIL", "claim"],
    ]


def test_json_has_the_shape_of_every_verify_with_how_it_was_read(made: User) -> None:
    said = made.run("verify", "Model A once ranked first on Example Board", "--json").json
    assert said["version"] == 1
    assert said["claim"] == {
        "model": "Model A",
        "leaderboard": "Example Board",
        "release": None,
        "rank": 1,
        "scope": None,
    }
    assert said["understood"] == [
        {"field": "model", "value": "Model A", "words": "Model A"},
        {"field": "leaderboard", "value": "Example Board", "words": "Example Board"},
        {"field": "rank", "value": "1", "words": "first"},
    ]
    assert said["unread"] == ["once"]
    assert "claims" not in said


def test_of_two_claims_in_one_sentence_the_worse_one_decides(made: User) -> None:
    sentence = "Model A tops Example Board and Some Other Board"
    said = made.run("verify", sentence)
    assert said.code == 3
    assert [line for line in said.out.splitlines() if line.startswith("claim ")] == ["claim 1 of 2", "claim 2 of 2"]
    told = made.run("verify", sentence, "--json").json
    claims = told["claims"]
    assert isinstance(claims, list)
    assert [one["verdict"] for one in claims] == ["flagged", "unsupported"]
    assert told["verdict"] == "unsupported"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Model A和模型乙在Example Board排名第一",), "more than one model could be meant"),
        (("Model A is not first on Example Board",), "a denial"),
        (("what a day",), "no claim to a rank, a score or a win was recognised"),
        (("1", "--model", "Model A"), "go with a sentence"),
        (("Model A tops Example Board", "--as-of", "2026-02-30"), "as_of: found"),
        (("x" * 5_000 + " y",), "at most 2,000"),
    ],
)
def test_a_question_that_cannot_be_read_ends_with_two_and_one_line(
    made: User, words: tuple[str, ...], said: str
) -> None:
    answer = made.run("verify", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err.splitlines()[0]


@pytest.mark.parametrize("what", ["", "a" * 100_000])
def test_what_is_nothing_that_can_be_verified_is_told_in_one_short_line(made: User, what: str) -> None:
    said = made.run("verify", what)
    assert said.code == 2
    assert len(said.err) < 200


def test_a_file_of_a_name_with_spaces_is_still_a_file(user: User) -> None:
    (user.folder / "a ranking that is first").write_text("x", encoding="utf-8")
    assert "not a proof bundle" in user.run("verify", "a ranking that is first").err


def test_a_users_own_names_are_found_in_sentences(user: User) -> None:
    (user.folder / "home" / "names.toml").write_text(
        '[[leaderboard]]\nname = "Example Board"\naliases = ["示例榜"]\n', "utf-8"
    )
    said = user.run("verify", "Model A在示例榜排名第一", "--json")
    assert (said.code, said.json["verdict"]) == (0, "flagged")
    (user.folder / "home" / "names.toml").write_text('[[model]]\nname = "A"\naliases = ["ERNIE Bot"]\n', "utf-8")
    broken = user.run("verify", "1")
    assert broken.code == 2
    assert 'model 1: "ERNIE Bot" is already a name of "文心一言"' in broken.err


# claim


def statement(user: User, index: object) -> dict[str, object]:
    found = user.run("show", str(index), "--json").json["statement"]
    assert isinstance(found, dict)
    return found


def test_claim_records_what_its_words_say_one_entry_a_leaderboard(user: User) -> None:
    words = "Model A登顶Example Board和Some Other Board两大榜单"
    said = user.run("claim", words, "--on", "2026-11-20", "--json")
    assert said.code == 0, said.err
    entries = said.json["entries"]
    assert isinstance(entries, list)
    recorded = [statement(user, one["index"]) for one in entries]
    assert [(one["text"], one["model"], one["leaderboard"], one["rank"], one["made"]) for one in recorded] == [
        (words, "Model A", board, 1, "2026-11-20") for board in ("Example Board", "Some Other Board")
    ]
    assert "read  rank        1" in said.err


def test_claim_keeps_words_that_say_nothing_and_takes_what_the_options_say(user: User) -> None:
    said = user.run("claim", "什么都没说", "--as-of", "2026-11-20", "--json")
    assert said.code == 0, said.err
    assert "Nothing was read from the words" in said.err
    assert statement(user, 2) == {
        "type": "jinbang/claim/v1",
        "publisher": "evals.example.org",
        "text": "什么都没说",
        "as_of": "2026-11-20",
    }


def test_claim_asks_when_two_could_be_meant_and_an_option_decides(user: User) -> None:
    words = "Model A和模型乙在Example Board排名第一"
    asked = user.run("claim", words)
    assert (asked.code, asked.out) == (2, "")
    assert "--model says which one is meant" in asked.err
    assert user.run("claim", words, "--model", "模型乙").code == 0
    assert statement(user, 2)["model"] == "模型乙"
    assert user.run("verify", "2").code == 1
