"""Work beside the service's requests: it goes on whatever happens to one block of it."""

import asyncio
import logging

import pytest

from app.central import lane as lane_module
from app.central.lane import lane
from app.central.storage.database import DatabaseBusy

pytestmark = pytest.mark.anyio


class Blocks:
    """ends: what the next blocks come to, in order; none is left after them."""

    def __init__(self, *ends: bool | Exception) -> None:
        self.ends = list(ends)
        self.asked = 0
        self.is_empty = asyncio.Event()
        self.came = asyncio.Event()

    async def next(self) -> bool:
        self.asked += 1
        end = self.ends.pop(0) if self.ends else False
        if not self.ends:
            self.is_empty.set()
        if isinstance(end, Exception):
            raise end
        return end


async def test_blocks_are_worked_off_without_waiting_for_news() -> None:
    blocks = Blocks(True, True, True)
    async with lane("lane", blocks.next, blocks.came), asyncio.timeout(30):
        await blocks.is_empty.wait()


async def test_what_came_wakes_the_lane_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane_module, "_LOOK_EVERY_S", 3600.0)
    blocks = Blocks(False)
    async with lane("lane", blocks.next, blocks.came), asyncio.timeout(30):
        await blocks.is_empty.wait()
        blocks.is_empty.clear()
        blocks.ends.append(True)
        blocks.came.set()
        await blocks.is_empty.wait()


async def test_neither_a_busy_database_nor_a_bug_ends_the_lane(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """And the log learns the kind of the bug, never what it was about."""
    monkeypatch.setattr(lane_module, "_LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(lane_module, "_AFTER_FAILURE_S", 0.0)
    blocks = Blocks(DatabaseBusy(), RuntimeError("himitsu"), True)
    with caplog.at_level(logging.ERROR):
        async with lane("the lane", blocks.next, blocks.came), asyncio.timeout(30):
            await blocks.is_empty.wait()
    assert [each.getMessage() for each in caplog.records] == ["the lane failed: RuntimeError"]
    caplog.clear()


async def test_the_lane_ends_with_the_service_while_it_is_at_a_block() -> None:
    began = asyncio.Event()

    async def endless() -> bool:
        began.set()
        await asyncio.Event().wait()
        return True

    async with asyncio.timeout(30):
        async with lane("lane", endless, asyncio.Event()):
            await began.wait()
    assert {each.get_name() for each in asyncio.all_tasks()} & {"lane"} == set()
