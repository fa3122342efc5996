"""A sound ledger audits clean in every shape that git gives it; damage on the disk, below git's objects, is found."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from ledger import checkpoint, cosignature, merkle, note, ranges, revision, sshsig, tile
from ledger.audit import Kind, audit
from ledger.errors import FormatError, RollbackError, StoreError
from ledger.founding import Identity
from ledger.git_objects import FILE_MODE, TREE_MODE, Tree, TreeEntry, format_tree, hash_object, parse_tree
from ledger.git_store import BRANCH, GitStore
from ledger.log import Ledger, Operator
from ledger.policy import Policy
from ledger.signer_state import SignerState
from ledger.store import CHECKPOINT, MemoryStore, entry_path
from ledger.workers import Workers
from tests import foreign
from tests.ledger.damage import (
    ANNA,
    ANNA_NEXT,
    ANNA_RECOVERY,
    OPERATOR,
    SIZE,
    THIEF,
    Revision,
    commit_bytes,
    enrolment,
    evaluation,
    forge,
    honest,
    publish,
    replace_loose,
    write_loose,
)

ENVIRONMENT = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
REVISIONS = forge(honest())
RAWS = [raw for batch in honest() for raw in batch]


def git(folder: Path, *words: str, given: bytes | None = None) -> bytes:
    """Run git as any user would, and return what it says."""
    done = subprocess.run(["git", *words], cwd=folder, env=ENVIRONMENT, input=given, capture_output=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository that `Ledger` itself wrote: the honest ledger."""
    folder = tmp_path_factory.mktemp("written")
    operator = Operator(OPERATOR, SignerState(folder / "state"))
    with closing(GitStore.create(folder / "log.git")) as store:
        ledger = Ledger.create(store, operator)
        for batch in honest():
            ledger.append(batch, operator)
    return folder / "log.git"


@pytest.fixture(scope="module")
def packed(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy whose objects are all in one pack."""
    path = tmp_path_factory.mktemp("packed") / "log.git"
    shutil.copytree(written, path)
    git(path, "gc", "-q", "--prune=now")
    return path


@pytest.fixture(scope="module")
def loose(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy whose objects are all files of their own."""
    path = tmp_path_factory.mktemp("loose") / "log.git"
    shutil.copytree(packed, path)
    (pack,) = (packed / "objects" / "pack").glob("*.pack")
    shutil.rmtree(path / "objects" / "pack")
    git(path, "unpack-objects", "-q", given=pack.read_bytes())
    (path / BRANCH).write_bytes(git(path, "rev-parse", "main"))
    (path / "packed-refs").unlink()
    return path


@pytest.fixture
def copy(loose: Path, tmp_path: Path) -> Path:
    """Return a copy of loose objects, to be damaged."""
    return shutil.copytree(loose, tmp_path / "copy.git")


@pytest.fixture
def pack(packed: Path, tmp_path: Path) -> Path:
    """Return the pack of a copy, to be damaged; its repository is three folders up."""
    path = shutil.copytree(packed, tmp_path / "copy.git")
    (found,) = (path / "objects" / "pack").glob("*.pack")
    found.chmod(0o644)
    return found


@pytest.fixture
def store(copy: Path) -> Iterator[GitStore]:
    with closing(GitStore(copy)) as opened:
        yield opened


def clean(path: Path) -> None:
    with closing(GitStore(path)) as opened:
        report = audit(opened, key=OPERATOR.key, everything=True, executor=ranges.INLINE)
        assert report.failures == ()
        assert (report.origin, report.size, report.entries) == (OPERATOR.name, SIZE, SIZE)
        assert (report.checkpoints, report.root) == (len(honest()) + 1, report.root)
        assert report.root == checkpoint.open(REVISIONS[-1].files[CHECKPOINT], OPERATOR.key).root


def first_failure(store: GitStore) -> tuple[Kind, str, int | None]:
    """Return what both ways to audit name first, which must be the same."""
    found = {
        audit(store, key=OPERATOR.key, everything=all_, executor=ranges.INLINE).failures[0] for all_ in (True, False)
    }
    assert len(found) == 1
    first = found.pop()
    return first.kind, first.path, first.index


def test_the_forger_of_these_tests_writes_the_files_that_a_ledger_writes(written: Path) -> None:
    """So that each damage differs from a sound ledger in the damage alone."""
    with closing(GitStore(written)) as opened:
        made = opened.history(opened.head() or "")
        for at, one in zip(made, REVISIONS, strict=True):
            for path, content in one.files.items():
                assert opened.read(at, path) == content


def test_a_written_ledger_audits_clean(written: Path) -> None:
    clean(written)


def test_a_bare_and_a_working_clone_audit_clean(written: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", written.as_uri(), "bare.git")
    git(tmp_path, "clone", "-q", written.as_uri(), "work")
    clean(tmp_path / "bare.git")
    clean(tmp_path / "work")


def test_a_collected_ledger_with_packed_refs_audits_clean(packed: Path) -> None:
    assert not (packed / BRANCH).exists()
    clean(packed)


def test_a_ledger_of_loose_objects_audits_clean(loose: Path) -> None:
    assert not list(loose.glob("objects/pack/*.pack"))
    clean(loose)


def test_a_founded_ledger_without_entries_audits_clean(tmp_path: Path) -> None:
    with closing(publish(tmp_path / "log.git", forge([]))) as opened:
        report = audit(opened)
    assert (report.ok, report.size, report.root) == (True, 0, merkle.EMPTY_ROOT)


def test_a_store_in_memory_audits_clean(tmp_path: Path) -> None:
    operator = Operator(OPERATOR, SignerState(tmp_path / "state"))
    memory = MemoryStore()
    ledger = Ledger.create(memory, operator)
    for batch in honest():
        ledger.append(batch, operator)
    assert audit(memory, everything=True).ok


@pytest.mark.parametrize("position", range(len(REVISIONS)))
def test_an_audit_since_any_published_checkpoint_is_clean(written: Path, position: int) -> None:
    with closing(GitStore(written)) as opened:
        report = audit(opened, since=REVISIONS[position].files[CHECKPOINT], executor=ranges.INLINE)
    assert report.ok
    assert (report.size, report.checkpoints) == (SIZE, len(REVISIONS) - position)


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor, Workers])
def test_any_executor_finds_the_same(
    pool: type[ThreadPoolExecutor | ProcessPoolExecutor | Workers], written: Path, tmp_path: Path
) -> None:
    bad = forge([*honest(), [evaluation(1, THIEF)], [b"no note"], [b'{\n  "type": "jinbang/publisher/v1"\n}\n']])
    executor: Executor
    with pool(2) as executor, closing(GitStore(written)) as sound, closing(publish(tmp_path / "log.git", bad)) as other:
        assert audit(sound, executor=executor).ok
        found = audit(other, executor=executor, everything=True).failures
        assert found == audit(other, executor=ranges.INLINE, everything=True).failures
    assert {one.index for one in found} == {SIZE, SIZE + 1, SIZE + 2}


