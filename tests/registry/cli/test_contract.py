"""What scripts rely on: exit codes, JSON shapes, and one clear line for every misuse."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from ledger import checkpoint, merkle, tile
from ledger.note import VerifierKey
from registry.cli.app import HELP
from tests.registry.cli.conftest import RANKING, User

COMMANDS = sorted(HELP)


# Answers


def test_an_append_says_where_and_is_in_the_log(user: User) -> None:
    other = {**RANKING, "leaderboard": {"name": "Other Board"}}
    said = user.run("append", user.write("other.json", other), "--json")
    assert said.code == 0
    assert said.json.keys() == {"version", "entries", "size", "root", "refused"}
    entry = said.json["entries"][0]  # type: ignore[index]
    assert entry.keys() == {"index", "id", "citation"}
    assert (entry["index"], said.json["size"]) == (2, 3)
    assert 'evaluation     "Other Board", 2 placements' in user.run("log").out
    assert user.run("verify", entry["citation"], "--json").json["verdict"] == "flagged"


def test_toml_standard_input_and_several_files_go_in_together(user: User) -> None:
    (user.folder / "one.toml").write_text(
        'type = "jinbang/claim/v1"\npublisher = "evals.example.org"\ntext = "A is first."\n', encoding="utf-8"
    )
    raw = b'{"type": "jinbang/claim/v1", "publisher": "evals.example.org", "text": "B is first."}'
    said = user.run("append", "one.toml", "-", "--json", given=raw)
    assert said.code == 0, said.err
    assert said.json["size"] == 4
    assert user.run("audit").out.startswith("ok    example.org/rankings: 4 entries, 4 checkpoints")


def test_one_refused_file_refuses_all_and_says_why(user: User) -> None:
    user.write("good.json", {**RANKING, "published": "2026-11-01"})
    said = user.run("append", "good.json", "ranking.json", "--json")
    assert said.code == 1
    assert said.json["refused"][0]["file"] == "ranking.json"  # type: ignore[index]
    assert "already in the ledger as entry 1" in said.err
    assert said.json["size"] == 2
    assert user.run("status", "--json").json["size"] == 2


def test_a_dry_run_shows_what_would_be_signed_and_writes_nothing(user: User) -> None:
    user.write("new.json", {**RANKING, "published": "2026-11-01"})
    said = user.run("append", "new.json", "--dry-run")
    assert said.code == 0
    assert '"published": "2026-11-01"' in said.out
    assert "no-method (critical)" in said.out
    assert user.run("status", "--json").json["size"] == 2


def test_verify_answers_in_the_shape_of_the_contract(made: User) -> None:
    said = made.run("verify", "1", "--json")
    assert said.code == 0
    assert {"version", "verdict", "worst", "checks", "claim", "found", "witnesses", "as_of"} <= said.json.keys()
    names = [check["name"] for check in said.json["checks"]]  # type: ignore[attr-defined]
    assert names == ["text", "origin", "signature", "key state", "entry", "inclusion", "witnesses", "newer", "findings"]
    assert said.json["witnesses"] == {"have": 0, "need": 0}
    assert (said.json["verdict"], said.json["worst"]) == ("flagged", "unsourced")
    assert made.run("verify", "1", "--strict").code == 1


def test_an_entry_is_found_by_index_id_and_citation(made: User) -> None:
    shown = made.run("show", "1", "--json").json
    citation, statement_id = str(shown["citation"]), str(shown["id"])
    for name in ("1", statement_id, statement_id[:8], citation, citation.replace("@", "#Model%20A@")):
        again = made.run("show", name, "--json")
        assert again.json["id"] == statement_id
    cited = made.run("cite", "1", "--model", "模型乙").out.strip()
    assert cited.endswith("/1#%E6%A8%A1%E5%9E%8B%E4%B9%99@" + statement_id[:16])
    assert made.run("verify", cited).code == 0


def test_a_bundle_verifies_offline_with_a_policy_and_is_unchecked_without(user: User) -> None:
    bundle = user.run("cite", "1", "--format", "proof").out
    (user.folder / "bundle").write_text(bundle, encoding="utf-8")
    (user.folder / "ledger.git").rename(user.folder / "away")
    assert user.run("verify", "bundle", "--policy", "policy").code == 0
    alone = user.run("verify", "bundle")
    assert alone.code == 4
    assert "verdict: unchecked" in alone.out
    changed = bundle.replace("Model A", "Model B")
    assert user.run("verify", "-", "--policy", "policy", given=changed.encode()).code == 1


def test_keys_rotate_and_a_compromise_disputes(user: User) -> None:
    assert user.run("key", "rotate", "evals.example.org").code == 0
    assert user.run("append", user.write("b.json", {**RANKING, "published": "2026-11-02"})).code == 0
    assert user.run("key", "revoke", "evals.example.org", "--last-good", "0").code == 0
    said = user.run("verify", "1")
    assert said.code == 1
    assert "verdict: disputed" in said.out
    assert user.run("append", user.write("c.json", {**RANKING, "published": "2026-11-03"})).code == 0
    assert user.run("audit").code == 0


def test_a_joint_evaluation_is_signed_twice_and_appended_once(user: User) -> None:
    assert user.run("key", "new", "second.example.org").code == 0
    assert user.run("enrol", "second.example.org", "--class", "vendor").code == 0
    joint = {key: value for key, value in RANKING.items() if key != "publisher"}
    joint = {"type": joint.pop("type"), "publishers": ["evals.example.org", "second.example.org"], **joint}
    user.write("joint.json", joint)
    first = user.run("sign", "joint.json", "--as", "evals.example.org", "-o", "one")
    second = user.run("sign", first.out.strip(), "--as", "second.example.org", "-o", "two")
    assert (first.code, second.code) == (0, 0), second.err
    assert user.run("append", first.out.strip()).code == 1
    assert user.run("append", second.out.strip()).code == 0
    assert user.run("show", "3", "--json").json["signers"] == ["evals.example.org", "second.example.org"]


def test_an_exported_site_is_a_tlog_tiles_log(user: User) -> None:
    assert user.run("export", "tiles", "-o", "site").code == 0
    site = user.folder / "site"
    key = VerifierKey.parse(str(user.run("status", "--json").json["vkey"]))
    signed = checkpoint.open((site / "checkpoint").read_bytes(), key)
    entries = tile.parse_bundle((site / tile.bundle_path(0, 2)).read_bytes(), 2)
    edge = tile.Edge.empty()
    edge.append(map(merkle.leaf_hash, entries))
    assert (signed.size, signed.root) == (2, edge.root())
    assert (site / "tile/0/000.p/2").read_bytes() == b"".join(map(merkle.leaf_hash, entries))


def test_an_imported_openssh_key_signs(user: User) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(user.folder / "id")], check=True)
    said = user.run("key", "import", "id", "--name", "lab.example.org", "--json")
    assert said.code == 0, said.err
    public = (user.folder / "id.pub").read_text().split()[1]
    assert public in str(said.json["openssh"])


def test_a_passphrase_protects_a_key(user: User) -> None:
    (user.folder / "secret").write_text("correct horse\n")
    (user.folder / "wrong").write_text("battery\n")
    right = str(user.folder / "secret")
    assert user.run("key", "new", "safe.example.org", JINBANG_PASSPHRASE_FILE=right).code == 0
    wrong = user.run(
        "enrol", "safe.example.org", "--class", "vendor", JINBANG_PASSPHRASE_FILE=str(user.folder / "wrong")
    )
    assert (wrong.code, "wrong passphrase" in wrong.err) == (4, True)
    assert user.run("enrol", "safe.example.org", "--class", "vendor", JINBANG_PASSPHRASE_FILE=right).code == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example(made: User, command: str) -> None:
    said = made.run(command, "--help")
    assert said.code == 0
    assert "Example: jinbang" in said.out or command == "key"


def test_version_and_schema_answer(made: User) -> None:
    assert re.fullmatch(r"jinbang [0-9]+\.[0-9]+\.[0-9]+\n", made.run("--version").out)
    assert '"$schema"' in made.run("schema", "claim").out
    assert made.run("schema", "nothing").code == 2


# Audit


def test_a_damaged_ledger_is_named_and_false(user: User) -> None:
    repository = user.folder / "ledger.git"
    env = {"GIT_DIR": str(repository), "PATH": "/usr/bin:/bin", "HOME": str(user.folder)}

    def git(*words: str, given: bytes = b"") -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x", *words], env=env, input=given, capture_output=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.decode().strip()

    changed = git("hash-object", "-w", "--stdin", given=git("show", "main:entries/000/000/001.note").encode() + b" \n")
    git("read-tree", "main")
    git("update-index", "--cacheinfo", f"100644,{changed},entries/000/000/001.note")
    commit = git("commit-tree", git("write-tree"), "-p", "main", "-m", "nothing to see")
    git("update-ref", "refs/heads/main", commit)
    said = user.run("audit", "--json")
    assert said.code == 1
    first = said.json["failures"][0]  # type: ignore[index]
    assert (first["kind"], first["index"], first["path"]) == ("entry", 1, "entries/000/000/001.note")
    everything = user.run("audit", "--all", "--json")
    assert len(everything.json["failures"]) > 1  # type: ignore[arg-type]


def test_a_ledger_that_went_back_is_told(user: User) -> None:
    assert user.run("verify", "1").code == 0
    repository = str(user.folder / "ledger.git")
    subprocess.run(["git", f"--git-dir={repository}", "update-ref", "refs/heads/main", "main~1"], check=True)
    for words in (("audit",), ("verify", "0"), ("append", "ranking.json")):
        said = user.run(*words)
        assert said.code == 1, words
        assert "were read before" in said.err + said.out or "has signed a checkpoint of 2" in said.err


def test_an_audit_since_a_trusted_checkpoint_counts_what_follows(user: User) -> None:
    repository = str(user.folder / "ledger.git")
    show = ["git", f"--git-dir={repository}", "show", "main~1:checkpoint"]
    (user.folder / "trusted").write_bytes(subprocess.run(show, check=True, capture_output=True).stdout)
    said = user.run("audit", "--since", "trusted", "--json")
    assert said.code == 0, said.out
    (user.folder / "trusted").write_text("not a checkpoint\n")
    assert user.run("audit", "--since", "trusted").code == 2


# Misuse


def kept(user: User) -> dict[Path, bytes]:
    """Return every file of a user's, but those that are made anew when they are missing."""
    return {
        path: path.read_bytes() for path in user.folder.rglob("*") if path.is_file() and path.parent.name != "cache"
    }


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("verify", "99"), 3, "entry 99: the ledger has 2 entries"),
        (("verify", "deadbeef"), 3, "not in the ledger"),
        (("verify", "jinbang:example.org/rankings/1@0000000000000000"), 1, "needed 0000000000000000"),
        (("verify", "jinbang:other.example/1@0000000000000000"), 3, "but this ledger is example.org/rankings"),
        (("verify", "jinbang:nonsense"), 2, "is not jinbang:ORIGIN/INDEX#PLACEMENT@ID"),
        (("verify", "nosuchthing"), 2, "not a citation, an index"),
        (("verify", "no such thing"), 2, "no claim to a rank, a score or a win was recognised"),
        (("verify", "ranking.json"), 2, "not a proof bundle"),
        (("verify", "home"), 2, "not a citation, an index"),
        (("cite", "1", "--model", "Model Z"), 3, "has no placement of"),
        (("cite", "1", "--format", "gif"), 2, "expected text, markdown, bibtex"),
        (("export", "gif", "-o", "x"), 2, "expected tiles, csv"),
        (("show", "-1"), 2, ""),
        (("log", "-n", "0"), 2, ""),
        (("nonsense",), 2, "nonsense"),
        (("status", "--ledger", "nowhere.git"), 4, "no such ledger"),
        (("status", "--ledger", "home"), 4, "not a git repository"),
        (("init", "ledger.git", "--origin", "example.org/two"), 4, "is there already"),
        (("init", "new.git", "--origin", "not an origin"), 2, "not a name such as"),
        (("init", "new.git", "--origin", "example.org/rankings"), 1, "has signed checkpoints"),
        (("append", "absent.json"), 4, "No such file"),
        (("supersede", "1", "home"), 2, "no run of HELM"),
        (("enrol", "nobody.example", "--class", "vendor"), 4, "not on this machine"),
        (("enrol", "evals.example.org", "--class", "wizard"), 2, "class"),
        (("key", "show", "nobody.example"), 4, "not on this machine"),
        (("key", "new", "evals.example.org"), 4, "exists"),
        (("key", "rotate", "nobody.example"), 3, "not a publisher of this ledger"),
        (("key", "revoke", "evals.example.org", "--last-good", "7"), 1, "last_good_index"),
        (("audit", "--policy", "ranking.json"), 2, "policy line 1"),
        (("audit", "--since", "absent"), 4, "absent"),
    ],
)
def test_misuse_is_one_clear_line_and_the_right_code(user: User, words: tuple[str, ...], code: int, line: str) -> None:
    before = kept(user)
    said = user.run(*words)
    assert said.code == code, said.err
    assert line in said.err
    assert len([one for one in said.err.splitlines() if one.startswith("jinbang:")]) <= 1 or words[0] == "append"
    assert kept(user) == before


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"type": "jinbang/evaluation/v1", "publisher": "evals.example.org", "leaderbord": {}}', "leaderboard"),
        ('{"type": "jinbang/claim/v1", "publisher": "evals.example.org", "text": "x", "value": 77.1}', '"77.1"'),
        ('{"type": "jinbang/claim/v1", "publisher": "evals.example.org", "text": "x", "text": "y"}', "text"),
        ('{"type": "jinbang/claim/v1", "publisher": "evals.example.org", "text": 7}', "text"),
        ('{"type": "jinbang/nonsense/v1"}', "type"),
        ("[]", ""),
        ("", "empty"),
        ("{", ""),
        ("key: value", ""),
    ],
)
def test_a_statement_that_is_none_is_refused_with_its_field(user: User, text: str, line: str) -> None:
    (user.folder / "bad.json").write_text(text, encoding="utf-8")
    said = user.run("append", "bad.json")
    assert said.code in (2, 3)
    assert said.err.startswith("jinbang: bad.json: ")
    assert line in said.err
    assert user.run("status", "--json").json["size"] == 2


