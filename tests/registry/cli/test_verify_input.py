"""`verify -`: what can be asked can be read from standard input, but for the name of a file."""

from __future__ import annotations

import pytest

from tests.registry.cli.conftest import User


def test_an_entry_a_citation_and_a_sentence_are_answered_as_if_they_were_given(made: User) -> None:
    statement_id = str(made.run("show", "1", "--json").json["id"])
    cited = made.run("cite", "1", "--model", "模型乙").out
    sentence = "Model A ranks first\non Example Board\n"
    for text in ("1", statement_id[:8] + "\n", cited, " " + cited + "\r\n", sentence, "模型乙在Example Board排名第一"):
        given = made.run("verify", text.strip(), "--json")
        read = made.run("verify", "-", "--json", given=text.encode())
        assert (read.code, read.out) == (given.code, given.out)


def test_options_go_with_a_sentence_that_is_read(made: User) -> None:
    said = made.run("verify", "-", "--leaderboard", "Example Board", given="模型乙登顶".encode())
    assert (said.code, said.out.splitlines()[-1].split()[1]) == (1, "contradicted")
    refused = made.run("verify", "-", "--leaderboard", "Example Board", given=b"1")
    assert (refused.code, "go with a sentence" in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("given", "code", "line"),
    [
        (b"", 3, "-: empty"),
        (b" \n\t\n", 3, "-: empty"),
        (b"ranking.json", 2, "not a citation, an index"),
        (b"-", 2, "not a citation, an index"),
        (b"99", 3, "entry 99: the ledger has 2 entries"),
        (b"\xff\xfe1", 2, "-: neither a proof bundle nor UTF-8, at byte 0"),
        (b"jinbang:nonsense", 2, "is not jinbang:ORIGIN/INDEX#PLACEMENT@ID"),
        (b"words that say nothing at all", 2, "no claim to a rank"),
        (b"\x1b[31mfirst \x00", 2, "no claim to a rank"),
        (b"a b " * 2000, 2, "at most 2,000"),
        (b"x" * (8 << 20) + b"x", 2, "-: more than"),
        (b"jinbang-proof/v9", 1, ""),
    ],
)
def test_what_cannot_be_asked_is_one_line_and_the_right_code(made: User, given: bytes, code: int, line: str) -> None:
    said = made.run("verify", "-", given=given)
    assert said.code == code, said.err
    assert line in said.err
    assert len(said.err.splitlines()) <= 2
    assert "\x1b" not in said.err
