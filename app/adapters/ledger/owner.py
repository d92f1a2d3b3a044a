"""One process owns a home: its ledger and outbox."""

import sqlite3
from pathlib import Path
from typing import Self

from app.adapters.ledger.errors import LedgerInUse, LedgerUnreachable


class HomeOwner:
    """Holds SQLite's exclusive lock on an empty file: the same on every system, and gone when the process is."""

    def __init__(self, lock: sqlite3.Connection) -> None:
        self._lock = lock

    @classmethod
    def of(cls, home: Path) -> Self:
        """Raises: LedgerInUse, LedgerUnreachable."""
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = sqlite3.connect(
                home / "owner.lock", timeout=0, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.Error) as cause:
            raise LedgerUnreachable from cause
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as cause:
            lock.close()
            busy = cause.sqlite_errorcode == sqlite3.SQLITE_BUSY
            raise (LedgerInUse if busy else LedgerUnreachable) from cause
        return cls(lock)

    def close(self) -> None:
        self._lock.close()
