"""Who may enrol, when the operator's `config.toml` names registrars."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.registry.cli.conftest import User

CONFIG = '[admission]\nregistrars = ["evals.example.org"]\n'


def configure(user: User, text: str) -> None:
    (user.folder / "home" / "config.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def guest(tmp_path: Path) -> User:
    """Somebody on another machine, who wants to enrol, with the enrolment signed and written to a file."""
    folder = tmp_path / "a guest"
    folder.mkdir()
    guest = User(folder)
    assert guest.run("key", "new", "b.example").code == 0
    assert guest.run("enrol", "b.example", "--class", "media", "-o", "outbox").code == 0
    return guest


def enrolment(guest: User) -> str:
    (file,) = (guest.folder / "outbox").iterdir()
    return str(file)


def test_where_there_are_registrars_an_enrolment_needs_the_signature_of_one(user: User, guest: User) -> None:
    configure(user, CONFIG)
    refused = user.run("append", enrolment(guest))
    assert refused.code == 1
    assert "registrar" in refused.err

    countersigned = user.run("sign", enrolment(guest), "--as", "evals.example.org", "-o", "countersigned")
    assert countersigned.code == 0, countersigned.err
    appended = user.run("append", countersigned.out.strip())
    assert appended.code == 0, appended.err
    assert user.run("show", "2", "--json").json["signers"] == ["b.example", "evals.example.org"]
    assert user.run("audit").code == 0


def test_without_registrars_anybody_may_enrol(user: User, guest: User) -> None:
    assert user.run("append", enrolment(guest)).code == 0


def test_nobody_countersigns_what_is_no_enrolment(user: User, guest: User) -> None:
    assert user.run("sign", "ranking.json", "-o", "signed").code == 0
    (file,) = (user.folder / "signed").iterdir()
    answer = guest.run("sign", str(file), "--as", "b.example", "-o", "countersigned")
    assert answer.code == 2
    assert "the statement is by evals.example.org, not by b.example" in answer.err


@pytest.mark.parametrize(
    "text", ["admission = 1\n", "[admission]\nregistrars = 1\n", "[admission]\nregistrars = [1]\n", "not TOML"]
)
def test_settings_that_cannot_be_read_admit_nobody(user: User, guest: User, text: str) -> None:
    configure(user, text)
    answer = user.run("append", enrolment(guest))
    assert answer.code == 2
    assert "config.toml" in answer.err
    assert answer.err.count("\n") == 1
