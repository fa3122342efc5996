"""Git as a peer: repositories that hold the same files, and no setting of whoever measures."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ledger.store import entry_path

NAME = "peer.bench.example"


def environment(home: Path) -> dict[str, str]:
    """Return an environment in which git has its default settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "SSH_", "XDG_"))}
    return kept | {"HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}


class Repository:
    """A git repository with a work tree whose commits are signed with an ssh key."""

    def __init__(self, path: Path) -> None:
        path.mkdir()
        self.path = path
        self._environment = environment(path.parent)
        key = path.parent / f"{path.name}.key"
        ssh_keygen = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", NAME, "-f", str(key)]
        subprocess.run(ssh_keygen, check=True, stdin=subprocess.DEVNULL)
        signers = path.parent / f"{path.name}.signers"
        signers.write_text(f'{NAME} namespaces="git" {key.with_suffix(".key.pub").read_text()}')
        self.git("init", "-q", "--initial-branch=main")
        settings = {
            "user.name": NAME,
            "user.email": NAME,
            "gpg.format": "ssh",
            "user.signingKey": str(key),
            "gpg.ssh.allowedSignersFile": str(signers),
        }
        for name, value in settings.items():
            self.git("config", name, value)

    def git(self, *words: str) -> bytes:
        """Run git to its end and return what it printed."""
        return subprocess.run(
            ["git", *words], check=True, cwd=self.path, env=self._environment, stdout=subprocess.PIPE
        ).stdout

    def fill(self, entries: Sequence[bytes]) -> None:
        """Hold these entries in one commit and in the work tree, packed, as after a clone."""
        fast_import(self.path, entries, self._environment)
        self.git("reset", "-q", "--hard")

    def add(self, index: int, raw: bytes, *settings: str) -> None:
        """Add one file in a signed commit."""
        path = self.path / entry_path(index)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        given = [word for setting in settings for word in ("-c", setting)]
        self.git(*given, "add", entry_path(index))
        self.git(*given, "commit", "-q", "-S", "-m", f"Add entry {index}")


def fast_import(repository: Path, entries: Sequence[bytes], environment: dict[str, str]) -> None:
    """Write the entries as files of one commit through `git fast-import`: no signature, no tree, nothing checked."""
    command = ["git", "fast-import", "--quiet", "--force"]
    process = subprocess.Popen(command, cwd=repository, env=environment, stdin=subprocess.PIPE)
    assert process.stdin is not None, "it is started with a pipe"
    write = process.stdin.write
    for mark, raw in enumerate(entries, 1):
        write(b"blob\nmark :%d\ndata %d\n%s\n" % (mark, len(raw), raw))
    write(b"commit refs/heads/main\ncommitter %b <%b> 0 +0000\ndata 1\nx\n" % (NAME.encode(), NAME.encode()))
    for mark in range(1, len(entries) + 1):
        write(b"M 100644 :%d %s\n" % (mark, entry_path(mark - 1).encode()))
    process.stdin.close()
    if process.wait() != 0:
        raise RuntimeError(f"git fast-import ended with {process.returncode}")


def bare(path: Path) -> dict[str, str]:
    """Make an empty bare repository in place of what is there; returns its environment."""
    shutil.rmtree(path, ignore_errors=True)
    kept = environment(path.parent)
    subprocess.run(["git", "init", "-q", "--bare", str(path)], check=True, env=kept)
    return kept