def test_a_key_that_others_may_read_is_refused_with_the_cure(user: User) -> None:
    key = user.folder / "home/keys/evals.example.org"
    key.chmod(0o644)
    user.write("new.json", {**RANKING, "published": "2026-11-01"})
    said = user.run("append", "new.json")
    assert said.code == 4
    assert "others may read this key" in said.err or "chmod 600" in said.err
    assert user.run("status", "--json").json["size"] == 2


def test_errors_are_json_when_asked(made: User) -> None:
    import json

    said = made.run("show", "99", "--json")
    assert said.code == 3
    assert said.out == ""
    assert json.loads(said.err)["error"].keys() == {"kind", "message", "advice"}


def test_no_control_or_bidi_character_of_an_entry_reaches_the_screen(user: User) -> None:
    hostile = "\u202eevil\u2066 \u200b"
    (user.folder / "bad.json").write_text(
        '{"type": "jinbang/claim/v1", "publisher": "evals.example.org", "text": "a ' + hostile + ' b", "extra": '
        '{"escape": "\\u001b[31mred\\u0007\\u009b1m"}}',
        encoding="utf-8",
    )
    assert user.run("append", "bad.json").code == 0
    for words in (
        ("show", "2"),
        ("show", "2", "--json"),
        ("log",),
        ("log", "--json"),
        ("verify", "2"),
        ("verify", "2", "--json"),
    ):
        said = user.run(*words)
        shown = said.out + said.err
        assert not [
            letter
            for letter in shown
            if (ord(letter) < 32 and letter != "\n") or letter in "\x7f\x9b\u202e\u2066\u200b"
        ]
    log = subprocess.run(
        ["git", f"--git-dir={user.folder / 'ledger.git'}", "log", "-1", "--format=%B"], capture_output=True
    )
    assert b"\x1b" not in log.stdout
    assert "\u202e".encode() not in log.stdout