def test_progress_counts_every_entry(written: Path) -> None:
    told: list[int] = []
    with closing(GitStore(written)) as opened:
        audit(opened, executor=ranges.INLINE, progress=told.append)
    assert told[-1] == SIZE
    assert told == sorted(told)


# Going back and forking: what an operator signs anew in full is a sound log, so a reader must hold an older word against it.


def test_an_older_state_fails_since_a_newer_checkpoint(tmp_path: Path) -> None:
    with closing(publish(tmp_path / "log.git", REVISIONS[:-1])) as opened:
        assert audit(opened).ok
        report = audit(opened, since=REVISIONS[-1].files[CHECKPOINT])
    assert (report.failures[0].kind, report.failures[0].path) == (Kind.HISTORY, CHECKPOINT)


def test_a_fork_fails_since_a_checkpoint_of_the_other_side(tmp_path: Path) -> None:
    fork = forge([*honest()[:-1], [evaluation(5000 + at, ANNA_NEXT) for at in range(len(honest()[-1]))]])
    with closing(publish(tmp_path / "log.git", fork)) as opened:
        assert audit(opened).ok
        report = audit(opened, since=REVISIONS[-1].files[CHECKPOINT])
    assert (report.failures[0].kind, report.failures[0].path) == (Kind.CHECKPOINT, CHECKPOINT)


def test_a_squashed_history_fails_since_a_checkpoint_that_it_lost(tmp_path: Path) -> None:
    squashed = [*REVISIONS[:4], *REVISIONS[6:]]
    with closing(publish(tmp_path / "log.git", squashed)) as opened:
        report = audit(opened, since=REVISIONS[4].files[CHECKPOINT])
    assert (report.failures[0].kind, report.failures[0].path) == (Kind.HISTORY, CHECKPOINT)


