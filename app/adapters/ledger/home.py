"""Where things lie in a home."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LedgerHome:
    folder: Path

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger.db"

    @property
    def recovery(self) -> Path:
        """The key, wrapped by the recovery code."""
        return self.folder / "ledger.recovery.json"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"