def test_a_hostile_repository_is_not_obeyed(user: User) -> None:
    repository, marker = user.folder / "ledger.git", user.folder / "obeyed"
    script = f"#!/bin/sh\ntouch '{marker}'\n"
    hooks = repository / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("reference-transaction", "post-update", "pre-auto-gc", "post-checkout"):
        (hooks / name).write_text(script)
        (hooks / name).chmod(0o755)
    (user.folder / "run").write_text(script)
    (user.folder / "run").chmod(0o755)
    with (repository / "config").open("a") as config:
        config.write(f'[core]\n\tfsmonitor = "{user.folder}/run"\n\tpager = "{user.folder}/run"\n\thooksPath = hooks\n')
        config.write(f'[alias]\n\tcat-file = "!{user.folder}/run"\n\tupdate-ref = "!{user.folder}/run"\n')
    user.write("new.json", {**RANKING, "published": "2026-11-01"})
    for words in (("audit",), ("verify", "1"), ("log",), ("append", "new.json"), ("show", "2")):
        assert user.run(*words).code == 0, words
    assert not marker.exists()
    (repository / "objects/info").mkdir(exist_ok=True)
    (repository / "objects/info/alternates").write_text(f"{user.folder}/elsewhere\n")
    assert user.run("audit").code == 4