@pytest.mark.parametrize("fork", [False, True])
def test_a_reader_who_was_there_refuses_an_older_or_other_log(tmp_path: Path, *, fork: bool) -> None:
    cache = tmp_path / "cache"
    other = forge([*honest()[:-1], [evaluation(5000, ANNA_NEXT)] * fork])
    with closing(publish(tmp_path / "new.git", REVISIONS)) as opened:
        Ledger.open(opened, cache=cache).catch_up()
    with closing(publish(tmp_path / "old.git", other)) as opened, pytest.raises(RollbackError):
        Ledger.open(opened, cache=cache).catch_up()


def test_a_whole_log_by_another_key_fails_under_the_trusted_key(tmp_path: Path) -> None:
    with closing(publish(tmp_path / "log.git", forge(honest(), THIEF))) as opened:
        assert audit(opened).ok
        report = audit(opened, key=OPERATOR.key, everything=True)
    assert not report.ok
    assert {one.kind for one in report.failures} >= {Kind.CHECKPOINT, Kind.HISTORY}


def test_a_trusted_checkpoint_of_another_log_is_refused(written: Path) -> None:
    with closing(GitStore(written)) as opened, pytest.raises(FormatError):
        audit(opened, since=b"hello")


def test_an_audit_since_a_checkpoint_tells_when_a_newer_one_is_garbled(tmp_path: Path) -> None:
    garbled = [*REVISIONS[:-1], REVISIONS[-1].having({CHECKPOINT: b"x"})]
    with closing(publish(tmp_path / "log.git", garbled)) as opened:
        report = audit(opened, since=REVISIONS[3].files[CHECKPOINT])
    assert (report.failures[0].kind, report.failures[0].path) == (Kind.CHECKPOINT, CHECKPOINT)


def test_a_false_key_event_before_a_trusted_checkpoint_is_told(tmp_path: Path) -> None:
    """What later signatures mean rests on it, so key events are verified again."""
    forged = forge([[enrolment(ANNA, ANNA_RECOVERY)[:-9] + b"AAAAAAA=\n"], *honest()[1:]])
    with closing(publish(tmp_path / "log.git", forged)) as opened:
        report = audit(opened, since=forged[-1].files[CHECKPOINT], everything=True)
    assert (report.failures[0].kind, report.failures[0].index) == (Kind.SIGNATURE, 0)


@pytest.mark.parametrize("content", [None, b"", b"{}\n", Identity(OPERATOR.key).format().replace(b"v1", b"v2")])
def test_a_ledger_that_does_not_say_which_log_it_is_fails(tmp_path: Path, content: bytes | None) -> None:
    made = [REVISIONS[0].having({"ledger.json": content})]
    with closing(publish(tmp_path / "log.git", made)) as opened:
        report = audit(opened)
    assert (report.failures[0].kind, report.failures[0].path) == (Kind.HISTORY, "ledger.json")
    assert (report.origin, report.size, report.root) == ("", 0, b"")


@pytest.mark.parametrize("true", [True, False])
def test_cosignatures_of_the_witnesses_of_a_policy_are_verified(tmp_path: Path, *, true: bool) -> None:
    """A line by a key that the policy does not name says nothing, true or not."""
    witness, unknown = (note.Signer.from_seed(f"{name}.example", name.encode() * 32) for name in "wu")
    signed = checkpoint.open(REVISIONS[-1].files[CHECKPOINT], OPERATOR.key).note
    text = signed.text if true else b"other"
    lines = (cosignature.sign(text, witness, 1_700_000_000), cosignature.sign(b"other", unknown, 1_700_000_000))
    raw = note.format(note.Note(signed.text, (*signed.signatures, *lines)))
    vkey = cosignature.key_of(witness).format()
    policy = Policy.parse(f"log {OPERATOR.key.format()}\nwitness w {vkey}\nquorum w\n")
    with closing(publish(tmp_path / "log.git", [*REVISIONS[:-1], REVISIONS[-1].having({CHECKPOINT: raw})])) as opened:
        report = audit(opened, policy=policy, executor=ranges.INLINE)
        assert audit(opened, executor=ranges.INLINE).ok
    assert [one.kind for one in report.failures] == ([] if true else [Kind.COSIGNATURE])


# Below the commits: objects, refs, packs


def entry_oid(index: int) -> bytes:
    return hash_object(b"blob", RAWS[index])


def test_a_replaced_object_of_an_entry_is_found(store: GitStore) -> None:
    replace_loose(store, entry_oid(100), b"blob", RAWS[101])
    assert first_failure(store) == (Kind.ENTRY, entry_path(100), 100)


def test_a_missing_object_of_an_entry_is_found(store: GitStore) -> None:
    name = entry_oid(100).hex()
    (store.git_dir / "objects" / name[:2] / name[2:]).unlink()
    assert first_failure(store) == (Kind.ENTRY, entry_path(100), 100)


