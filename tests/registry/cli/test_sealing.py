"""`seal`, `reveal` and `verify` of what they record, by the command line: closed before, open after."""

from __future__ import annotations

import json
import shlex
import stat
from typing import Any

import pytest

from tests.registry.cli.conftest import RANKING, ROOT, User
from tests.registry.cli.test_saying import enrolled, example, said, shown
from tests.registry.sealing.redone import root_of

EXAM = '{"q": "1 + 1?", "a": "2"}\n{"q": "珠穆朗玛峰在哪儿？", "a": "中尼边境"}\n{"q": 3}\n'


@pytest.fixture
def closed(user: User) -> User:
    """A folder with an exam that nobody may see yet."""
    (user.folder / "exam.jsonl").write_text(EXAM, encoding="utf-8")
    return user


def sealed(user: User) -> int:
    return said(user, "seal", "exam.jsonl", "--name", "Exam")


def checks(user: User, *words: str) -> dict[str, str]:
    found: Any = user.run("verify", *words, "--json").json["checks"]
    return {one["name"]: one["state"] for one in found}


def test_the_examples_in_the_help_run_one_after_another(closed: User) -> None:
    assert [said(closed, *example(closed, command)) for command in ("seal", "reveal")] == [2, 3]
    assert shown(closed, 2)["statement"]["dataset"] == {"name": "Example exam", "items": 3}
    assert [one["index"] for one in shown(closed, 3)["statement"]["items"]] == [0, 1]


def test_the_commands_on_the_page_run_as_printed(closed: User) -> None:
    """The opening and the exam are at hand, as they are for whoever sealed them."""
    text = (ROOT / "docs" / "sealing.md").read_text(encoding="utf-8")
    block = text.partition("```sh\n")[2].partition("```")[0]
    commands = [line.partition("  #")[0] for line in block.splitlines()]
    assert len(commands) >= 5
    for command in commands:
        answer = closed.run(*shlex.split(command)[1:])
        assert answer.code == 0, (command, answer.err, answer.out)
        assert "FAIL" not in answer.out


def test_a_seal_records_the_root_that_anybody_can_work_out_from_its_opening(closed: User) -> None:
    words = ("--version", "2", "--language", "zh", "--domain", "geography", "--reveal-after", "2027-01-01")
    index = said(closed, "seal", "exam.jsonl", "--name", "Exam", "--items", "jsonl", *words, "--opening", "secret")
    statement = shown(closed, index)["statement"]
    opening = closed.folder / "secret"
    assert statement == {
        "type": "jinbang/seal/v1",
        "publisher": "evals.example.org",
        "dataset": {"name": "Exam", "version": "2", "items": 3, "languages": ["zh"], "domains": ["geography"]},
        "root": root_of(opening),
        "reveal_after": "2027-01-01",
    }
    first, *lines = map(json.loads, opening.read_text(encoding="utf-8").splitlines())
    assert first["seal"] == shown(closed, index)["id"]
    assert [line["item"] for line in lines] == EXAM.splitlines()
    assert len({line["salt"] for line in lines}) == 3


def test_an_opening_is_secret_and_never_overwritten(closed: User) -> None:
    sealed(closed)
    opening = closed.folder / "exam.opening.jsonl"
    assert stat.S_IMODE(opening.stat().st_mode) == 0o600
    before = opening.read_bytes()
    answer = closed.run("seal", "exam.jsonl", "--name", "Exam")
    assert answer.code == 2
    assert "exam.opening.jsonl: is there already, and an opening is never overwritten" in answer.err
    assert opening.read_bytes() == before
    (closed.folder / "link").symlink_to("nowhere")
    assert closed.run("seal", "exam.jsonl", "--name", "Exam", "--opening", "link").code == 2
    assert not (closed.folder / "nowhere").exists()
    assert closed.run("status", "--json").json["size"] == 3


def test_the_opening_is_there_before_the_seal_is_and_a_failure_says_so(closed: User) -> None:
    """The ledger refuses what a key signed that it does not know: by then the opening is written."""
    assert closed.run("key", "new", "stranger.example").code == 0
    answer = closed.run("seal", "exam.jsonl", "--name", "Exam", "--as", "stranger.example")
    assert answer.code == 1
    assert "the opening is in exam.opening.jsonl; remove it only if the seal was not recorded" in answer.err
    assert "Nothing was appended" in answer.err
    assert closed.run("status", "--json").json["size"] == 2
    assert root_of(closed.folder / "exam.opening.jsonl")


def test_who_may_not_append_leaves_no_opening_behind(closed: User) -> None:
    (closed.folder / "home/keys/example.org%2Frankings").unlink()
    answer = closed.run("seal", "exam.jsonl", "--name", "Exam")
    assert answer.code == 4
    assert not (closed.folder / "exam.opening.jsonl").exists()


