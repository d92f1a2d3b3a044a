"""Rows of many callers, committed together: a commit costs a wait for the disk, however many rows are in it."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from app.central.storage.database import DatabaseBusy

Rows = Sequence[Sequence[object]]


class Writing(Protocol):
    """Where one call is a transaction, or part of one."""

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None: ...


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    sql: str
    rows: Rows
    written: asyncio.Future[None]


class Appending:
    """Whoever comes while nothing is being written writes at once; who comes meanwhile goes with the next commit.

    open: gives one call of execute_many that takes effect as a whole.
    """

    def __init__(self, open: Callable[[], AbstractAsyncContextManager[Writing]]) -> None:
        self._open = open
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def append(self, sql: str, rows: Rows) -> None:
        """Raises: what writing these rows raises; a row of somebody else's that is refused does no harm."""
        mine = _Waiting(sql, rows, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all())
        await mine.written

    async def _write_all(self) -> None:
        """Until nobody waits; a caller who went away meanwhile is written all the same."""
        try:
            while self._waiting:
                taken, self._waiting = self._waiting, []
                by_sql: defaultdict[str, list[_Waiting]] = defaultdict(list)
                for each in taken:
                    by_sql[each.sql].append(each)
                for together in by_sql.values():
                    await self._write(together)
        finally:
            self._writer = None

    async def _write(self, together: Sequence[_Waiting]) -> None:
        try:
            async with self._open() as statements:
                await statements.execute_many(
                    together[0].sql, [row for each in together for row in each.rows]
                )
        except DatabaseBusy as busy:  # whatever the rows are; and whether they are there, nobody knows
            _settle(together, busy)
        except Exception as failure:
            if len(together) == 1:
                _settle(together, failure)
                return
            for each in together:
                await self._write([each])
        else:
            _settle(together, None)


def _settle(together: Sequence[_Waiting], failure: Exception | None) -> None:
    for each in together:
        if each.written.done():  # its caller went away
            continue
        if failure is None:
            each.written.set_result(None)
        else:
            each.written.set_exception(failure)