def test_an_object_of_another_kind_is_found(store: GitStore) -> None:
    replace_loose(store, entry_oid(100), b"tree", b"")
    assert first_failure(store) == (Kind.ENTRY, entry_path(100), 100)


def test_a_replaced_object_of_a_tile_is_found(store: GitStore) -> None:
    tile_bytes = REVISIONS[-1].files["tile/0/000"]
    replace_loose(store, hash_object(b"blob", tile_bytes), b"blob", bytes(8192))
    assert first_failure(store) == (Kind.TILE, "tile/0/000", None)


def test_a_replaced_object_of_a_checkpoint_is_found(store: GitStore) -> None:
    replace_loose(store, hash_object(b"blob", REVISIONS[-1].files[CHECKPOINT]), b"blob", REVISIONS[2].files[CHECKPOINT])
    assert first_failure(store) == (Kind.CHECKPOINT, CHECKPOINT, None)


def test_a_replaced_commit_is_found(store: GitStore) -> None:
    head = store.head() or ""
    older = git(store.git_dir, "cat-file", "commit", f"{head}~1")
    replace_loose(store, bytes.fromhex(head), b"commit", older)
    assert first_failure(store) == (Kind.HISTORY, f"object {head}", None)


def test_an_amended_commit_under_its_old_signature_is_found(store: GitStore) -> None:
    raw = git(store.git_dir, "cat-file", "commit", store.head() or "")
    for old, new in ((b"Append 39", b"Append 38"), (b"author example", b"author Example")):
        assert raw.count(old) == 1
        made = write_loose(store, b"commit", raw.replace(old, new)).hex()
        (store.git_dir / BRANCH).write_text(made + "\n")
        assert first_failure(store) == (Kind.HISTORY, f"commit {made}", None)


def test_a_missing_older_commit_is_found(store: GitStore) -> None:
    name = git(store.git_dir, "rev-parse", "main~4").decode().strip()
    (store.git_dir / "objects" / name[:2] / name[2:]).unlink()
    assert first_failure(store)[0] is Kind.HISTORY


