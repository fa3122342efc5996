"""What all tests of the registry share: nobody's own settings have a say in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _nobodys_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JINBANG_HOME", str(tmp_path_factory.mktemp("home")))
        yield
