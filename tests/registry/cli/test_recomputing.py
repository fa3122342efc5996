"""`verify --evidence` with the samples of a run: do they give the score on record?"""

from __future__ import annotations

import shutil

from tests.foreign import data
from tests.registry.cli.conftest import User
from tests.registry.cli.test_saying import said

RESULTS = data("lm-eval", "dummy-0.4.13", "results_2026-11-23T21-33-57.804323.json")
SAMPLES = data("lm-eval", "dummy-0.4.13", "samples_toy_zh_geography_2026-11-23T21-33-57.804323.jsonl")
LOG = data("inspect", "0.3.285-toy-zh-exam.json")
GIVEN = "ok    recomputed toy_zh_geography/acc 0.16666666666666666 from 12 samples is what is on record"


def recorded(user: User, *words: str) -> str:
    return str(said(user, "append", str(RESULTS), *words))


def test_samples_on_record_by_their_hash_give_the_score(user: User) -> None:
    sha256 = user.run("digest", str(SAMPLES), "--json").json["sha256"]
    base = user.write("base.json", {"evidence": [{"title": "samples", "sha256": sha256}]})
    answer = user.run("verify", recorded(user, "--base", base), "--evidence", str(SAMPLES))
    assert answer.code == 0, answer.out
    assert "ok    evidence" in answer.out
    assert GIVEN in answer.out


def test_samples_that_are_not_on_record_decide_nothing_either_way(user: User) -> None:
    # Without the samples beside them, which would go on record with them.
    alone = str(shutil.copy(RESULTS, user.folder))
    index = str(said(user, "append", alone))
    right = user.run("verify", index, "--evidence", str(SAMPLES))
    assert GIVEN in right.out
    (user.folder / "samples.jsonl").write_bytes(SAMPLES.read_bytes().replace(b'"acc": 1.0', b'"acc": 0.0'))
    wrong = user.run("verify", index, "--evidence", "samples.jsonl")
    assert "FAIL  recomputed toy_zh_geography/acc: 12 samples give 0.0; needed 0.16666666666666666" in wrong.out
    for answer in (right, wrong):
        assert (answer.code, "verdict: unchecked" in answer.out) == (4, True)
        assert "not on record by its hash; what it gives decides nothing" in answer.out


def test_a_score_that_the_log_on_record_does_not_give_is_false(user: User) -> None:
    """The publisher changed the summary of a log and left its samples."""
    raw = LOG.read_bytes()
    assert raw.count(b"0.6666666666666666") >= 1
    (user.folder / "log.json").write_bytes(raw.replace(b"0.6666666666666666", b"0.8333333333333334"))
    index = str(said(user, "append", "log.json"))
    assert user.run("verify", index).code == 0
    answer = user.run("verify", index, "--evidence", "log.json")
    assert (answer.code, "verdict: invalid" in answer.out) == (1, True)
    assert "choice/accuracy: 6 samples give 0.6666666666666666; needed 0.8333333333333334, as on record" in answer.out


def test_a_bundle_is_held_against_samples_as_an_entry_is(user: User) -> None:
    shutil.copy(LOG, user.folder / "log.json")
    index = str(said(user, "append", "log.json"))
    (user.folder / "bundle").write_text(user.run("cite", index, "--format", "proof").out, encoding="utf-8")
    answer = user.run("verify", "bundle", "--policy", "policy", "--evidence", "log.json")
    assert "ok    recomputed choice/accuracy 0.6666666666666666 from 6 samples" in answer.out
