"""Benchmarks: each figure is a ratio to a named peer, measured side by side in one run. They never fail a build."""

BENCHMARKS = ("append", "bulk", "audit", "proofs", "verify", "history", "index", "query", "tui")
"""Each is a module here with `SIZES` and `run(folder, sizes) -> list[Row]`."""
KEPT = ("tui",)
"""Those that go on with what an earlier run left in their folder."""
