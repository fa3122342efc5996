"""What every test runs in: the same whoever starts the suite, and however."""

from __future__ import annotations

import os
import signal
import sys

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
