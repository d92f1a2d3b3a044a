"""What many append at a time is committed together, and nobody's failure is somebody else's."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from app.central.storage.appending import Appending
from app.central.storage.database import Database, DatabaseBusy

pytestmark = pytest.mark.anyio
INTO = "INSERT INTO thing (name) VALUES ($1)"
MANY = 20


@pytest.fixture
async def table(database: Database) -> Database:
    async with database.transaction() as tx:
        await tx.execute("CREATE TABLE thing (name text NOT NULL)")
    return database


async def _names(database: Database) -> list[str]:
    async with database.session() as session:
        return [row["name"] for row in await session.fetch("SELECT name FROM thing ORDER BY name")]


async def test_what_is_appended_is_there_when_it_returns(table: Database) -> None:
    await table.append(INTO, [("a",), ("b",)])
    assert await _names(table) == ["a", "b"]


async def test_appended_at_one_time_all_are_kept(table: Database) -> None:
    names = [f"{place:02}" for place in range(MANY)]
    await asyncio.gather(*(table.append(INTO, [(name,)]) for name in names))
    assert await _names(table) == names


async def test_a_row_that_is_refused_is_told_to_its_owner_alone(table: Database) -> None:
    rows: list[Any] = [(name,) for name in "abcde"]
    rows[2] = (None,)
    told = await asyncio.gather(*(table.append(INTO, [row]) for row in rows), return_exceptions=True)
    assert [told is None for told in told] == [True, True, False, True, True]
    assert await _names(table) == ["a", "b", "d", "e"]


async def test_several_rows_of_one_are_kept_all_or_none(table: Database) -> None:
    told = await asyncio.gather(
        table.append(INTO, [("a",), (None,)]), table.append(INTO, [("b",)]), return_exceptions=True
    )
    assert isinstance(told[0], Exception) and told[1] is None
    assert await _names(table) == ["b"]


class _Slow:
    """Commits that take a turn of the loop, and are counted; broken off where told so."""

    def __init__(self, broken_off: bool = False) -> None:
        self.commits: list[int] = []
        self._broken_off = broken_off

    async def __aenter__(self) -> "_Slow":
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.sleep(0)

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        self.commits.append(len(list(rows)))
        if self._broken_off:
            raise DatabaseBusy


async def test_who_comes_while_a_commit_is_on_its_way_goes_with_the_next() -> None:
    slow = _Slow()
    appending = Appending(lambda: slow)
    await asyncio.gather(*(appending.append(INTO, [(name,)]) for name in "abc"))
    assert sum(slow.commits) == 3
    assert len(slow.commits) < 3


async def test_who_goes_away_meanwhile_is_written_all_the_same() -> None:
    slow = _Slow()
    appending = Appending(lambda: slow)
    gone = asyncio.create_task(appending.append(INTO, [("a",)]))
    await asyncio.sleep(0)
    gone.cancel()
    await appending.append(INTO, [("b",)])
    assert sum(slow.commits) == 2


async def test_a_commit_that_breaks_off_is_told_to_all_and_not_tried_again() -> None:
    """It may stand all the same: tried again, it would stand twice."""
    slow = _Slow(broken_off=True)
    appending = Appending(lambda: slow)
    told = await asyncio.gather(
        *(appending.append(INTO, [(name,)]) for name in "abc"), return_exceptions=True
    )
    assert all(isinstance(each, DatabaseBusy) for each in told)
    assert sum(slow.commits) == 3
