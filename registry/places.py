"""Where this machine keeps what is not in a ledger: keys, what they have signed, and caches.

`$JINBANG_HOME` puts all of it into one folder; otherwise each goes where the system keeps a user's data and caches.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct


class Places(Struct, frozen=True):
    """Folders; none need exist yet."""

    data: Path
    cache: Path

    @classmethod
    def of(cls, environ: Mapping[str, str] | None = None) -> Places:
        """Return the folders of this user."""
        home = (os.environ if environ is None else environ).get("JINBANG_HOME", "")
        if home:
            return cls(Path(home), Path(home) / "cache")
        from platformdirs import PlatformDirs  # deferred: costs 30 ms

        folders = PlatformDirs("jinbang", appauthor=False)
        return cls(folders.user_data_path, folders.user_cache_path)

    @property
    def keys(self) -> Path:
        """Private keys, one file a key."""
        return self.data / "keys"

    @property
    def ledger(self) -> Path:
        """The user's own ledger, when no other is named or found."""
        return self.data / "ledger.git"

    @property
    def policy(self) -> Path:
        """The logs and witnesses that this user trusts."""
        return self.data / "policy"

    @property
    def config(self) -> Path:
        """The user's settings."""
        return self.data / "config.toml"

    @property
    def filters(self) -> Path:
        """The filters that this user saved by a name."""
        return self.data / "filters.toml"

    @property
    def names(self) -> Path:
        """Names that this user knows to be one, beside those that come with the program."""
        return self.data / "names.toml"

    def signer_state(self, vkey: str) -> Path:
        """Return where the last checkpoint is kept that a log's key has signed."""
        return self.data / "signed" / f"{_short(vkey)}.state"

    def scan(self, ledger: Path, vkey: str) -> Path:
        """Return where is kept what was read of a ledger."""
        return self.cache / f"scan-{_short(str(ledger.resolve()), vkey)}.sqlite"

    def index_name(self, ledger: Path, vkey: str) -> str:
        """Return what tells the index of a ledger from those of others."""
        return _short(str(ledger.resolve()), vkey)


def _short(*parts: str) -> str:
    import hashlib  # deferred: costs 3 ms

    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
