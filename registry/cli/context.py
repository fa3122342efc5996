"""What a command works on: the ledger that is meant, the keys of this machine, and the policy of its user."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import DamagedError, FormatError, KeyFileError, StoreError, VerificationError
from ledger.text import plain
from registry.errors import NothingToJudge, QuestionError
from registry.exit_codes import code_of
from registry.places import Places

if TYPE_CHECKING:
    from ledger.audit import Failure, Report
    from ledger.git_store import GitStore
    from ledger.keys import KeyRing
    from ledger.log import Ledger, Operator
    from ledger.note import Signer, VerifierKey
    from ledger.policy import Policy
    from registry.index import Database, Index

LEDGER_NAME = "ledger.git"
MAX_POLICY_BYTES = 1 << 20
RECOVERY = "~recovery"
"""Ends the label of a recovery key."""


def ledger_path(option: Path | None) -> Path:
    """Return the ledger that is meant: the option, the environment, here or above, the user's own. It need not exist."""
    if option is not None:
        return option
    named = os.environ.get("JINBANG_LEDGER", "")
    if named:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / LEDGER_NAME).is_dir():
            return folder / LEDGER_NAME
    return Places.of().ledger


def open_ledger(option: Path | None) -> Ledger:
    """Open the ledger that is meant. What is wrong in it is false, not a malformed question."""
    from ledger.founding import Identity
    from ledger.git_store import GitStore
    from ledger.log import Ledger
    from ledger.store import LEDGER_JSON

    path = ledger_path(option)
    if not path.exists():
        raise StoreError(f"{path}: no such ledger (name one with --ledger, or make one with `jinbang init`)")
    store = GitStore(path)
    newest = store.head()
    if newest is None:
        raise StoreError(f"{path}: nothing was ever published in it")
    try:
        identity = Identity.parse(store.read(newest, LEDGER_JSON))
        return Ledger.open(store, cache=Places.of().scan(path, identity.key.format()))
    except FormatError as error:
        raise VerificationError(f"{path}: {error}") from error


def key_ring() -> KeyRing:
    """Return the keys of this machine."""
    from ledger.keys import KeyRing

    return KeyRing(Places.of().keys)


def passphrase(whose: str = "") -> bytes:
    """Return the passphrase of a key, of which the name may be told: from the file that JINBANG_PASSPHRASE_FILE names, or typed on the terminal."""
    from ledger.keys import passphrase_from

    given = passphrase_from(os.environ)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise KeyFileError(
            "passphrase: needed, and there is no terminal to ask on", "Name a file in JINBANG_PASSPHRASE_FILE."
        )
    import getpass

    return getpass.getpass(f"Passphrase of {plain(whose)}: " if whose else "Passphrase: ").encode()


def new_passphrase(*, wanted: bool) -> bytes | None:
    """Return the passphrase that a new key is to have, or None for none."""
    from ledger.keys import passphrase_from

    given = passphrase_from(os.environ)
    if given is not None or not wanted:
        return given
    first = passphrase()
    import getpass

    if getpass.getpass("Again: ").encode() != first:
        raise QuestionError("passphrase: the two are not the same")
    return first


def operator(ledger: Ledger) -> Operator:
    """Return who writes this ledger; raises KeyFileError when its key is not on this machine."""
    from ledger.log import Operator
    from ledger.signer_state import SignerState

    origin, vkey = ledger.identity.origin, ledger.identity.key.format()
    ring = key_ring()
    if origin not in ring.names():
        raise KeyFileError(
            f"log key of {origin}: not on this machine",
            "Only its operator appends. `jinbang sign` makes a signed entry to hand over.",
        )
    state = SignerState(Places.of().signer_state(vkey))
    return Operator(ring.signer(origin, partial(passphrase, origin)), state, registrars())


