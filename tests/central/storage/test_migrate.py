"""A database is brought to today's shape once, and never back."""

import asyncio
from datetime import date
from typing import Any

import pytest

from app.central.storage.database import Database, open_database
from app.central.storage.migrate import DatabaseNewer, DatabaseNotMigrated, migrate, must_be_current
from app.central.storage.migrations import MIGRATIONS
from app.central.storage.settings import (
    NotForPractice,
    ServiceSettings,
    is_practice,
    mark_practice,
    service_settings,
)
from tests.central.clinic import BORN, LONG_KNOWN, MORNING, SOCIETY, Clinic, StandingClock

pytestmark = pytest.mark.anyio
_OLD_PERSON: tuple[tuple[Any, ...], ...] = (
    ("insurer (number, name)", SOCIETY, "見本組合"),
    ("person (id)", 1),
    ("person_detail (person_id, name, kana, sex, birth_on, known_from)",
     1, "架空　花", "カクウ　ハナ", "2", BORN, LONG_KNOWN),
    ("period (id, person_id, insurer)", 1, 1, SOCIETY),
    ("cover (period_id, relationship, acquired_on, known_from)", 1, "1", date(2019, 4, 1), LONG_KNOWN),
    ("card_key (period_id, insurer_key, symbol_key, number_key, symbol, number, branch, known_from)",
     1, SOCIETY, "12", "3456", "12", "3456", "00", LONG_KNOWN),
)  # fmt: skip
"""The card of `clinic.typed()`, by the columns that the first migration made."""


async def test_a_new_database_gets_every_migration_once(url: str) -> None:
    database = await open_database(url)
    try:
        assert await migrate(database, MORNING) == tuple(name for name, _ in MIGRATIONS)
        assert await migrate(database, MORNING) == ()
        await must_be_current(database)
    finally:
        await database.close()


async def test_programs_that_migrate_at_a_time_do_it_once(empty_postgres: str) -> None:
    """Several containers start together; on SQLite each transaction excludes the others anyway."""
    databases = [await open_database(empty_postgres) for _ in range(4)]
    try:
        applied = await asyncio.gather(*(migrate(each, MORNING) for each in databases))
        await asyncio.gather(*(must_be_current(each) for each in databases))
        made = await asyncio.gather(*map(_settings, databases))
    finally:
        for each in databases:
            await each.close()
    assert sorted(map(len, applied)) == [0, 0, 0, len(MIGRATIONS)]
    assert len({(each.audience, each.key) for each in made}) == 1


async def _settings(database: Database) -> ServiceSettings:
    async with database.transaction() as tx:
        return await service_settings(tx)


@pytest.mark.parametrize("shape", [2, 5, 10])
async def test_a_register_of_an_older_shape_keeps_its_people(url: str, shape: int) -> None:
    """R4: whoever stood in it is found after all that was added since."""
    database = await open_database(url)
    try:
        await migrate(database, MORNING, MIGRATIONS[:shape])
        async with database.transaction() as tx:
            for table, *values in _OLD_PERSON:
                marks = ", ".join(f"${number}" for number in range(1, len(values) + 1))
                await tx.execute(f"INSERT INTO {table} VALUES ({marks})", *values)
        assert await migrate(database, MORNING) == tuple(name for name, _ in MIGRATIONS[shape:])
        async with Clinic.opened(database, StandingClock(MORNING)) as clinic:
            told = (await clinic.typed()).json()
    finally:
        await database.close()
    assert (told["outcome"], told["information"][0]["name"]) == ("valid", "架空　花")


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
