"""The demo's publishers and statements, and their entries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from ledger import entry as entries
from ledger.note import Signer
from registry import statements
from registry.statements import Publisher, Statement

ORIGIN = "hundred-model-war.demo.example"


@dataclass(frozen=True, slots=True)
class DemoPublisher:
    """A made-up publisher."""

    name: str
    display: str
    class_: str

    @property
    def signer(self) -> Signer:
        """Its key; anybody can make it."""
        return demo_signer(self.name)

    def enrolment(self) -> bytes:
        """Return its enrolment as an entry."""
        statement = Publisher(
            publisher=self.name,
            display=self.display,
            class_=self.class_,  # type: ignore[arg-type]
            keys=(self.signer.key.format(),),
            recovery=demo_signer(self.name, "recovery").key.format(),
        )
        return entries.sign(statements.format(statement), [self.signer]).raw


PUBLISHERS = (
    DemoPublisher("cmmlu-transcripts.demo.example", "Demo: transcripts of the CMMLU repository", "individual"),
    DemoPublisher("press-desk.demo.example", "Demo: a desk that reads the press", "media"),
)


def demo_signer(name: str, use: str = "signing") -> Signer:
    """Return the key of a made-up name; its seed is a hash of the name, and so no secret."""
    return Signer.from_seed(name, hashlib.sha256(f"jinbang demo {use} key of {name}".encode()).digest())


def demo_statements() -> Iterator[tuple[str, Statement]]:
    """Yield file name and statement, in the order of the log."""
    folder = files("registry.demo") / "statements"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        yield file.name, statements.read_file(file.read_bytes(), file.name)


def demo_entries() -> dict[str, bytes]:
    """Return signed entries by file name, in the order of the log; enrolments come before them."""
    signers = {publisher.name: publisher.signer for publisher in PUBLISHERS}
    return {
        name: entries.sign(statements.format(one), [signers[speaker] for speaker in one.signers]).raw
        for name, one in demo_statements()
    }
