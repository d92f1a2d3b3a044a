"""The encrypted file: its connections, one that writes and a few that read, each used by one thread at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import LifoQueue
from threading import RLock
from typing import Any

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from app.adapters.ledger.errors import (
    LedgerDamaged,
    LedgerDiskFull,
    LedgerInUse,
    LedgerLocked,
    LedgerUnreachable,
)
from app.adapters.ledger.key import LedgerKey

_READERS = 2
_PRAGMAS = (
    "busy_timeout = 5000",
    "journal_mode = WAL",
    "synchronous = FULL",
    # On macOS fsync alone leaves the data in the drive's cache; elsewhere this changes nothing.
    "fullfsync = ON",
    "temp_store = MEMORY",
    "secure_delete = ON",
    "foreign_keys = ON",
    "cache_size = -32768",
)
# SQLite's primary result codes; sqlcipher3's errors are not sqlite3.Error, but carry the same codes.
_NAMED = {
    3: LedgerUnreachable,  # PERM
    5: LedgerInUse,  # BUSY
    6: LedgerInUse,  # LOCKED
    8: LedgerUnreachable,  # READONLY
    10: LedgerUnreachable,  # IOERR
    11: LedgerDamaged,  # CORRUPT: also a page whose HMAC does not fit
    13: LedgerDiskFull,  # FULL
    14: LedgerUnreachable,  # CANTOPEN
    26: LedgerLocked,  # NOTADB: no page can be read with this key
}


@contextmanager
def failures_named() -> Iterator[None]:
    """Turns what the file can do to us into named failures; a mistake in our own SQL stays what it is."""
    try:
        yield
    except dbapi2.Error as cause:
        named = _NAMED.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
        if named is None:
            raise
        raise named() from cause


def keyed(path: Path, key: LedgerKey) -> Database:
    """A bare connection that has been given its key; the file is not touched yet. Raises: LedgerError."""
    with failures_named():
        connection: Any = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
        # SQLCipher writes its own complaints to standard error, where they would mix with ours.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.text}'\"")
        connection.row_factory = dbapi2.Row
        return Database(connection, recursive_triggers=False, execute_plugins=False)


def connect(path: Path, key: LedgerKey) -> Database:
    """A connection for work; makes an empty file where there is none. Raises: LedgerError.

    synchronous=FULL: in WAL mode NORMAL may lose the last commits with the power, and an acknowledged check may not
    be lost. temp_store=MEMORY and secure_delete: nothing readable beside the file, nothing deleted left in it.
    """
    db = keyed(path, key)
    try:
        with failures_named():
            for pragma in _PRAGMAS:
                db.execute(f"PRAGMA {pragma}")
    except BaseException:
        db.close()
        raise
    return db


def inserted(db: Database, table: str, row: dict[str, Any]) -> int:
    """Inserts the row and answers its number. Table.insert asks for the schema each time: eight times slower."""
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
    return int(db.execute(sql, list(row.values())).lastrowid or 0)


def whole(db: Database) -> bool:
    """Whether every page carries its HMAC and the tables fit together. Reads the whole file."""
    with failures_named():
        try:
            torn_pages = db.execute("PRAGMA cipher_integrity_check").fetchall()
            return not torn_pages and db.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        except dbapi2.DatabaseError as cause:
            if _NAMED.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF) is LedgerDamaged:
                return False
            raise


class LedgerFile:
    """The open file. Its calls may come from any lane; none comes from the window's thread."""

    def __init__(self, path: Path, key: LedgerKey, writer: Database) -> None:
        """writer: a connection whose schema is up to date; closed together with this."""
        self.path = path
        self.key = key
        self._writer = writer
        self._writing = RLock()
        self._readers: LifoQueue[Database] = LifoQueue()
        for _ in range(_READERS):
            self._readers.put(self._reader())

    def _reader(self) -> Database:
        db = connect(self.path, self.key)
        db.execute("PRAGMA query_only = ON")
        return db

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """A connection that sees everything committed before. Raises: LedgerError."""
        db = self._readers.get()
        try:
            with failures_named():
                yield db
        finally:
            self._readers.put(db)

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction: on the disk when the block ends, undone when it raises. Raises: LedgerError."""
        with self._writing, failures_named(), self._writer.atomic():
            yield self._writer

    def close(self) -> None:
        """Waits for readers and the writer; the last connection folds the WAL into the file."""
        for _ in range(_READERS):
            self._readers.get().close()
        with self._writing:
            self._writer.close()
