"""PostgreSQL behind the port: asyncpg's pool and its prepared statements."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, cast

import asyncpg

from app.central.storage.appending import Appending
from app.central.storage.database import (
    DatabaseBusy,
    DatabaseFull,
    DatabaseRefused,
    DatabaseUrlMalformed,
    Row,
    TextRefused,
)

_WAIT_S = 5.0
_STATEMENT_S = 30.0
_BULK_S = 3600.0
_SHAPE = 0x6D646763
"""Names our lock among those that others may keep in the same database."""
_UNREACHABLE = (
    *(OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError),
    asyncpg.InsufficientResourcesError,  # too many connections, no memory
)
# What a server that stops or breaks off in the middle shows, its own word or asyncpg's about a closed connection; that
# gave way to another of two that waited for each other; or that became a standby.
_BROKEN_OFF = (
    *(*_UNREACHABLE, asyncpg.InterfaceError, asyncpg.TransactionRollbackError),
    asyncpg.ReadOnlySQLTransactionError,
)

# One plan a statement, made once a connection: planning the joins anew costs ten times what running them does.
SESSION_SETTINGS = {"plan_cache_mode": "force_generic_plan", "jit": "off", "DateStyle": "ISO"}
_NOT_LET_IN = (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError)
_REFERENCES = """
    SELECT conrelid::regclass::text AS of_table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY ($1::text[]::regclass[])
"""


class PostgresStatements:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def transaction(self) -> AbstractAsyncContextManager[None]:
        return cast(AbstractAsyncContextManager[None], self._connection.transaction())

    async def fetch(self, sql: str, *parameters: object) -> Sequence[Row]:
        return cast(Sequence[Row], await self._connection.fetch(sql, *parameters))

    async def fetch_one(self, sql: str, *parameters: object) -> Row | None:
        return cast(Row | None, await self._connection.fetchrow(sql, *parameters))

    async def execute(self, sql: str, *parameters: object) -> int:
        done: str = await self._connection.execute(sql, *parameters)
        count = done.rpartition(" ")[2]  # such as "INSERT 0 1"; "CREATE TABLE" touches no rows
        return int(count) if count.isdigit() else 0

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """In one go, and all or none of them: asyncpg sends them without waiting for each."""
        await self._connection.executemany(sql, rows)

    async def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        await self._connection.copy_records_to_table(table, columns=columns, records=rows, timeout=_BULK_S)

    async def alone(self) -> None:
        await self._connection.execute("SELECT pg_advisory_xact_lock($1)", _SHAPE)

    @asynccontextmanager
    async def filling(self, tables: Sequence[str]) -> AsyncIterator[None]:
        """PostgreSQL looks each reference up by a query of its own, three times the cost of the row itself."""
        references = await self._connection.fetch(_REFERENCES, tables)
        for table, name, _ in references:
            await self._connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        yield
        for table, name, definition in references:
            added = f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
            await self._connection.execute(added, timeout=_BULK_S)
        await self._connection.execute(f"ANALYZE {', '.join(tables)}", timeout=_BULK_S)


async def _leave_as_it_is(connection: Any) -> None:
    """No statement of ours changes the session, so cleaning it costs a round trip for nothing."""


class PostgresDatabase:
    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._appending = Appending(self._session)

    @classmethod
    async def connect(cls, url: str, connections: int = 10) -> "PostgresDatabase":
        """Raises: DatabaseBusy when the server cannot be reached, DatabaseRefused, DatabaseUrlMalformed."""
        try:
            pool = await asyncpg.create_pool(
                url,
                min_size=1,
                max_size=connections,
                command_timeout=_STATEMENT_S,
                reset=_leave_as_it_is,
                server_settings=SESSION_SETTINGS,
            )
        except _NOT_LET_IN as cause:
            raise DatabaseRefused from cause
        except _UNREACHABLE as cause:
            raise DatabaseBusy from cause
        except ValueError:
            raise DatabaseUrlMalformed("postgresql://…") from None  # its text may quote a password
        return cls(pool)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[PostgresStatements]:
        async with self._session() as session, session.transaction():
            yield session

    def session(self) -> AbstractAsyncContextManager[PostgresStatements]:
        return self._session()

    async def append(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        await self._appending.append(sql, rows)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[PostgresStatements]:
        try:
            connection = await self._pool.acquire(timeout=_WAIT_S)
        except _UNREACHABLE as cause:
            raise DatabaseBusy from cause
        try:
            yield PostgresStatements(connection)
        except asyncpg.DiskFullError as cause:
            raise DatabaseFull from cause
        except _BROKEN_OFF as cause:
            raise DatabaseBusy from cause
        except asyncpg.CharacterNotInRepertoireError:
            raise TextRefused from None  # its own text would quote the parameter
        finally:
            await self._pool.release(connection)

    async def close(self) -> None:
        await self._pool.close()
