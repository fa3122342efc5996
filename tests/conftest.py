"""Properties are tried without a time limit an example: a busy machine makes no fact false, and `timeout` still ends what hangs."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("jinbang", deadline=None)
settings.load_profile("jinbang")