def test_a_shallow_clone_is_found(written: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", "--depth", "2", written.as_uri(), "shallow.git")
    with closing(GitStore(tmp_path / "shallow.git")) as opened:
        assert first_failure(opened)[0] is Kind.HISTORY


def test_replace_refs_grafts_and_shallow_lists_are_not_obeyed(store: GitStore) -> None:
    """They change what stock git shows; the audit reads what the commits really name."""
    blob = write_loose(store, b"blob", RAWS[101].replace(b"1", b"2")).hex()
    git(store.git_dir, "replace", entry_oid(100).hex(), blob)
    head = store.head() or ""
    (store.git_dir / "shallow").write_text(f"{head}\n")
    (store.git_dir / "info").mkdir(exist_ok=True)
    (store.git_dir / "info" / "grafts").write_text(f"{head}\n")
    assert git(store.git_dir, "cat-file", "blob", entry_oid(100).hex()) != RAWS[100]
    clean(store.git_dir)


def test_alternates_are_refused(copy: Path, written: Path) -> None:
    (copy / "objects" / "info").mkdir(exist_ok=True)
    (copy / "objects" / "info" / "alternates").write_text(f"{written / 'objects'}\n")
    with pytest.raises(StoreError, match="borrows objects"):
        GitStore(copy)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_pack_is_found(pack: Path, part: float) -> None:
    raw = pack.read_bytes()
    pack.write_bytes(raw[: int(len(raw) * part)])
    with closing(GitStore(pack.parents[2])) as opened:
        assert not audit_or_refuse(opened)


@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_bit_in_a_pack_is_found_or_harmless(pack: Path, seed: int) -> None:
    """Bits that no object rests on, such as a delta's spare ones, may change: what is read must be what was written."""
    raw = bytearray(pack.read_bytes())
    at = (len(raw) - 32) * (2 * seed + 1) // 24
    raw[at] ^= 1 << seed % 8
    pack.write_bytes(raw)
    with closing(GitStore(pack.parents[2])) as opened:
        if audit_or_refuse(opened):
            assert list(opened.entries(opened.head() or "", 0, SIZE)) == RAWS


def audit_or_refuse(store: GitStore) -> bool:
    """Return whether an audit says that all is well; a ledger that cannot be read is not well."""
    try:
        return audit(store, key=OPERATOR.key, executor=ranges.INLINE).ok
    except StoreError:
        return False


@pytest.mark.parametrize("line", ["ref: refs/heads/other\n", "0" * 39 + "\n", "x" * 40 + "\n"])
def test_a_branch_that_names_no_commit_is_found(store: GitStore, line: str) -> None:
    (store.git_dir / BRANCH).write_text(line)
    assert first_failure(store) == (Kind.HISTORY, BRANCH, None)


def test_a_branch_that_is_gone_cannot_be_audited(store: GitStore) -> None:
    (store.git_dir / BRANCH).unlink()
    with pytest.raises(StoreError, match="nothing was ever published"):
        audit(store)


# Below the files: folders, modes


def graft(store: GitStore, name: bytes, entry: TreeEntry) -> None:
    """Put something into the root folder of the head, in a commit that the operator signs."""
    head = store.head() or ""
    at, _, message = git(store.git_dir, "cat-file", "commit", head).partition(b"\n\n")
    root = bytes.fromhex(at.split()[1].decode())
    tree: Tree = parse_tree(root, git(store.git_dir, "cat-file", "tree", root.hex())) | {name: entry}
    made = write_loose(store, b"tree", format_tree(tree))
    parent = git(store.git_dir, "rev-parse", "main~1").decode().strip()
    raw = commit_bytes(Revision({}, message.decode()), made, [parent])
    (store.git_dir / BRANCH).write_text(write_loose(store, b"commit", raw).hex() + "\n")


@pytest.mark.parametrize("mode", [b"100755", b"120000", b"160000", b"100664"])
def test_anything_but_plain_files_and_folders_is_found(store: GitStore, mode: bytes) -> None:
    graft(store, b"checkpoint", TreeEntry(mode, hash_object(b"blob", REVISIONS[-1].files[CHECKPOINT])))
    assert first_failure(store)[1] == CHECKPOINT


def test_an_empty_folder_is_found(store: GitStore) -> None:
    """It holds no file, but its name can say anything."""
    graft(store, b"vote for us", TreeEntry(TREE_MODE, write_loose(store, b"tree", b"")))
    assert first_failure(store)[1].startswith("vote for us")


def test_a_parent_that_git_does_not_see_is_found(store: GitStore) -> None:
    """Git reads parents at the top of a commit only: below its author it would see a history of one commit."""
    raw = git(store.git_dir, "cat-file", "commit", store.head() or "")
    head, _, message = sshsig.split_commit(raw).payload.partition(b"\n\n")
    tree, parent, author, committer = head.split(b"\n")
    payload = b"\n".join([tree, author, committer, parent]) + b"\n\n" + message
    made = write_loose(store, b"commit", sshsig.sign_commit(payload, OPERATOR)).hex()
    (store.git_dir / BRANCH).write_text(made + "\n")
    assert first_failure(store) == (Kind.HISTORY, f"commit {made}", None)


def test_a_file_in_the_place_of_a_folder_is_found(store: GitStore) -> None:
    graft(store, b"entries", TreeEntry(FILE_MODE, write_loose(store, b"blob", b"x")))
    assert first_failure(store) == (Kind.ENTRY, entry_path(0), 0)


def test_folders_nested_without_end_are_found(store: GitStore) -> None:
    oid, mode = write_loose(store, b"blob", b"x"), FILE_MODE
    for _ in range(1200):
        oid, mode = write_loose(store, b"tree", format_tree({b"d": TreeEntry(mode, oid)})), TREE_MODE
    graft(store, b"deep", TreeEntry(mode, oid))
    assert first_failure(store)[0] in (Kind.STRAY, Kind.HISTORY)


# A log that others wrote


def test_the_tiles_and_roots_of_a_foreign_log_follow_from_its_entries() -> None:
    """Grown entry by entry with what the audit uses: each tile file and each checkpoint of 15 sizes is as they wrote it."""
    log = foreign.vectors("tessera", "testdata", "log")
    key = note.VerifierKey.parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")
    bundle = tile.parse_bundle((log / "tile/entries/000.p/15").read_bytes(), 15)
    edge = tile.Edge.empty()
    for size in range(1, 16):
        (removed_or_new := revision.grow(edge, [merkle.leaf_hash(bundle[size - 1])])).sort(
            key=lambda one: one.content is None
        )
        signed = checkpoint.open((log / f"checkpoint.{size}").read_bytes(), key)
        assert (signed.size, signed.root) == (size, edge.root())
        assert removed_or_new[0].content == (log / removed_or_new[0].path).read_bytes()
        assert tile.parse_bundle((log / tile.bundle_path(0, size)).read_bytes(), size) == bundle[:size]
