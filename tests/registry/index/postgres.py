"""A PostgreSQL server of one's own: in a folder of its own, on a socket in it, by no port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SYSTEM_USER = "postgres"


def binaries() -> Path | None:
    """Return the folder with `initdb` and `pg_ctl`, or None."""
    found = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    paths = [*([Path(found).resolve()] if found else []), *reversed(installed)]
    return next((path.parent for path in paths if (path.parent / "pg_ctl").exists()), None)


def other_user() -> str | None:
    """Return whom to run it as: the server refuses to be root. None when this user will do."""
    return SYSTEM_USER if os.geteuid() == 0 else None


def lacking() -> str:
    """Return why no server can be started here; empty when one can."""
    if binaries() is None:
        return "no PostgreSQL server (initdb, pg_ctl) on this machine"
    if other_user() is not None and SYSTEM_USER not in {one.pw_name for one in pwd.getpwall()}:
        return "PostgreSQL refuses to run as root, and there is no user for it"
    return ""


@contextmanager
def server() -> Iterator[str]:
    """Start a server with an empty database; gives its URL."""
    folder, where = Path(tempfile.mkdtemp(prefix="jinbang-pg-")), binaries()
    assert where is not None, "asked for only where there is one"
    if (user := other_user()) is not None:
        shutil.chown(folder, user)
    data = folder / "data"
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c synchronous_commit=off"

    def run(program: str, *words: str) -> None:
        # Not into pipes: the server that stays behind would hold them open.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run([where / program, *words], cwd=folder, user=user, stdout=said, stderr=said)
            said.seek(0)
            assert done.returncode == 0, said.read().decode(errors="replace")

    try:
        run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
