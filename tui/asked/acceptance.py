"""Whether the policy that a reader named accepts the log as it stands: what is said of witnesses beside every ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.checkpoint import SignedCheckpoint
    from ledger.policy import Policy


class Acceptance(NamedTuple):
    """How a checkpoint stands with a policy."""

    cosigned: int
    """Witnesses of the policy that cosigned it."""
    witnesses: int
    """That the policy names."""
    newest: datetime | None
    """When the last of them cosigned, as it says, in UTC; None when none did."""
    trouble: str
    """Why the policy does not accept it; empty when it does."""


def acceptance(policy: Policy, signed: SignedCheckpoint) -> Acceptance:
    """Return how a checkpoint stands with a policy."""
    from ledger.errors import FormatError, QuorumError, VerificationError

    try:
        accepted = policy.without_quorum().accept(signed.raw)
    except (FormatError, VerificationError) as error:
        return Acceptance(0, len(policy.witnesses), None, str(error))
    times = [one.cosigned_at for one in accepted.witnesses]
    trouble = ""
    try:
        policy.accept(signed.raw)
    except QuorumError as error:
        trouble = str(error)
    return Acceptance(len(times), len(policy.witnesses), max(times, default=None), trouble)