def test_the_demo_needs_nothing_and_says_how_to_go_on(made: User) -> None:
    assert made.run("demo", "--tui").code == 2
    said = made.run("demo", "--no-tui")
    assert said.code == 0
    for word in (
        "flagged: conflict 存疑",
        "contradicted 不符",
        "unsupported 无据",
        "flagged: unsourced 存疑",
        "subjective nothing-measured",
    ):
        assert word in said.out
    path = re.search(r"jinbang audit --ledger (\S+)", said.out)
    assert path is not None
    assert made.run("audit", "--ledger", path[1]).code == 0
    assert [one["verdict"] for one in made.run("demo", "--json").json["cases"]] == [  # type: ignore[attr-defined]
        "flagged",
        "contradicted",
        "unsupported",
        "flagged",
    ]
    assert Path(path[1]).is_dir()


# Files of the asker


def test_files_are_held_against_what_the_entry_records(user: User) -> None:
    (user.folder / "data.jsonl").write_bytes(b"{}\n")
    sha256 = str(user.run("digest", "data.jsonl", "--json").json["sha256"])
    sourced = {
        **RANKING,
        "datasets": [{"name": "Data", "sha256": sha256}],
        "evidence": [{"title": "page", "url": "a:b"}],
    }
    assert user.run("append", user.write("sourced.json", sourced)).code == 0
    right = user.run("verify", "2", "--dataset", "data.jsonl")
    assert right.code == 0
    assert "ok    dataset    data.jsonl is datasets[0]" in right.out
    wrong = user.run("verify", "2", "--dataset", "sourced.json")
    assert (wrong.code, "FAIL  dataset" in wrong.out, "verdict: invalid" in wrong.out) == (1, True, True)
    nothing = user.run("verify", "2", "--evidence", "data.jsonl")
    assert (nothing.code, "verdict: unchecked" in nothing.out) == (4, True)
    assert user.run("verify", "2", "--dataset", "no such file").code == 4
