"""Where foreign vectors and real data lie: beside the repository, not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[2] / "shared"


def vectors(*parts: str) -> Path:
    """Return a path under the shared vectors, or skip the test (at collection: the module) that asks for them."""
    return _under("vectors", *parts)


def data(*parts: str) -> Path:
    """Return a path under the shared real files, or skip as `vectors` does."""
    return _under("data", *parts)


def _under(*parts: str) -> Path:
    path = _SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"foreign vectors are not beside this checkout: {'/'.join(parts)}", allow_module_level=True)
    return path
