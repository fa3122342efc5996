"""A ledger is a sound repository to stock git, and no repository, however made, is obeyed or makes the store crash."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger import revision as revision_text
from ledger.errors import (
    DamagedError,
    LedgerError,
    MovedError,
    SignatureError,
    StoreError,
    VerificationError,
)
from ledger.git_objects import FILE_MODE, TREE_MODE, ObjectReader, TreeEntry, format_tree, hash_object
from ledger.git_pack import GitObject
from ledger.git_store import BRANCH, GitStore
from ledger.log import Ledger
from ledger.store import Draft, entry_path
from tests.ledger.build import (
    ANNA,
    BEN,
    LOG,
    NOON,
    ORIGIN,
    enrolments,
    entries,
    git,
    in_git,
    operator,
    says,
    signer,
)

BATCHES = [enrolments(), entries(2, 3), [says(3, ANNA, BEN).raw], entries(4, 160), entries(160, 262)]
RAWS = [raw for batch in BATCHES for raw in batch]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository that nobody changes."""
    return in_git(tmp_path_factory.mktemp("made"), BATCHES)


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """Return a copy to be changed, with its signer state beside it."""
    shutil.copytree(made.parent, tmp_path / "copy")
    return tmp_path / "copy" / made.name


@pytest.fixture
def loose(copy: Path) -> Path:
    """Return a copy whose objects are files of their own."""
    for pack in (copy / "objects" / "pack").glob("*.pack"):
        moved = pack.rename(copy.parent / pack.name)
        git(copy, "unpack-objects", "-q", given=moved.read_bytes())
    shutil.rmtree(copy / "objects" / "pack")
    return copy


@pytest.fixture
def store(made: Path) -> Iterator[GitStore]:
    with closing(GitStore(made)) as opened:
        yield opened


def newest(path: Path) -> str:
    return git(path, "rev-parse", "refs/heads/main").strip()


def everything(path: Path) -> tuple[list[str], list[bytes], list[bytes]]:
    """Return all that a repository says: revisions, entries, and the files of the newest revision."""
    with closing(GitStore(path)) as opened:
        head = opened.head()
        assert head is not None
        ids = [one.after for one in opened.changes(None, head) if one.after is not None]
        return opened.history(head), list(opened.entries(head, 0, len(RAWS))), list(opened.contents(ids))


# Stock git


def test_git_finds_nothing_to_complain_about(made: Path) -> None:
    said = git(made, "fsck", "--strict", "--full", "--no-dangling")
    assert not [line for line in said.splitlines() if not line.startswith(("Checking", "notice"))]


@pytest.fixture
def trusting(made: Path, tmp_path: Path) -> list[str]:
    """Return the settings by which git trusts the ledger's own list of signers."""
    allowed = tmp_path / "allowed_signers"
    allowed.write_text(git(made, "show", "HEAD:allowed_signers"))
    return ["-c", f"gpg.ssh.allowedSignersFile={allowed}"]


def test_git_verifies_every_commit_by_the_ledgers_own_list_of_signers(made: Path, trusting: list[str]) -> None:
    revisions = git(made, "rev-list", "main").split()
    assert len(revisions) == len(BATCHES) + 1
    for one in revisions:
        said = git(made, *trusting, "verify-commit", "-v", one)
        assert f'Good "git" signature for {ORIGIN} with ED25519 key' in said


def test_the_log_of_git_says_good_at_every_commit(made: Path, trusting: list[str]) -> None:
    said = git(made, *trusting, "log", "--show-signature", "main")
    assert said.count(f'Good "git" signature for {ORIGIN}') == len(BATCHES) + 1
    assert "BAD" not in said
    assert git(made, *trusting, "log", "--format=%G? %GS", "main").splitlines() == [f"G {ORIGIN}"] * 6


def test_git_refuses_a_commit_that_was_changed(copy: Path, trusting: list[str]) -> None:
    """So that the tests above can fail."""
    raw = git(copy, "cat-file", "commit", "main").replace("Append 102", "Append 201")
    changed = git(copy, "hash-object", "-t", "commit", "-w", "--stdin", given=raw.encode()).strip()
    with pytest.raises(subprocess.CalledProcessError):
        git(copy, *trusting, "verify-commit", changed)


