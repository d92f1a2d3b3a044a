"""A first fill: references are checked all the same, and what breaks off leaves nothing."""

import sqlite3
from collections.abc import Iterator
from datetime import date

import asyncpg
import pytest

from app.central.practice.fill import fill
from app.central.practice.town import Town, build
from app.central.registry.entries import PersonEntry
from app.central.registry.load import REGISTER_TABLES
from app.central.storage.database import Database
from tests.central.clinic import MORNING

pytestmark = pytest.mark.anyio
TOWN = build(300, 1, date(2026, 11, 19))
REFERENCE_BROKEN = (sqlite3.IntegrityError, asyncpg.ForeignKeyViolationError)
OF_NOBODY = ("INSERT INTO period (id, person_id, insurer) VALUES ($1, $2, $3)", 999_999, 999_999, "06139992")


class _Cut(Exception):
    """Whoever fills is ended in the middle."""


async def _rows(database: Database) -> dict[str, int]:
    tables = ("institution", "service_setting", "insurer", *REGISTER_TABLES)
    async with database.transaction() as tx:
        return {table: len(await tx.fetch(f"SELECT 1 FROM {table}")) for table in tables}


async def test_after_a_fill_no_row_may_refer_to_nobody(database: Database) -> None:
    await fill(database, TOWN, None, MORNING)
    for reference in (OF_NOBODY, ("UPDATE cover SET period_id = 999999 WHERE period_id = 1",)):
        with pytest.raises(REFERENCE_BROKEN):
            async with database.transaction() as tx:
                await tx.execute(*reference)


async def test_a_fill_with_a_row_that_refers_to_nobody_is_refused(database: Database) -> None:
    with pytest.raises(REFERENCE_BROKEN):
        async with database.transaction() as tx, tx.filling(REGISTER_TABLES):
            await tx.execute(*OF_NOBODY)
    assert (await _rows(database))["period"] == 0


async def test_a_fill_that_is_cut_leaves_no_part_of_a_town_and_may_begin_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await _rows(database)

    def cut(town: Town) -> Iterator[PersonEntry]:
        yield from town.named
        raise _Cut

    with monkeypatch.context() as patched, pytest.raises(_Cut):
        patched.setattr(Town, "people", cut)
        await fill(database, TOWN, None, MORNING)
    assert await _rows(database) == before
    assert (await fill(database, TOWN, None, MORNING)).people == 300
