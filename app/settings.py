"""Where this desk lives and in which mode: one frozen value, read by assembly only and handed down in parts."""

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path


@dataclass(frozen=True, slots=True)
class Settings:
    """home: folder with ledger, settings, logs and backups. practice: a temporary home and the invented town.

    One home is one desk: the names under which the keyring keeps its secrets hold the home.
    """

    home: Path
    practice: bool = False

    @property
    def ledger_file(self) -> Path:
        return self.home / "ledger.db"

    @property
    def connection_file(self) -> Path:
        """Address and institution; the secret is in the keyring."""
        return self.home / "connection.json"

    @property
    def trust_anchor_file(self) -> Path:
        """The service's trust anchor (PEM), where the clinic gave one in place of the system's."""
        return self.home / "central-ca.pem"

    @property
    def backups(self) -> Path:
        return self.home / "backups"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def preferences_file(self) -> Path:
        """Window places, text size: QSettings in a file of this home."""
        return self.home / "preferences.ini"


def default_home() -> Path:
    """The user's data folder, by the custom of each system."""
    return user_data_path("Madoguchi", appauthor=False)
