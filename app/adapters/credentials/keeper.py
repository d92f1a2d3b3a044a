"""Keeping a secret by name, and the keeper that forgets everything when the program ends."""

from typing import Protocol

LEDGER_KEY = "ledger-key"
"""The ledger's key as 64 hexadecimal digits."""

CENTRAL_SECRET = "central-secret"
"""What the central service gave the institution."""


class KeyKeeper(Protocol):
    """Secrets of one home, by name. Calls may take seconds and never run on the window's thread."""

    def get(self, name: str) -> str | None:
        """None where nothing is kept. Raises: KeyringMissing, KeyringLocked, KeyringFailed."""

    def put(self, name: str, secret: str) -> None:
        """Replaces what was kept. Raises: as get."""

    def forget(self, name: str) -> None:
        """Forgetting what is not there is no error. Raises: as get."""


class MemoryKeeper:
    """For practice and tests: gone with the process, never on a disk."""

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self._secrets.get(name)

    def put(self, name: str, secret: str) -> None:
        self._secrets[name] = secret

    def forget(self, name: str) -> None:
        self._secrets.pop(name, None)