def test_a_dry_run_writes_nothing_and_a_folder_gets_what_others_append(closed: User) -> None:
    assert '"name": "Exam"' in closed.run("seal", "exam.jsonl", "--name", "Exam", "--dry-run").out
    assert not (closed.folder / "exam.opening.jsonl").exists()
    written = closed.run("seal", "exam.jsonl", "--name", "Exam", "-o", "outbox", "--json")
    assert written.code == 0
    entries: Any = written.json["entries"]
    assert closed.run("reveal", "exam.opening.jsonl").code == 3
    assert said(closed, "append", entries[0]["file"]) == 2
    assert said(closed, "reveal", "exam.opening.jsonl") == 3


def test_a_dataset_that_is_revealed_whole_is_held_against_its_opening_and_its_items(closed: User) -> None:
    sealed(closed)
    index = said(closed, "reveal", "exam.opening.jsonl", "--url", "https://example.org/exam.opening.jsonl")
    alone = closed.run("verify", str(index))
    assert (alone.code, "----  opening    the file is not in the ledger" in alone.out) == (0, True)
    files = ("--evidence", "exam.opening.jsonl", "--dataset", "exam.jsonl")
    right = checks(closed, str(index), *files)
    assert [right[name] for name in ("evidence", "opening", "dataset")] == ["ok", "ok", "ok"]
    (closed.folder / "exam.jsonl").write_text(EXAM.replace("2", "3"), encoding="utf-8")
    wrong = closed.run("verify", str(index), *files)
    assert (wrong.code, "verdict: invalid" in wrong.out) == (1, True)
    assert "FAIL  dataset    exam.jsonl: other items than those that are opened: 0" in wrong.out


def test_a_file_over_other_items_than_were_sealed_is_told(closed: User) -> None:
    """The publisher exchanges the questions, and names a sound file over the new ones."""
    index = sealed(closed)
    (closed.folder / "exam.jsonl").write_text('{"easier": true}\n' * 3, encoding="utf-8")
    assert closed.run("seal", "exam.jsonl", "--name", "Exam", "--opening", "other").code == 0
    other = closed.folder / "other"
    other.write_bytes(other.read_bytes().replace(shown(closed, 3)["id"].encode(), shown(closed, index)["id"].encode()))
    assert closed.run("reveal", "other").code == 1
    sha256 = str(closed.run("digest", "other", "--json").json["sha256"])
    statement = {"type": "jinbang/reveal/v1", "publisher": "evals.example.org", "seal": shown(closed, index)["id"]}
    forged = said(closed, "append", closed.write("forged.json", {**statement, "opening": {"sha256": sha256}}))
    answer = closed.run("verify", str(forged), "--evidence", "other")
    assert (answer.code, "verdict: invalid" in answer.out) == (1, True)
    assert "FAIL  opening    opening: 3 items and root" in answer.out


def test_items_are_revealed_with_proofs_that_need_no_file(closed: User) -> None:
    index = sealed(closed)
    some = said(closed, "reveal", "exam.opening.jsonl", "--items", "0,2")
    statement = shown(closed, some)["statement"]
    assert [one["item"] for one in statement["items"]] == [EXAM.splitlines()[0], EXAM.splitlines()[2]]
    assert checks(closed, str(some), "--dataset", "exam.jsonl")["dataset"] == "ok"
    assert checks(closed, str(some))["opening"] == "ok"
    bundle = closed.folder / "bundle"
    bundle.write_text(closed.run("cite", str(some), "--format", "proof").out, encoding="utf-8")
    assert checks(closed, "bundle", "--policy", "policy")["opening"] == "skipped"
    assert closed.run("verify", "bundle", "--policy", "policy").code == 0

    statement["items"][0]["item"] = "{}"
    forged = said(closed, "append", closed.write("forged.json", statement))
    answer = closed.run("verify", str(forged))
    assert (answer.code, "items that do not lead to the root of the seal: 0" in answer.out) == (1, True)
    ranking = {**RANKING, "datasets": [{"name": "Exam", "access": "sealed", "seal": shown(closed, index)["id"]}]}
    flagged = said(closed, "append", closed.write("on-exam.json", ranking))
    told = shown(closed, flagged)
    assert "broken-seal" in [one["rule"] for one in told["findings"]]


def test_a_promise_that_was_not_kept_is_a_finding_on_the_seal(closed: User) -> None:
    index = said(closed, "seal", "exam.jsonl", "--name", "Exam", "--reveal-after", "2023-12-31")
    (overdue,) = shown(closed, index)["findings"]
    assert (overdue["rule"], overdue["severity"]) == ("broken-seal", "major")
    said(closed, "reveal", "exam.opening.jsonl")
    assert shown(closed, index)["findings"] == []