def test_plain_git_log_is_the_record_that_people_read(made: Path) -> None:
    said = git(made, "log", "--reverse", "--format=%an <%ae> %aI%n%B", "main")
    assert said.count(f"{ORIGIN} <{ORIGIN}> 2026-01-02T12:00:00+00:00\n") == 6
    subjects = git(made, "log", "--reverse", "--format=%s", "main").splitlines()
    assert subjects == [
        f"Found the ledger {ORIGIN}",
        "Append 2 entries (0-1)",
        "Append 1 entry (2)",
        "Append 1 entry (3)",
        "Append 156 entries (4-159)",
        "Append 102 entries (160-261)",
    ]
    sizes = git(made, "log", "--reverse", "--format=%(trailers:key=Tree-Size,valueonly,separator=)", "main").split()
    assert sizes == ["0", "2", "3", "4", "160", "262"]


def test_an_appends_diff_is_entries_tiles_and_the_checkpoint(made: Path) -> None:
    said = git(made, "diff-tree", "-r", "--no-commit-id", "--name-status", "main~2", "main~1").splitlines()
    assert [line for line in said if not line.startswith("A\tentries/")] == [
        "M\tcheckpoint",
        "A\ttile/0/000.p/160",
        "D\ttile/0/000.p/4",
    ]
    assert len(said) == 156 + 3


@pytest.mark.parametrize("words", [["--bare"], [], ["--mirror"], ["--no-local"], ["-c", "core.autocrlf=true"]])
def test_a_clone_reads_the_same(made: Path, tmp_path: Path, words: list[str]) -> None:
    git(tmp_path, "clone", "--quiet", *words, str(made), "clone")
    assert everything(tmp_path / "clone") == everything(made)


def test_a_working_copy_has_the_bytes_that_were_signed_on_every_platform(made: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "-c", "core.autocrlf=true", "-c", "core.eol=crlf", str(made), "clone")
    for index, raw in enumerate(RAWS):
        assert (tmp_path / "clone" / entry_path(index)).read_bytes() == raw
    assert git(tmp_path / "clone", "status", "--porcelain") == ""


@pytest.mark.parametrize(
    "words", [["gc", "--quiet", "--prune=now"], ["pack-refs", "--all"], ["repack", "-a", "-d", "-q"]]
)
def test_what_git_tidies_reads_the_same(made: Path, copy: Path, words: list[str]) -> None:
    with closing(GitStore(copy)) as before:
        git(copy, *words)
        assert before.head() == newest(made)
        assert before.read(newest(made), entry_path(7)) == RAWS[7]
    assert everything(copy) == everything(made)


def test_a_tidied_ledger_grows_on(copy: Path) -> None:
    """The branch is packed away: the new value stands beside it and counts."""
    git(copy, "gc", "--quiet", "--prune=now")
    with closing(GitStore(copy)) as opened:
        Ledger.open(opened).append(entries(300, 301), operator(copy.parent))
        assert opened.head() == newest(copy)
    assert git(copy, "log", "-1", "--format=%s", "main") == "Append 1 entry (262)\n"


def test_a_working_clone_can_be_appended_to(made: Path, copy: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(made), "clone")
    with closing(GitStore(tmp_path / "clone")) as opened:
        receipt = Ledger.open(opened).append(entries(300, 301), operator(copy.parent))
    assert newest(tmp_path / "clone") == receipt.head.revision


# Opening and founding


def test_a_new_repository_is_bare_empty_and_without_settings(tmp_path: Path) -> None:
    with closing(GitStore.create(tmp_path / "a" / "log.git")) as made:
        assert made.head() is None
    assert git(tmp_path / "a" / "log.git", "symbolic-ref", "HEAD") == "refs/heads/main\n"
    assert not (tmp_path / "a" / "log.git" / "hooks").exists()


