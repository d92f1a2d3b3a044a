"""A database is brought to today's shape once, and never back."""

import pytest

from app.central.storage.database import Database, open_database
from app.central.storage.migrate import DatabaseNewer, DatabaseNotMigrated, migrate, must_be_current
from app.central.storage.migrations import MIGRATIONS
from app.central.storage.settings import (
    NotForPractice,
    is_practice,
    mark_practice,
    service_settings,
)
from tests.central.clinic import MORNING

pytestmark = pytest.mark.anyio


async def test_a_new_database_gets_every_migration_once(url: str) -> None:
    database = await open_database(url)
    try:
        assert await migrate(database, MORNING) == tuple(name for name, _ in MIGRATIONS)
        assert await migrate(database, MORNING) == ()
        await must_be_current(database)
    finally:
        await database.close()


async def test_a_service_does_not_start_on_a_database_of_another_shape(url: str) -> None:
    database = await open_database(url)
    try:
        with pytest.raises(DatabaseNotMigrated):
            await must_be_current(database)
    finally:
        await database.close()


async def test_a_database_written_by_a_newer_version_is_refused(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute("INSERT INTO migration (name, applied_at) VALUES ($1, $2)", "m999_later", MORNING)
    with pytest.raises(DatabaseNewer):
        await must_be_current(database)
    with pytest.raises(DatabaseNewer):
        await migrate(database, MORNING)


async def test_the_services_name_and_key_are_made_once(database: Database) -> None:
    async with database.transaction() as tx:
        first = await service_settings(tx)
    async with database.transaction() as tx:
        again = await service_settings(tx)
    assert first == again
    assert len(first.key) == 32
    assert first.key.hex() not in repr(first)


async def test_the_practice_mark_stays(database: Database) -> None:
    async with database.transaction() as tx:
        assert not await is_practice(tx)
        await mark_practice(tx)
        await mark_practice(tx)
    async with database.transaction() as tx:
        assert (await service_settings(tx)).practice


@pytest.mark.parametrize(
    "something_real",
    [
        "INSERT INTO institution (code, name, created_at) VALUES ('1319990014', 'x', $1)",
        "INSERT INTO trust_anchor (issuer_key, certificate, trusted_at) VALUES ('k', 'c', $1)",
    ],
)
async def test_a_database_that_holds_something_real_takes_no_mark(
    database: Database, something_real: str
) -> None:
    async with database.transaction() as tx:
        await tx.execute(something_real, MORNING)
        with pytest.raises(NotForPractice):
            await mark_practice(tx)
