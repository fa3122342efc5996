"""Who cosigned the log, beside every ranking and above every screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger import cosignature
from ledger.git_store import GitStore
from ledger.log import Ledger
from ledger.note import SignatureLine, Signer
from registry.demo.facts import demo_signer
from tests.tui.conftest import Screen, drive
from tests.tui.test_audit import SAW, cosigned
from tui.session import Session


def shown(ledger: Path, policy: Path | None) -> tuple[str, str]:
    """Return the line above the rankings, and the pane beside them."""

    async def steps(screen: Screen) -> tuple[str, str]:
        return screen.text(".ledger"), " ".join(screen.text("#why").split())

    return drive(Session(ledger, policy), steps, size=(160, 50))


def policy_of(folder: Path, ledger: Path, names: dict[str, Signer], quorum: str) -> Path:
    """Write a policy that trusts a ledger's key and these witnesses."""
    key = Ledger.open(GitStore(ledger)).identity.key
    lines = [f"witness {name} {cosignature.key_of(signer).format()}" for name, signer in names.items()]
    path = folder / "policy"
    path.write_text("\n".join([f"log {key.format()}", *lines, f"quorum {quorum}", ""]), encoding="utf-8")
    return path


def seen_by(ledger: Path, witness: Signer) -> SignatureLine:
    return cosignature.sign(Ledger.open(GitStore(ledger)).head().signed.note.text, witness, SAW)


def test_without_a_policy_no_witness_is_claimed(ledger: Path) -> None:
    above, why = shown(ledger, None)

    assert above.endswith("demo.example 37") and "logged leaf 10 of 37 witnesses no policy names any" in why


def test_who_cosigned_is_counted_with_the_time_that_the_last_one_says(ledger: Path, tmp_path: Path) -> None:
    names = {name: demo_signer(f"{name}.example") for name in ("w", "v")}
    policy = policy_of(tmp_path, ledger, names, "w")

    above, why = shown(cosigned(ledger, tmp_path, seen_by(ledger, names["w"])), policy)

    assert above.endswith("demo.example 37  1/2 ok") and "witnesses 1 of 2 cosigned, 2026-11-24" in why


@pytest.mark.parametrize("cosigns", ["nobody", "a stranger"])
def test_too_few_witnesses_are_said_above_and_beside(cosigns: str, ledger: Path, tmp_path: Path) -> None:
    policy = policy_of(tmp_path, ledger, {"w": demo_signer("w.example")}, "w")
    stranger = seen_by(ledger, demo_signer("stranger.example"))

    above, why = shown(cosigned(ledger, tmp_path, stranger) if cosigns == "a stranger" else ledger, policy)

    assert above.endswith("demo.example 37  0/1 FAIL")
    assert "witnesses FAIL witnesses: 0 of the 1 that the policy needs" in why


def test_a_policy_that_asks_for_none_shows_none(ledger: Path, tmp_path: Path) -> None:
    above, why = shown(ledger, policy_of(tmp_path, ledger, {}, "none"))

    assert above.endswith("demo.example 37") and "witnesses the policy names none" in why


def test_a_log_that_the_policy_does_not_name_fails_above_and_beside(ledger: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy"
    policy.write_text(f"log {demo_signer('other.example').key.format()}\nquorum none\n", encoding="utf-8")

    above, why = shown(ledger, policy)

    assert above.endswith("0/0 FAIL") and "witnesses FAIL" in why
