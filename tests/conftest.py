"""What every test runs in: the same whoever starts the suite, and however."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Generator

import pytest
from hypothesis import settings

# Properties are tried without a time limit an example: a busy machine makes no fact false, and `timeout` still ends what hangs.
settings.register_profile("jinbang", deadline=None)
settings.load_profile("jinbang")

# The thousands of processes that are started read what the first one compiled, as a user's do. Each would compile it again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A shell has what runs in the background ignore ^C, and so would all that is started here to be interrupted.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Leave thousands of tests, which all stay, out of every later look for garbage: it took a third of the time in process."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