def registrars() -> frozenset[str]:
    """Return who must countersign enrolments, as `config.toml` says: `[admission]`, `registrars = ["name"]`."""
    import tomllib

    path = Places.of().config
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return frozenset()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise QuestionError(f"{path}: not TOML: {error}") from error
    admission = settings.get("admission", {})
    names = admission.get("registrars", []) if isinstance(admission, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise QuestionError(f"{path}: admission.registrars is not a list of names")
    return frozenset(names)


def publisher_label(name: str, ledger: Ledger | None = None) -> str:
    """Return the key of this machine that may sign as `name`, by its label: in a ledger, one that is valid there now."""
    from ledger.keys import name_of

    ring = key_ring()
    labels = [label for label in ring.names() if name_of(label) == name and not label.endswith(RECOVERY)]
    if not labels:
        raise KeyFileError(f"key of {name}: not on this machine", f"Make one with `jinbang key new {name}`.")
    if ledger is not None:
        known = ledger.publishers().by_name.get(name)
        valid = {key.pair for key in known.keys} if known is not None else set()
        fitting = [label for label in labels if ring.verifier(label).pair in valid]
        if known is not None and not fitting:
            raise KeyFileError(f"key of {name}: none on this machine is valid in the ledger now")
        labels = fitting or labels
    return labels[-1]


def publisher_signer(name: str, ledger: Ledger | None = None) -> Signer:
    """Return the private half of that key; asks for its passphrase."""
    label = publisher_label(name, ledger)
    return key_ring().signer(label, partial(passphrase, label))


def own_policy(ledger: Ledger) -> Policy:
    """Return the policy that takes a ledger's own word for its key, and asks for no witness."""
    from ledger.policy import Policy

    return Policy.of_log(ledger.identity.key)


def index_database(ledger: Ledger) -> Database:
    """Return where the index of a ledger is: in the database that JINBANG_DATABASE_URL names, else in the user's cache."""
    from ledger.git_store import GitStore
    from registry.index import database_of

    assert isinstance(ledger.store, GitStore), "the command line opens ledgers in git"
    places = Places.of()
    name = places.index_name(ledger.store.path, ledger.identity.key.format())
    return database_of(os.environ.get("JINBANG_DATABASE_URL", ""), places.cache, name)


def open_index(ledger: Ledger) -> Index:
    """Return the index of a ledger at its head; long work shows a bar on stderr when that is a terminal."""
    from registry import output
    from registry.index import Index, day

    return Index.open(ledger, index_database(ledger), day(), output.progress)


def policy(option: Path | None) -> Policy | None:
    """Return the policy of the option, else the user's own, else None."""
    from ledger.policy import Policy

    path = option if option is not None else Places.of().policy
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_POLICY_BYTES + 1)
    except FileNotFoundError:
        if option is None:
            return None
        raise
    if len(raw) > MAX_POLICY_BYTES:
        raise QuestionError(f"{path}: a policy has at most {MAX_POLICY_BYTES:,} bytes")
    try:
        return Policy.parse(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path}: not UTF-8 at byte {error.start}") from error


def trusted(option: Path | None, ledger: Ledger) -> Policy:
    """Return the policy that is meant; without one, that which takes the ledger's own word, and say so."""
    from registry import output

    found = policy(option)
    if found is None:
        output.aside("No policy names a log key to trust: the ledger's own word is taken (see --policy).")
        return own_policy(ledger)
    return found


def trusted_key(trusted: Policy | None, store: GitStore) -> VerifierKey | None:
    """Return the policy's key for a ledger's origin, or None when no policy speaks of it."""
    from ledger.founding import Identity
    from ledger.store import LEDGER_JSON

    if trusted is None:
        return None
    newest = store.head()
    if newest is not None:
        try:
            origin = Identity.parse(store.read(newest, LEDGER_JSON)).origin
        except (FormatError, DamagedError):
            origin = ""
        for key in trusted.logs:
            if key.name == origin:
                return key
    return trusted.logs[0]


def forgotten(store: GitStore, report: Report) -> list[Failure]:
    """Return the failure that a ledger went back behind what this machine has read of it, if it did."""
    from ledger.audit import Failure, Kind
    from ledger.errors import RollbackError

    try:
        open_ledger(store.path).check_remembered()
    except RollbackError as error:
        return [
            Failure(Kind.HISTORY, None, "checkpoint", str(error), f"more than the {report.size} entries of its head")
        ]
    except (VerificationError, DamagedError):
        # The ledger cannot be read that far; the report says why.
        return []
    return []


def read_input(name: str, limit: int) -> bytes:
    """Return a file's bytes, or standard input for `-`; at most `limit` bytes."""
    if name == "-":
        content = sys.stdin.buffer.read(limit + 1)
    else:
        with Path(name).open("rb") as file:
            content = file.read(limit + 1)
    if len(content) > limit:
        raise QuestionError(f"{name}: more than {limit:,} bytes")
    if not content:
        raise NothingToJudge(f"{name}: empty")
    return content


def reason(error: Exception) -> str:
    """Return an error in one line, for a list of refused files."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error)


def worst(errors: Iterable[Exception]) -> int:
    """Return the exit code of several errors: the one that most concerns the asker."""
    return max(int(code_of(error)) for error in errors)