def test_an_evaluation_recorded_before_its_seal_is_a_finding(closed: User) -> None:
    """The seal's id is known once it is signed, before it is on record."""
    written: Any = closed.run("seal", "exam.jsonl", "--name", "Exam", "-o", "outbox", "--json").json["entries"]
    ranking = {**RANKING, "datasets": [{"name": "Exam", "access": "sealed", "seal": written[0]["id"]}]}
    early = said(closed, "append", closed.write("early.json", ranking))
    said(closed, "append", written[0]["file"])
    (found,) = [one for one in shown(closed, early)["findings"] if one["rule"] == "broken-seal"]
    assert found["severity"] == "critical"
    assert f"sealed by entry {early + 1}, after this evaluation was recorded" in found["message"]


def test_misuse_is_one_clear_line_and_the_right_code(closed: User) -> None:
    sealed(closed)
    enrolled(closed)
    folder, mine = closed.folder, ("--as", "evals.example.org")
    raw = (folder / "exam.opening.jsonl").read_bytes()
    (folder / "twice").write_bytes(raw.replace(b'"salt":', b'"index":0,"salt":', 1))
    first, *rest = raw.splitlines(keepends=True)
    (folder / "order").write_bytes(b"".join([first, *reversed(rest)]))
    (folder / "salts").write_bytes(raw.replace(rest[0][19:83], b"ab" * 32))
    (folder / "elsewhere").write_bytes(raw.replace(json.loads(first)["seal"].encode(), b"0" * 64))
    with (folder / "huge").open("wb") as file:
        file.truncate(3 << 30)
    (folder / "none.jsonl").write_text("\n\n")
    (folder / "pretty.jsonl").write_text('{\n"q": 1}\n')
    (folder / "large.jsonl").write_text(json.dumps("x" * 70_000) + "\n")
    assert closed.run("seal", "large.jsonl", "--name", "Large", *mine).code == 0
    for words, code, line in (
        (("reveal", "twice"), 2, "opening line 2: not in its one spelling"),
        (("reveal", "order"), 2, "opening line 2: index 2, needed 0"),
        (("reveal", "salts"), 1, "its items lead to root"),
        (("reveal", "elsewhere"), 3, "of seal 0000000000000000…, which is not in this ledger"),
        (("reveal", "huge"), 2, "opening: more than 1,073,741,824 bytes"),
        (("reveal", "exam.jsonl"), 2, "opening line 1:"),
        (("reveal", "absent"), 4, "No such file"),
        (("reveal", "home"), 2, "not a file"),
        (("reveal", "exam.opening.jsonl", "--as", "critic.example.net"), 2, "by critic.example.net, but entry 2 is by"),
        (("reveal", "exam.opening.jsonl", "--items", "3"), 2, "found 3, expected items from 0 to 2"),
        (("reveal", "exam.opening.jsonl", "--items", "2-1"), 2, "found 2-1, expected items from 0 to 2"),
        (("reveal", "exam.opening.jsonl", "--items", ""), 2, "expected items counted from 0, such as 1,5-9"),
        (("reveal", "exam.opening.jsonl", "--items", "0-999999999"), 2, "expected items from 0 to 2"),
        (("reveal", "exam.opening.jsonl", "--items", "1", "--url", "https://a.b/"), 2, "--url: goes with"),
        (("reveal", "large.opening.jsonl", "--items", "0"), 2, "reveal it whole, or fewer items at a time"),
        (("seal", "none.jsonl", "--name", "x", *mine), 3, "holds no item"),
        (("seal", "pretty.jsonl", "--name", "x", *mine), 2, "pretty.jsonl line 1: not JSON"),
        (("seal", "absent", "--name", "x", *mine), 4, "No such file"),
        (("seal", "exam.jsonl", "--name", "", "--opening", "o", *mine), 2, "dataset.name"),
        (("seal", "exam.jsonl", "--name", "x", "--opening", "o", "--reveal-after", "soon", *mine), 2, "reveal_after"),
        (("seal", "exam.jsonl", "--name", "x", "--items", "csv", *mine), 2, "jsonl"),
        (("digest", "pretty.jsonl", "--items", "jsonl"), 2, "pretty.jsonl line 1: not JSON"),
    ):
        answer = closed.run(*words)
        assert answer.code == code, (words, answer.err)
        assert line in answer.err, words
        assert answer.err.count("jinbang:") <= 1
    assert not (folder / "o").exists()
    assert closed.run("status", "--json").json["size"] == 5


def test_a_digest_of_json_lines_counts_items_whatever_the_name_of_the_file(closed: User) -> None:
    (closed.folder / "exam").write_text(EXAM + "\n", encoding="utf-8")
    assert closed.run("digest", "exam", "--json").json["items"] is None
    assert closed.run("digest", "exam", "--items", "jsonl", "--json").json["items"] == 3


def test_a_folder_may_still_be_evidence(closed: User) -> None:
    (closed.folder / "pages").mkdir()
    (closed.folder / "pages/a").write_text("a")
    sha256 = closed.run("digest", "pages", "--json").json["sha256"]
    ranking = {**RANKING, "evidence": [{"title": "pages", "sha256": sha256}]}
    index = said(closed, "append", closed.write("sourced.json", ranking))
    assert checks(closed, str(index), "--evidence", "pages")["evidence"] == "ok"
