"""How long the record of who asked what is kept, and that its end is on record itself."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.central.__main__ import main
from app.central.access.forgetting import FEWEST_YEARS, YEARS, forget_before, kept_from
from app.central.storage.database import Database, open_database
from app.scheme.days import utc_now
from tests.central.clinic import CODE, MORNING

RECORDS = ("check_audit", "access_audit", "record_access")
SECOND = timedelta(seconds=1)


async def asked(database: Database, *moments: datetime) -> None:
    """One check, one request and one read at each moment."""
    async with database.transaction() as tx:
        await tx.execute(
            "INSERT INTO institution (code, name, created_at) VALUES ($1, '見本医院', $2) ON CONFLICT DO NOTHING",
            *(CODE.digits, MORNING),
        )
        for place, at in enumerate(moments):
            await tx.execute(
                "INSERT INTO check_audit (at, institution, staff, check_id, question_hash, asked_on, level, outcome,"
                " missed, photograph_confirmed) VALUES ($1, $2, '', $3, $4, $5, 'typed', 'none', $6, $7)",
                *(at, CODE.digits, str(place), b"x", at.date(), True, False),
            )
            await tx.execute(
                "INSERT INTO access_audit (at, caller, action, outcome, detail) VALUES ($1, 'x', 'GET', 'done', '')",
                at,
            )
            await tx.execute(
                "INSERT INTO record_access (at, institution, staff, action, outcome)"
                " VALUES ($1, $2, '', 'drug', 'answered')",
                *(at, CODE.digits),
            )


async def moments(database: Database, record: str) -> list[datetime]:
    async with database.transaction() as tx:
        where = "WHERE caller <> 'operator'" if record == "access_audit" else ""
        return [row["at"] for row in await tx.fetch(f"SELECT at FROM {record} {where} ORDER BY at")]


@pytest.mark.anyio
async def test_what_is_older_than_it_must_be_kept_goes_and_that_it_went_is_told(database: Database) -> None:
    before = kept_from(MORNING, YEARS)
    old = [before - timedelta(days=900), before - timedelta(days=2), before - SECOND]
    await asked(database, *old, before, MORNING)
    assert await forget_before(database, before, MORNING) == dict.fromkeys(RECORDS, 3)
    for record in RECORDS:
        assert await moments(database, record) == [before, MORNING]
    async with database.transaction() as tx:
        rows = await tx.fetch("SELECT action, outcome, detail FROM access_audit WHERE caller = 'operator'")
    begun, done = sorted((tuple(row) for row in rows), key=lambda row: row[1] != "begun")
    assert begun == ("audit forget", "begun", f"before {before.isoformat()}")
    assert done[1] == "done" and "3 check_audit, 3 access_audit, 3 record_access" in done[2]
    assert await forget_before(database, before, MORNING) == dict.fromkeys(RECORDS, 0)


def test_no_year_is_kept_too_short_a_time() -> None:
    leap = MORNING.replace(year=2024, month=2, day=29)
    assert kept_from(leap, 5) <= leap.replace(year=2019, day=28)


def test_the_command_keeps_as_many_years_as_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'central.sqlite3'}"
    assert main(["migrate", "--database", url]) == 0

    async def ask() -> None:
        database = await open_database(url)
        await asked(database, *(utc_now() - timedelta(days=366 * years + 1) for years in (4, 5, 7)))
        await database.close()

    asyncio.run(ask())
    capsys.readouterr()
    for years in (str(FEWEST_YEARS - 1), "101"):
        assert main(["audit", "forget", "--years", years, "--database", url]) == 2
    for options, gone in ((("--years", "6"), 1), ((), 1), (("--years", "3"), 1)):
        assert main(["audit", "forget", *options, "--database", url]) == 0
        assert capsys.readouterr().out.splitlines() == [f"{record}\t{gone}" for record in RECORDS]