def test_only_an_empty_place_is_founded(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    (tmp_path / "empty").mkdir()
    for place in ("file", "full"):
        with pytest.raises(StoreError, match="is there already and not empty"):
            GitStore.create(tmp_path / place)
    with pytest.raises(StoreError, match="cannot make a repository: Not a directory"):
        GitStore.create(tmp_path / "file" / "log.git")
    GitStore.create(tmp_path / "empty").close()


def test_what_is_no_repository_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for place, why in (("nothing", "no such ledger"), ("file", "not a git repo"), ("folder", "not a git repo")):
        with pytest.raises(StoreError, match=why):
            GitStore(tmp_path / place)


def test_a_repository_that_keeps_refs_elsewhere_is_refused(copy: Path) -> None:
    (copy / "reftable").mkdir()
    with pytest.raises(StoreError, match="keeps its refs as reftable"):
        GitStore(copy)


def test_without_git_nothing_is_founded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match="git: "):
        GitStore.create(tmp_path / "log.git")
    monkeypatch.setitem(sys.modules, "git", None)
    with pytest.raises(StoreError, match="git: cannot be run"):
        GitStore.create(tmp_path / "other.git")


def test_what_others_set_for_git_does_not_lead_elsewhere(
    made: Path, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger may be written from a hook or an alias of another repository, where git has set where that one is."""
    git(tmp_path, "init", "--quiet", "--bare", "other.git")
    other = tmp_path / "other.git"
    before = sorted(path.name for path in other.rglob("*"))
    for name in ("GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE"):
        monkeypatch.setenv(name, str(other))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other / "objects"))
    monkeypatch.setenv("GIT_NAMESPACE", "other")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.hooksPath")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(other / "hooks"))

    founded = in_git(tmp_path / "new", BATCHES[:2])
    with closing(GitStore(copy)) as opened:
        receipt = Ledger.open(opened).append(entries(300, 301), operator(copy.parent))
        opened.tidy()

    assert (founded / BRANCH).is_file()
    assert (copy / BRANCH).read_text() == receipt.head.revision + "\n"
    assert sorted(path.name for path in other.rglob("*")) == before


# A repository that was made to do harm

HOOKS = """applypatch-msg pre-applypatch post-applypatch pre-commit pre-merge-commit prepare-commit-msg commit-msg
post-commit pre-rebase post-checkout post-merge pre-push pre-receive update proc-receive post-receive post-update
reference-transaction push-to-checkout pre-auto-gc post-rewrite sendemail-validate fsmonitor-watchman post-index-change"""
COMMANDS = """core.fsmonitor core.pager core.sshCommand core.editor core.askPass core.gitProxy core.alternateRefsCommand
gc.recentObjectsHook uploadpack.packObjectsHook gpg.program gpg.ssh.program gpg.ssh.defaultKeyCommand diff.external
interactive.diffFilter credential.helper trailer.x.command filter.x.clean filter.x.smudge filter.x.process
remote.origin.vcs sequence.editor"""
WORDS = ("cat-file", "update-ref", "gc", "repack", "unpack-objects", "index-pack", "init")


def armed(path: Path) -> Path:
    """Make a repository that would leave a mark if anything it says were run; return where the mark would be."""
    mark, program = path.parent / "mark", path / "program"
    program.write_text(f"#!/bin/sh\necho $0 >> {mark}\nexit 1\n")
    program.chmod(0o755)
    (path / "hooks").mkdir(exist_ok=True)
    for name in HOOKS.split():
        shutil.copy(program, path / "hooks" / name)
    settings = [(name, str(program)) for name in COMMANDS.split()]
    settings += [(f"alias.{word}", f"!{program}") for word in WORDS]
    settings += [("core.hooksPath", str(path / "hooks")), ("core.attributesFile", str(path / "attributes"))]
    settings += [("gc.autoDetach", "false"), ("gc.auto", "1"), ("include.path", str(path / "more"))]
    for name, value in settings:
        git(path, "config", name, value)
    (path / "more").write_text(f"[pager]\n\tcat-file = {program}\n\tupdate-ref = {program}\n")
    (path / "attributes").write_text("* filter=x diff=x\n")
    (path / "info").mkdir(exist_ok=True)
    shutil.copy(path / "attributes", path / "info" / "attributes")
    return mark


def test_nothing_that_a_repository_says_is_run(made: Path, copy: Path) -> None:
    mark = armed(copy)
    assert everything(copy) == everything(made)
    with closing(GitStore(copy)) as opened:
        head = newest(made)
        opened.check_revision(head, LOG.key, size=262, root=Ledger.open(opened).head().root)
        for batch in (entries(300, 301), entries(301, 450)):
            Ledger.open(opened).append(batch, operator(copy.parent))
        crowd(opened)
        opened.tidy()
    assert not mark.exists()


def test_stock_git_runs_what_that_repository_says(copy: Path) -> None:
    """So that the test above can fail."""
    mark = armed(copy)
    with pytest.raises(subprocess.CalledProcessError):
        git(copy, "update-ref", "refs/heads/other", "refs/heads/main")
    assert "reference-transaction" in mark.read_text()


def crowd(store: GitStore) -> set[str]:
    """Put so many loose objects into the repository that it is time to tidy; return their names."""
    names: set[str] = set()
    number = 0
    while len(names) < 30:
        content = b"crowd %d" % number
        oid = hash_object(b"blob", content).hex()
        number += 1
        if oid.startswith("17"):
            write_loose(store.git_dir, bytes.fromhex(oid), b"blob", content)
            names.add(oid)
    return names


def write_loose(git_dir: Path, oid: bytes, kind: bytes, content: bytes) -> None:
    """Put an object's file under any name, true or not."""
    path = git_dir / "objects" / oid.hex()[:2] / oid.hex()[2:]
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(zlib.compress(b"%s %d\x00%s" % (kind, len(content), content)))


def loose_names(path: Path) -> set[str]:
    return {one.parent.name + one.name for one in (path / "objects").glob("??/*")}


def test_tidying_packs_what_revisions_reach_and_nothing_else(loose: Path, made: Path) -> None:
    with closing(GitStore(loose)) as opened:
        some = loose_names(loose)
        opened.tidy()
        assert loose_names(loose) == some
        strangers = crowd(opened)
        opened.tidy()
        assert loose_names(loose) == strangers
    assert everything(loose) == everything(made)


def test_an_empty_repository_is_tidy(tmp_path: Path) -> None:
    with closing(GitStore.create(tmp_path / "log.git")) as opened:
        crowd(opened)
        opened.tidy()
        assert len(loose_names(opened.git_dir)) == 30


def test_replace_refs_and_grafts_are_not_obeyed(made: Path, copy: Path) -> None:
    first, head = git(copy, "rev-list", "--max-parents=0", "main").strip(), newest(copy)
    entry, other = (git(copy, "rev-parse", f"main:{entry_path(index)}").strip() for index in (5, 6))
    git(copy, "replace", head, first)
    git(copy, "replace", entry, other)
    (copy / "info").mkdir(exist_ok=True)
    (copy / "info" / "grafts").write_text(f"{head} {first}\n")
    assert git(copy, "rev-list", "--count", "main").split()[-1] == "2"

    assert everything(copy) == everything(made)


def test_a_list_of_shallow_commits_is_not_obeyed(made: Path, copy: Path) -> None:
    (copy / "shallow").write_text(newest(copy) + "\n")
    assert git(copy, "rev-list", "--count", "main").strip() == "1"
    assert everything(copy) == everything(made)


def test_a_shallow_clone_has_no_whole_history(made: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=2", made.as_uri(), "clone")
    with closing(GitStore(tmp_path / "clone")) as opened:
        assert opened.read(newest(made), entry_path(7)) == RAWS[7]
        with pytest.raises(DamagedError, match="missing; needed a commit"):
            opened.history(newest(made))


def test_a_partial_clone_fetches_nothing_and_says_what_is_missing(made: Path, tmp_path: Path) -> None:
    git(made, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--bare", "--filter=blob:none", made.as_uri(), "clone")
    with closing(GitStore(tmp_path / "clone")) as opened:
        assert len(opened.history(newest(made))) == 6
        with pytest.raises(DamagedError, match="missing; needed a blob"):
            opened.read(newest(made), entry_path(7))


def test_borrowed_objects_are_refused(made: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", "--shared", str(made), "clone")
    with pytest.raises(StoreError, match="borrows objects from another repository"):
        GitStore(tmp_path / "clone")


def test_a_lock_that_leads_elsewhere_is_not_followed(copy: Path, tmp_path: Path) -> None:
    (copy / "jinbang.lock").unlink(missing_ok=True)
    (copy / "jinbang.lock").symlink_to(tmp_path / "elsewhere")
    with closing(GitStore(copy)) as opened, pytest.raises(StoreError, match="jinbang.lock"), opened.lock(0):
        raise AssertionError
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("ref: refs/heads/other\n", DamagedError),
        ("0123\n", DamagedError),
        ("a" * 64 + "\n", DamagedError),
        ("A" * 40 + "\n", DamagedError),
        ("../../secret\n", DamagedError),
        ("\x1b[2J\n", DamagedError),
        ("x" * 100_000, DamagedError),
        ("1" * 40 + "\n", DamagedError),
    ],
)
def test_a_branch_that_names_no_commit_is_damage(copy: Path, line: str, error: type[LedgerError]) -> None:
    (copy / BRANCH).write_text(line)
    with closing(GitStore(copy)) as opened, pytest.raises(error) as refused:
        opened.history(opened.head() or "")
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("name", ["main:checkpoint", "main^{tree}"])
def test_a_branch_that_names_a_blob_or_a_tree_is_damage(copy: Path, name: str) -> None:
    (copy / BRANCH).write_text(git(copy, "rev-parse", name))
    with closing(GitStore(copy)) as opened, pytest.raises(DamagedError, match="needed a commit"):
        opened.history(opened.head() or "")


def test_a_branch_that_is_no_file_is_an_error(copy: Path) -> None:
    (copy / BRANCH).unlink()
    (copy / BRANCH).mkdir()
    with closing(GitStore(copy)) as opened, pytest.raises(StoreError, match="Is a directory"):
        opened.head()


def test_packed_refs_that_cannot_be_read_are_an_error(copy: Path) -> None:
    (copy / BRANCH).unlink()
    with closing(GitStore(copy)) as opened:
        assert opened.head() is None
        (copy / "packed-refs").write_bytes(b"# pack-refs with: peeled\n\xff\xfe garbage\n" + b"zz refs/heads/main\n")
        with pytest.raises(DamagedError, match="'zz'; needed 40 hex digits"):
            opened.head()
        (copy / "packed-refs").unlink()
        (copy / "packed-refs").mkdir()
        with pytest.raises(StoreError, match="packed-refs: Is a directory"):
            opened.head()


# Damage


def with_entry(path: Path, mode: bytes, kind: bytes = b"blob", content: bytes = b"README.md") -> str:
    """Publish a revision in whose tree one file is something else; return its name."""
    head, new = newest(path), GitObject(kind, content)
    with closing(ObjectReader(path / "objects")) as reader:
        tree = dict(reader.tree(reader.commit(head).tree))
        tree[b"README.md"] = TreeEntry(mode, new.oid)
    return publish(path, tree, [new])


def publish(path: Path, tree: dict[bytes, TreeEntry], also: list[GitObject]) -> str:
    root = GitObject(b"tree", format_tree(tree))
    stamp = "A <a@example.org> 0 +0000"
    head = f"tree {root.oid.hex()}\nparent {newest(path)}\nauthor {stamp}\ncommitter {stamp}\n\nx\n"
    commit = GitObject(b"commit", head.encode())
    for one in (*also, root, commit):
        write_loose(path, one.oid, one.kind, one.content)
    (path / BRANCH).write_text(commit.oid.hex() + "\n")
    return commit.oid.hex()


@pytest.mark.parametrize("mode", [b"120000", b"100755", b"160000", b"100664"])
def test_a_link_a_program_or_a_submodule_is_damage(made: Path, copy: Path, mode: bytes) -> None:
    revision = with_entry(copy, mode)
    with closing(GitStore(copy)) as opened:
        with pytest.raises(DamagedError, match="no such file"):
            opened.read(revision, "README.md")
        with pytest.raises(DamagedError, match=f"README.md: mode {mode.decode()}; needed a plain file or folder"):
            list(opened.changes(newest(made), revision))


def test_an_entry_that_is_a_program_is_damage(copy: Path) -> None:
    path, name = entry_path(5).rpartition("/")[::2]
    head = newest(copy)
    with closing(ObjectReader(copy / "objects")) as reader:
        folders = [reader.commit(head).tree]
        for part in path.split("/"):
            folders.append(reader.tree(folders[-1])[part.encode()].oid)
        trees = [dict(reader.tree(one)) for one in folders]
    trees[-1][name.encode()] = TreeEntry(b"100755", trees[-1][name.encode()].oid)
    also = []
    for at, part in reversed(list(enumerate(path.split("/")))):
        inner = GitObject(b"tree", format_tree(trees[at + 1]))
        also.append(inner)
        trees[at][part.encode()] = TreeEntry(TREE_MODE, inner.oid)
    revision = publish(copy, trees[0], also)

    with closing(GitStore(copy)) as opened:
        assert list(opened.entries(revision, 4, 5)) == [RAWS[4]]
        with pytest.raises(DamagedError, match=f"{entry_path(5)}: no such file; needed entry 5"):
            list(opened.entries(revision, 4, 6))
        with pytest.raises(DamagedError, match="mode 100755"):
            list(opened.changes(head, revision))


def test_an_empty_folder_and_folders_without_end_are_seen(copy: Path) -> None:
    empty = GitObject(b"tree", b"")
    head = newest(copy)
    one = publish(copy, {b"x": TreeEntry(TREE_MODE, empty.oid)}, [empty])
    nested = [empty]
    for _ in range(40):
        nested.append(GitObject(b"tree", format_tree({b"x": TreeEntry(TREE_MODE, nested[-1].oid)})))
    other = publish(copy, {b"x": TreeEntry(TREE_MODE, nested[-1].oid)}, nested)
    with closing(GitStore(copy)) as opened:
        assert [change.path for change in opened.changes(head, one) if change.after is not None] == ["x/"]
        with pytest.raises(DamagedError, match="folders in folders; needed at most 16 levels"):
            list(opened.changes(head, other))


def test_a_name_that_would_steer_a_terminal_is_shown_harmless(copy: Path) -> None:
    head = newest(copy)
    blob = GitObject(b"blob", b"x")
    revision = publish(copy, {b"\x1b[2J\xff\n": TreeEntry(FILE_MODE, blob.oid)}, [blob])
    with closing(GitStore(copy)) as opened:
        (added,) = (one for one in opened.changes(head, revision) if one.after is not None)
    assert added.path.isprintable()


def test_a_merge_is_damage(copy: Path) -> None:
    head, stamp = newest(copy), "A <a@example.org> 0 +0000"
    tree = git(copy, "rev-parse", "main^{tree}").strip()
    raw = f"tree {tree}\nparent {head}\nparent {head}\nauthor {stamp}\ncommitter {stamp}\n\nx\n".encode()
    write_loose(copy, hash_object(b"commit", raw), b"commit", raw)
    with closing(GitStore(copy)) as opened, pytest.raises(DamagedError, match="a merge; needed one parent"):
        opened.history(hash_object(b"commit", raw).hex())


def test_an_object_that_was_replaced_by_another_sound_one_is_damage(loose: Path) -> None:
    """Git itself reads such a file without a word."""
    oid = git(loose, "rev-parse", f"main:{entry_path(5)}").strip()
    write_loose(loose, bytes.fromhex(oid), b"blob", RAWS[6])
    assert git(loose, "cat-file", "blob", oid).encode() == RAWS[6]

    with closing(GitStore(loose)) as opened:
        for start, stop in ((5, 6), (0, len(RAWS))):
            with pytest.raises(DamagedError, match=f"object {oid}: content with another hash"):
                list(opened.entries(newest(loose), start, stop))


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_pack_that_was_cut_is_damage(copy: Path, kept: float) -> None:
    for pack in (copy / "objects" / "pack").glob("*.pack"):
        raw = pack.read_bytes()
        pack.unlink()
        pack.write_bytes(raw[: int(len(raw) * kept)])
    with pytest.raises(LedgerError):
        everything(copy)


def test_every_object_that_is_gone_is_missed(loose: Path, made: Path) -> None:
    """One after the other, and put back: nothing that a ledger needs can be absent without being told."""
    needed = everything(made)
    names = git(loose, "rev-list", "main").split()
    names += [line.split()[2] for line in git(loose, "ls-tree", "-r", "-t", "main").splitlines()][::9]
    for name in names:
        path = loose / "objects" / name[:2] / name[2:]
        raw = path.read_bytes()
        path.unlink()
        with pytest.raises(DamagedError, match=f"object {name}: missing"):
            everything(loose)
        path.write_bytes(raw)
    assert everything(loose) == needed


# What the operator signs


def test_every_revision_is_checked_by_its_signature_and_its_trailers(store: GitStore) -> None:
    for revision in store.history(store.head() or ""):
        size = int(store.read(revision, "checkpoint").split(b"\n")[1])
        root = Ledger.open(store).root_at(size)
        store.check_revision(revision, LOG.key, size=size, root=root)
        with pytest.raises(SignatureError, match="by another key, or for another purpose"):
            store.check_revision(revision, signer(ORIGIN, 9).key, size=size, root=root)
        for other_size, other_root in ((size + 1, root), (size, bytes(32))):
            with pytest.raises(VerificationError, match="trailers do not say size"):
                store.check_revision(revision, LOG.key, size=other_size, root=other_root)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("gpgsig -----BEGIN", "gpgsig ----BEGIN", "not between its BEGIN and END lines"),
        ("Tree-Size: 262", "Tree-Size: 262 ", "does not verify"),
        ("+0000\ngpgsig", "+0100\ngpgsig", "does not verify"),
        ("gpgsig ", "gpgsig-sha256 ", "not signed; needed a signature of example.org/rankings"),
        ("\ngpgsig ", "\nencoding x\ngpgsig ", "does not verify"),
    ],
)
def test_a_commit_whose_signature_does_not_hold_is_refused(copy: Path, old: str, new: str, why: str) -> None:
    raw = git(copy, "cat-file", "commit", "main")
    assert raw.count(old) == 1
    changed = raw.replace(old, new).encode()
    write_loose(copy, hash_object(b"commit", changed), b"commit", changed)
    with closing(GitStore(copy)) as opened:
        root = Ledger.open(opened).head().root
        with pytest.raises(SignatureError, match=why):
            opened.check_revision(hash_object(b"commit", changed).hex(), LOG.key, size=262, root=root)


