"""`jinbang audit`: re-verify everything."""

from __future__ import annotations

import os
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.errors import StoreError
from registry import output
from registry.cli import context
from registry.cli.options import JsonOption, LedgerOption, PolicyOption, answering
from registry.errors import QuestionError
from registry.exit_codes import Exit

if TYPE_CHECKING:
    from concurrent.futures import Executor

MAX_CHECKPOINT_BYTES = 64 << 10


def audit(
    *,
    ledger: LedgerOption = None,
    since: Annotated[
        Path | None, typer.Option("--since", metavar="FILE", help="Start at this checkpoint, verified before.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Go on after the first failure and list them all.")] = False,
    jobs: Annotated[
        int, typer.Option("--jobs", metavar="N", min=1, help="Processes; by default one a core.")
    ] = os.cpu_count() or 1,
    cluster: Annotated[
        str, typer.Option("--cluster", metavar="ADDRESS", help="Verify on a Dask cluster (needs jinbang[cluster]).")
    ] = "",
    policy: PolicyOption = None,
    json: JsonOption = False,
) -> None:
    """Check every entry, signature, tile, checkpoint and commit again, from the bytes.

    Example: jinbang audit --all
    """
    from ledger.audit import audit as audit_store
    from ledger.git_store import GitStore
    from ledger.text import to_base64

    with answering(as_json=json):
        store = GitStore(context.ledger_path(ledger))
        trusted = context.policy(policy)
        trusted_since = context.read_input(str(since), MAX_CHECKPOINT_BYTES) if since is not None else None
        started = time.monotonic()
        show = output.progress("audit")
        with _cluster(cluster) as pool:
            report = audit_store(
                store,
                key=context.trusted_key(trusted, store),
                since=trusted_since,
                policy=trusted,
                everything=everything,
                executor=pool,
                jobs=jobs,
                progress=(lambda done: show(done, done)) if show is not None else None,
            )
        failures = [*context.forgotten(store, report), *report.failures]
        seconds = round(time.monotonic() - started, 3)
        root = to_base64(report.root)
        if json:
            output.json_object(
                {
                    "ok": not failures,
                    "origin": report.origin,
                    "size": report.size,
                    "root": root,
                    "entries": report.entries,
                    "checkpoints": report.checkpoints,
                    "seconds": seconds,
                    "failures": [
                        {
                            "kind": one.kind,
                            "index": one.index,
                            "path": one.path,
                            "found": one.found,
                            "needed": one.needed,
                        }
                        for one in failures
                    ],
                }
            )
        else:
            counts = f"{report.entries:,} entries, {report.checkpoints:,} checkpoints, {seconds:.1f} s"
            word = "ok  " if not failures else "FAIL"
            output.lines([f"FAIL  {failure}" for failure in failures])
            output.lines([f"{word}  {report.origin}: {counts}; root {root}"])
        output.end(Exit.FALSE if failures else Exit.TRUE)


def _cluster(address: str) -> AbstractContextManager[Executor | None]:
    """Return a Dask cluster to run the checks on, or None for processes of our own."""
    if not address:
        return nullcontext()
    try:
        from distributed import Client
    except ImportError as error:
        raise QuestionError("--cluster: needs the package distributed", "pip install 'jinbang[cluster]'") from error
    try:
        executor: Executor = Client(address, timeout="10s").get_executor()  # type: ignore[no-untyped-call, unused-ignore]
    except (OSError, ValueError) as error:
        raise StoreError(f"cluster {address}: cannot be reached: {error}") from error
    return executor
