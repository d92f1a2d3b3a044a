"""The port to the database. SQL is plain, one text for both engines, its parameters written $1, $2 …

A day is a `date`, a moment an aware datetime in UTC, bytes are bytes, on either engine: columns say so by the types
date, timestamptz, bytea and boolean. Results must therefore be columns, not expressions, where they are none of
SQLite's own types.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from app.errors import ClinicError


class DatabaseBusy(ClinicError):
    """No connection, or no lock, came free in time; asking again later helps."""

    code = "database.busy"


class DatabaseFull(DatabaseBusy):
    """The disk under it is full, or takes no more; what was under way left nothing."""

    code = "database.full"


class TextRefused(ClinicError):
    """A text holds a NUL: PostgreSQL keeps none, and no name and no number has one. On either engine alike."""

    code = "database.text"


class DatabaseUrlMalformed(ClinicError):
    """Neither sqlite:///FILE nor postgresql://…"""

    code = "database.url"


class DatabaseUnusable(ClinicError):
    """The file cannot be opened as a database: its folder, its rights, or what is in it."""

    code = "database.unusable"


class DatabaseRefused(ClinicError):
    """The server has no such database, or does not let this user in."""

    code = "database.refused"


class Row(Protocol):
    """One row of a result, by column name or in order."""

    def __getitem__(self, column: str, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...


class Statements(Protocol):
    """Statements on one connection. Raises: TextRefused for a parameter that no engine could keep."""

    async def fetch(self, sql: str, *parameters: object) -> Sequence[Row]: ...

    async def fetch_one(self, sql: str, *parameters: object) -> Row | None:
        """The first row."""

    async def execute(self, sql: str, *parameters: object) -> int:
        """How many rows it touched."""


class Transaction(Statements, Protocol):
    """Statements that take effect together or not at all."""

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """The statement once with the parameters of each row."""

    async def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """The fastest way in for many rows; names are the program's own, never from outside."""

    async def alone(self) -> None:
        """Waits until no other transaction that asked for this is open: for a change of the database's shape."""

    def filling(self, tables: Sequence[str]) -> AbstractAsyncContextManager[None]:
        """For a first fill: the tables' references are checked together at the end of the block, not row by row.

        Nobody else sees or touches the tables until the transaction ends; the planner knows their size afterwards.
        """


class Database(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Committed at the end of the block, rolled back when it raises. Raises: DatabaseBusy."""

    def session(self) -> AbstractAsyncContextManager[Statements]:
        """Each statement is a transaction of its own: for reads, and for a write that stands alone.

        Spares the two round trips of a transaction. Raises: DatabaseBusy.
        """

    async def append(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """One statement for each row, on disk when it returns, all of them or none.

        What several callers append at a time is committed together. Raises: DatabaseBusy.
        """

    async def close(self) -> None: ...


IN_MEMORY = "sqlite:///:memory:"


async def open_database(url: str) -> Database:
    """sqlite:///FILE (a fourth slash for an absolute path), sqlite:///:memory: or postgresql://…

    Raises: DatabaseUrlMalformed, DatabaseUnusable; DatabaseBusy when PostgreSQL does not answer, DatabaseRefused.
    """
    if url.startswith("sqlite:///"):
        from app.central.storage.sqlite import SqliteDatabase

        return SqliteDatabase(url.removeprefix("sqlite:///"))
    if url.startswith(("postgresql://", "postgres://")):
        from app.central.storage.postgres import PostgresDatabase

        return await PostgresDatabase.connect(url)
    raise DatabaseUrlMalformed("sqlite:///FILE or postgresql://…")