def test_a_message_that_goes_on_after_its_trailers_is_refused(store: GitStore) -> None:
    """They are the last lines: what stands after them could contradict them."""
    root = bytes(32)
    trailers = revision_text.trailers(1, root)
    for message, good in (
        (f"x\n\n{trailers}", True),
        (f"x\n\n{trailers}Tree-Size: 2\n", False),
        (f"x{trailers}", False),
    ):
        made = store.prepare(store.head(), Draft(0, (), {}, message, NOON), LOG)
        if good:
            store.check_revision(made, LOG.key, size=1, root=root)
        else:
            with pytest.raises(VerificationError, match="trailers"):
                store.check_revision(made, LOG.key, size=1, root=root)


def test_a_branch_that_git_has_locked_is_not_taken_for_one_that_moved(copy: Path) -> None:
    with closing(GitStore(copy)) as opened:
        made = opened.prepare(newest(copy), Draft(262, (b"x",), {}, "x\n", NOON), LOG)
        (copy / f"{BRANCH}.lock").touch()
        with pytest.raises(StoreError, match="git: ") as refused:
            opened.publish(newest(copy), made)
        assert not isinstance(refused.value, MovedError)


def test_objects_of_a_signed_append_are_sound_before_they_are_seen(copy: Path) -> None:
    with closing(GitStore(copy)) as opened:
        before = newest(copy)
        made = opened.prepare(before, Draft(262, (b"x",), {}, "x\n", NOON), LOG)
        assert git(copy, "cat-file", "-t", made) == "commit\n"
        assert newest(copy) == before
