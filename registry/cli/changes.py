"""Signing and appending, as several commands do it: build the entry, then append it here or write it to a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, overload

from ledger import entry as entries
from ledger.errors import RefusedError, StoreError
from registry import output
from registry.citation import cite
from registry.cli import context
from registry.cli.pile import Piled
from registry.exit_codes import code_of
from registry.summary import summary

if TYPE_CHECKING:
    from ledger.entry import Entry
    from ledger.log import Ledger, Receipt


@dataclass(frozen=True, slots=True)
class Made:
    """A signed entry and where it came from."""

    source: str
    """The file, or what it is, for messages."""
    held: bytes | Piled
    """The bytes of the entry, or where they wait: what they say is read again when it is asked for."""

    @property
    def raw(self) -> bytes:
        """The bytes of the entry."""
        return self.held if isinstance(self.held, bytes) else self.held.read()

    @property
    def entry(self) -> Entry:
        """The entry."""
        return entries.parse(self.raw)


@dataclass(frozen=True, slots=True)
class Raws(Sequence[bytes]):
    """The bytes of signed entries, each read when it is its turn."""

    made: Sequence[Made]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.made)

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> list[bytes]: ...
    def __getitem__(self, at: int | slice) -> bytes | list[bytes]:
        """Return one of them, or some."""
        return [one.raw for one in self.made[at]] if isinstance(at, slice) else self.made[at].raw


def append_made(ledger: Ledger, made: Sequence[Made], *, as_json: bool) -> None:
    """Append entries and answer with their places; a refusal names each file with its reason and appends nothing."""
    try:
        receipt = append_raws(ledger, made)
    except RefusedError as error:
        refused = [{"file": made[at].source, "reason": str(why)} for at, why in error.refused.items()]
        answer_refused(ledger, refused, as_json=as_json)
        output.end(code_of(error))
    answer_appended(ledger, receipt, as_json=as_json)
    tidy(ledger)


def append_raws(ledger: Ledger, made: Sequence[Made]) -> Receipt:
    """Append entries in one commit; raises RefusedError by their positions."""
    from concurrent.futures import ThreadPoolExecutor

    operator = context.operator(ledger)
    with ThreadPoolExecutor() as pool:
        return ledger.append(Raws(made), operator, summary=summary, executor=pool)


def tidy(ledger: Ledger) -> None:
    """Let git pack what single appends leave behind, after the answer is out; that it fails costs room, no entry."""
    from ledger.git_store import GitStore

    output.flush()
    assert isinstance(ledger.store, GitStore), "the command line opens ledgers in git"
    try:
        ledger.store.tidy()
    except StoreError as error:
        output.aside(f"jinbang: loose objects were not packed: {error}")


def answer_appended(
    ledger: Ledger,
    receipt: Receipt,
    *,
    as_json: bool,
    refused: Sequence[dict[str, str]] = (),
    told: Sequence[dict[str, str]] | None = None,
) -> None:
    """Print where the new entries are, and which files were refused; `told` is how that is said, where it is said shorter."""
    from ledger.text import to_base64

    origin, head = ledger.identity.origin, receipt.head
    placed = [
        {"index": index, "id": statement_id, "citation": cite(origin, index, statement_id).format()}
        for index, statement_id in enumerate(receipt.statement_ids, receipt.start)
    ]
    if as_json:
        root = to_base64(head.root)
        output.json_object({"entries": placed, "size": head.size, "root": root, "refused": list(refused)})
    else:
        output.lines(f"{one['index']}  {one['citation']}" for one in placed)
    tell_refused(refused if told is None else told)


def answer_refused(
    ledger: Ledger,
    refused: Sequence[dict[str, str]],
    *,
    as_json: bool,
    told: Sequence[dict[str, str]] | None = None,
) -> None:
    """Say which files were refused and why, as `answer_appended` does; nothing was written."""
    from ledger.text import to_base64

    if as_json:
        head = ledger.head()
        root = to_base64(head.root)
        output.json_object({"entries": [], "size": head.size, "root": root, "refused": list(refused)})
    tell_refused(refused if told is None else told)
    output.aside("  Nothing was appended.")


def tell_refused(refused: Sequence[dict[str, str]]) -> None:
    """Say which files were refused and why."""
    for one in refused:
        output.aside(f"jinbang: {one['file']}: {one['reason']}")


def write_made(made: Sequence[Made], folder: Path | None, *, as_json: bool) -> None:
    """Write signed entries as files named by statement id, or a single one to stdout."""
    if folder is None and len(made) == 1 and not as_json:
        output.raw(made[0].raw)
        return
    target = folder or Path()
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for one in made:
        statement_id = entries.statement_id(one.raw)
        path = target / f"{statement_id[:16]}.note"
        _write_new(path, one.raw)
        written.append({"id": statement_id, "file": str(path)})
    if as_json:
        output.json_object({"entries": written, "refused": []})
    else:
        output.lines(one["file"] for one in written)


def _write_new(path: Path, raw: bytes) -> None:
    """Write a file, or leave the same one; never replace another."""
    try:
        with path.open("xb") as file:
            file.write(raw)
    except FileExistsError as error:
        if path.read_bytes() != raw:
            raise StoreError(f"{path}: is there already with other signatures; name another folder with -o") from error


def change_keys(
    name: str,
    reason: str,
    ledger_option: Path | None,
    *,
    out: Path | None,
    because: str,
    last_good: int | None,
    as_json: bool,
) -> None:
    """Make a new key for a publisher and log the change, signed by an old key (rotate) or the recovery key (compromise)."""
    from registry import statements
    from registry.errors import NothingToJudge
    from registry.statements.publisher import PublisherKeys

    ledger = context.open_ledger(ledger_option)
    known = ledger.publishers().by_name.get(name)
    if known is None:
        raise NothingToJudge(f"{name}: not a publisher of this ledger")
    ring = context.key_ring()
    recovery = name + context.RECOVERY
    old = (
        ring.signer(recovery, context.passphrase) if reason == "compromise" else context.publisher_signer(name, ledger)
    )
    if out is None:
        # Before a key is made: nothing is left behind when this machine may not append.
        context.operator(ledger)
    label = next(
        f"{name}~{number}" for number in range(2, len(ring.names()) + 3) if f"{name}~{number}" not in ring.names()
    )
    new = ring.new(label, context.new_passphrase(wanted=False))
    statement = PublisherKeys(
        publisher=name,
        previous=known.last_event,
        keys=(new.format(),),
        reason=reason,  # type: ignore[arg-type]
        last_good_index=last_good,
        because=because,
    )
    made = Made(
        f"change of keys of {name}",
        entries.sign(statements.format(statement), [old, ring.signer(label, context.passphrase)]).raw,
    )
    try:
        if out is None:
            append_made(ledger, [made], as_json=as_json)
        else:
            write_made([made], out, as_json=as_json)
    except SystemExit:
        ring.remove(label)
        raise
