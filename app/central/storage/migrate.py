"""Bringing a database to the shape this program needs."""

from collections.abc import Sequence
from datetime import datetime

from app.central.storage.database import Database, Transaction
from app.central.storage.migrations import MIGRATIONS
from app.errors import ClinicError


class DatabaseNewer(ClinicError):
    """The database was written by a newer version of this program."""

    code = "database.newer"


class DatabaseNotMigrated(ClinicError):
    """The database lacks what this version needs: run `migrate`."""

    code = "database.not_migrated"


Migrations = Sequence[tuple[str, tuple[str, ...]]]
"""Name and statements, oldest first."""

_JOURNAL = "CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, applied_at timestamptz NOT NULL)"


async def migrate(database: Database, now: datetime, migrations: Migrations = MIGRATIONS) -> tuple[str, ...]:
    """The migrations it applied, all in one transaction; who comes meanwhile finds them done. Raises: DatabaseNewer."""
    async with database.transaction() as tx:
        await tx.alone()
        await tx.execute(_JOURNAL)
        missing = await _missing(tx, migrations)
        for name, statements in migrations:
            if name in missing:
                for statement in statements:
                    await tx.execute(statement)
                await tx.execute("INSERT INTO migration (name, applied_at) VALUES ($1, $2)", name, now)
    return missing


async def must_be_current(database: Database, migrations: Migrations = MIGRATIONS) -> None:
    """Raises: DatabaseNewer, DatabaseNotMigrated."""
    async with database.transaction() as tx:
        await tx.alone()
        await tx.execute(_JOURNAL)
        if await _missing(tx, migrations):
            raise DatabaseNotMigrated


async def _missing(tx: Transaction, migrations: Migrations) -> tuple[str, ...]:
    applied = {row["name"] for row in await tx.fetch("SELECT name FROM migration")}
    known = [name for name, _ in migrations]
    if applied - set(known):
        raise DatabaseNewer
    return tuple(name for name in known if name not in applied)
