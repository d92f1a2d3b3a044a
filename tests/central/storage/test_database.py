"""Both engines keep the port's promises alike."""

import os
import sqlite3
import stat
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.central.storage.database import (
    Database,
    DatabaseBusy,
    DatabaseFull,
    DatabaseRefused,
    DatabaseUnusable,
    DatabaseUrlMalformed,
    TextRefused,
    open_database,
)
from app.central.storage.sqlite import _named

pytestmark = pytest.mark.anyio
TABLE = (
    "CREATE TABLE thing (name text, day date, at timestamptz, content bytea, is_kept boolean, amount integer)"
)
COLUMNS = ("name", "day", "at", "content", "is_kept", "amount")
ROW = ("見本", date(2026, 2, 28), datetime(2026, 2, 28, 3, 4, 5, 678901, tzinfo=UTC), b"\x00\xff", True, 7)
EMPTY = (None,) * len(COLUMNS)


async def _kept(database: Database) -> list[tuple[object, ...]]:
    async with database.transaction() as tx:
        return [tuple(row) for row in await tx.fetch("SELECT * FROM thing ORDER BY name")]


async def test_days_moments_bytes_and_truths_come_back_as_they_went_in(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute(TABLE)
        await tx.insert_many("thing", COLUMNS, [ROW, EMPTY])
        await tx.execute(
            "INSERT INTO thing (name, day, at, content, is_kept, amount) VALUES ($1, $2, $3, $4, $5, $6)",
            *ROW,
        )
        found = [tuple(row) for row in await tx.fetch("SELECT * FROM thing WHERE name = $1", "見本")]
        nothing = await tx.fetch_one("SELECT * FROM thing WHERE name IS NULL")
    assert found == [ROW, ROW]
    assert nothing is not None and tuple(nothing) == EMPTY
    assert all(type(left) is type(right) for left, right in zip(found[0], ROW, strict=True))


async def test_moments_are_compared_as_moments_whatever_their_zone(database: Database) -> None:
    japanese = ROW[2].astimezone(timezone(timedelta(hours=9)))
    async with database.transaction() as tx:
        await tx.execute(TABLE)
        await tx.insert_many("thing", COLUMNS, [ROW])
        assert await tx.fetch("SELECT name FROM thing WHERE at = $1", japanese)
        assert not await tx.fetch("SELECT name FROM thing WHERE at < $1", japanese)
        assert await tx.fetch("SELECT name FROM thing WHERE at < $1", japanese + timedelta(microseconds=1))


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute(TABLE)
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as tx:
            await tx.insert_many("thing", COLUMNS, [ROW])
            raise ZeroDivisionError
    assert await _kept(database) == []


async def test_a_text_with_a_nul_is_refused_on_either_engine_and_leaves_nothing(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute(TABLE)
    broken = ("見\0本", *ROW[1:])
    with pytest.raises(TextRefused):
        async with database.transaction() as tx:
            await tx.insert_many("thing", COLUMNS, [ROW, broken])
    with pytest.raises(TextRefused):
        async with database.session() as session:
            await session.fetch("SELECT * FROM thing WHERE name = $1", broken[0])
    with pytest.raises(TextRefused):
        await database.append("INSERT INTO thing (name) VALUES ($1)", [broken[:1]])
    assert await _kept(database) == []


async def test_a_write_tells_how_many_rows_it_touched(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute(TABLE)
        await tx.insert_many("thing", COLUMNS, [ROW, ROW])
        assert await tx.execute("UPDATE thing SET amount = $1", 8) == 2
        assert await tx.execute("UPDATE thing SET amount = $1 WHERE name = $2", 9, "none") == 0


async def test_a_row_is_read_by_column(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute(TABLE)
        await tx.insert_many("thing", COLUMNS, [ROW])
        row = await tx.fetch_one("SELECT amount, name AS called FROM thing")
    assert row is not None
    assert (row["called"], row["amount"]) == ("見本", 7)


async def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(DatabaseUrlMalformed):
        await open_database("mysql://somewhere/x")


async def test_a_file_that_cannot_be_a_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("見本,1\n" * 400, encoding="utf-8")
    for place in ("rows.csv", "no folder/central.sqlite3", "."):
        with pytest.raises(DatabaseUnusable):
            await open_database(f"sqlite:///{tmp_path / place}")
    assert (tmp_path / "rows.csv").read_text(encoding="utf-8").startswith("見本,1")


async def test_a_server_that_does_not_answer_is_said_to_be_away(tmp_path: object) -> None:
    with pytest.raises(DatabaseBusy):
        await open_database(f"postgresql:///x?host={tmp_path}")


async def test_a_server_that_breaks_off_is_said_to_be_away_and_found_again(empty_postgres: str) -> None:
    database = await open_database(empty_postgres)
    try:
        with pytest.raises(DatabaseBusy):
            async with database.transaction() as tx:
                await tx.fetch("SELECT pg_terminate_backend(pg_backend_pid())")
        async with database.transaction() as tx:
            assert await tx.fetch_one("SELECT 1 AS alive")
    finally:
        await database.close()


@pytest.mark.parametrize(
    ("state", "named"),
    [
        ("40P01", DatabaseBusy),  # two waited for each other
        ("53300", DatabaseBusy),  # too many connections
        ("25006", DatabaseBusy),  # the server became a standby
        ("53100", DatabaseFull),
    ],
)
async def test_what_a_server_cannot_do_just_now_is_no_bug_of_ours(
    empty_postgres: str, state: str, named: type[DatabaseBusy]
) -> None:
    database = await open_database(empty_postgres)
    try:
        with pytest.raises(DatabaseBusy) as told:
            async with database.transaction() as tx:
                await tx.execute(f"DO $$ BEGIN RAISE 'himitsu' USING ERRCODE = '{state}'; END $$")
        assert (type(told.value), str(told.value)) == (named, "")
    finally:
        await database.close()


async def test_a_server_that_lets_nobody_more_in_is_said_to_be_busy(empty_postgres: str) -> None:
    database = await open_database(empty_postgres)
    async with database.session() as session:
        await session.execute("DROP ROLE IF EXISTS narrow")
        await session.execute("CREATE ROLE narrow LOGIN CONNECTION LIMIT 1")
    narrow = empty_postgres.replace("user=postgres", "user=narrow")
    only = await open_database(narrow)
    with pytest.raises(DatabaseBusy):
        await open_database(narrow)
    async with only.session():
        with pytest.raises(DatabaseBusy):
            async with only.session():
                pass
    await only.close()
    await database.close()


async def test_a_database_that_the_server_does_not_give_is_told_from_one_that_is_away(
    empty_postgres: str,
) -> None:
    for wrong in ("/nothing_here?", "/postgres?user=nobody&"):
        with pytest.raises(DatabaseRefused):
            await open_database(empty_postgres.replace("/postgres?", wrong).replace("&user=postgres", ""))
    with pytest.raises(DatabaseUrlMalformed) as told:
        await open_database("postgresql://himitsu:himitsu@host:himitsu/central")
    assert "himitsu" not in str(told.value)


async def test_a_full_disk_is_told_takes_all_of_a_transaction_back_and_harms_nothing_later(
    tmp_path: Path,
) -> None:
    database = await open_database(f"sqlite:///{tmp_path / 'central.sqlite3'}")
    async with database.transaction() as tx:
        await tx.execute(TABLE)
        await tx.fetch("PRAGMA max_page_count = 20")
    with pytest.raises(DatabaseFull):
        async with database.transaction() as tx:
            await tx.insert_many("thing", COLUMNS, [ROW])
            await tx.insert_many("thing", COLUMNS, [("x" * 200_000, *ROW[1:])])
    with pytest.raises(DatabaseFull):
        await database.append("INSERT INTO thing (name) VALUES ($1)", [("x" * 200_000,)])
    async with database.transaction() as tx:
        await tx.fetch("PRAGMA max_page_count = 1000")
        await tx.insert_many("thing", COLUMNS, [ROW])
    assert await _kept(database) == [ROW]
    await database.close()


async def test_a_file_that_another_program_holds_is_said_to_be_busy(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'central.sqlite3'}"
    one, other = await open_database(url), await open_database(url)
    async with one.transaction():
        with pytest.raises(DatabaseBusy):
            async with other.transaction():
                pass
    await one.close()
    await other.close()


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps files apart by folder")
async def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path / 'central.sqlite3'}")
    async with database.transaction() as tx:
        await tx.execute(TABLE)
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}
    await database.close()


def test_every_kind_of_busy_is_named_busy() -> None:
    """SQLite tells in the upper bytes why: while a file is recovered, or where a snapshot is too old."""
    failure = sqlite3.OperationalError("database is locked")
    for code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY, sqlite3.SQLITE_BUSY_SNAPSHOT):
        failure.sqlite_errorcode = code
        assert isinstance(_named(failure), DatabaseBusy)
    failure.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
    assert isinstance(_named(failure), DatabaseFull), "a quota that is used up"
    failure.sqlite_errorcode = sqlite3.SQLITE_IOERR
    assert _named(failure) is failure
