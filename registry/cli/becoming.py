"""From this process to that of the interface, which takes its place."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn


def become(module: str, words: Sequence[str]) -> NoReturn:
    """Go on as a module of the interface, which this package does not import."""
    sys.stdout.flush()
    # With -P: a folder of the name `tui` where somebody happens to stand is none of ours.
    os.execv(sys.executable, [sys.executable, "-P", "-m", module, *words])  # noqa: S606 - that is the point
