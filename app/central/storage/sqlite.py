"""SQLite behind the port: one connection, transactions one after another, each a few tens of microseconds.

Calls run on the event loop itself: handing them to a thread costs more than they do.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

from app.central.storage.appending import Appending
from app.central.storage.database import DatabaseBusy, DatabaseFull, DatabaseUnusable, Row, TextRefused

_WAIT_S = 5.0
_FILE_LOCK_WAIT_MS = 2_000  # another process writes; the event loop stands still meanwhile
_MEMORY = ":memory:"


def _stored(value: object) -> object:
    """Moments as text of one width, so that text order is time order. Raises: TextRefused."""
    if isinstance(value, str):
        if "\0" in value:
            raise TextRefused
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value.isoformat() if isinstance(value, date) else value


def _bound(parameters: Sequence[object]) -> dict[str, object]:
    """SQLite reads $1 as a parameter *named* 1."""
    return {str(position): _stored(value) for position, value in enumerate(parameters, start=1)}


sqlite3.register_converter("date", lambda text: date.fromisoformat(text.decode()))
sqlite3.register_converter("timestamptz", lambda text: datetime.fromisoformat(text.decode()))
sqlite3.register_converter("boolean", lambda number: number != b"0")


def _is_busy(failure: sqlite3.DatabaseError) -> bool:
    """Its low byte is the kind: a file being recovered, or seen too early, is busy as well."""
    return failure.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def _is_full(failure: sqlite3.DatabaseError) -> bool:
    """A quota that is used up shows as a write that failed."""
    return failure.sqlite_errorcode in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)


def _named(failure: sqlite3.OperationalError) -> Exception:
    if _is_full(failure):
        return DatabaseFull()
    return DatabaseBusy() if _is_busy(failure) else failure


class SqliteTransaction:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def fetch(self, sql: str, *parameters: object) -> Sequence[Row]:
        return cast(list[Row], self._connection.execute(sql, _bound(parameters)).fetchall())

    async def fetch_one(self, sql: str, *parameters: object) -> Row | None:
        return cast(Row | None, self._connection.execute(sql, _bound(parameters)).fetchone())

    async def execute(self, sql: str, *parameters: object) -> int:
        return self._connection.execute(sql, _bound(parameters)).rowcount

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        self._connection.executemany(sql, (_bound(row) for row in rows))

    async def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        places = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
        self._connection.executemany(statement, ([_stored(value) for value in row] for row in rows))

    async def alone(self) -> None:
        """Every transaction is, from its beginning."""

    @asynccontextmanager
    async def filling(self, tables: Sequence[str]) -> AsyncIterator[None]:
        """References cost little here; only the planner is told."""
        yield
        for table in tables:
            self._connection.execute(f"ANALYZE {table}")


class SqliteDatabase:
    """path: a file, made when missing, or ":memory:"."""

    def __init__(self, path: str) -> None:
        self._connection = self._connected(path)
        self._turn = asyncio.Lock()
        self._appending = Appending(self.transaction)

    @classmethod
    def _connected(cls, path: str) -> sqlite3.Connection:
        """Raises: DatabaseUnusable, DatabaseBusy."""
        try:
            if path != _MEMORY:
                Path(path).touch(
                    mode=0o600
                )  # its owner's alone; what SQLite lays beside it takes the same mode
            connection = sqlite3.connect(
                path, isolation_level=None, detect_types=sqlite3.PARSE_DECLTYPES, check_same_thread=False
            )
        except (OSError, sqlite3.DatabaseError) as cause:
            raise DatabaseUnusable from cause
        try:
            connection.row_factory = sqlite3.Row
            for pragma in cls._pragmas(path):
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.DatabaseError as cause:
            connection.close()
            raise (DatabaseBusy if _is_busy(cause) else DatabaseUnusable) from cause
        return connection

    @staticmethod
    def _pragmas(path: str) -> tuple[str, ...]:
        common = ("foreign_keys = ON", "temp_store = MEMORY")
        if path == _MEMORY:
            return common
        # FULL: an answered check and a spent nonce are on disk before the reply leaves.
        lasting = (f"busy_timeout = {_FILE_LOCK_WAIT_MS}", "journal_mode = WAL", "synchronous = FULL")
        return (*common, *lasting)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[SqliteTransaction]:
        """Reads wait for nobody's commit here."""
        await self._wait_for_turn()
        try:
            yield SqliteTransaction(self._connection)
        except sqlite3.OperationalError as cause:
            raise _named(cause) from cause
        finally:
            self._turn.release()

    async def append(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        await self._appending.append(sql, rows)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqliteTransaction]:
        await self._wait_for_turn()
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteTransaction(self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk takes all of it back by itself
                    self._connection.execute("ROLLBACK")
                raise
        except sqlite3.OperationalError as cause:
            raise _named(cause) from cause
        finally:
            self._turn.release()

    async def _wait_for_turn(self) -> None:
        if not self._turn.locked():
            await self._turn.acquire()
            return
        try:
            async with asyncio.timeout(_WAIT_S):
                await self._turn.acquire()
        except TimeoutError as cause:
            raise DatabaseBusy from cause

    async def close(self) -> None:
        self._connection.close()
