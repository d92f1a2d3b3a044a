"""The lane: crashes, the limit on guessing, several workers, and who goes first."""

import asyncio
import logging
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from app.central.batch.lane import batch_lane, work_off_a_block
from app.central.batch.tables import BLOCK
from app.central.storage.database import DatabaseBusy
from app.central.verification import typed
from tests.central.batch.conftest import FOR_BATCHES, LIMIT
from tests.central.batch.desk import BatchDesk, item, items
from tests.central.clinic import StandingClock

pytestmark = pytest.mark.anyio


class _Crash(BaseException):
    """The worker is gone: nothing of ours catches it."""


async def test_a_worker_that_crashes_in_the_middle_of_a_block_loses_and_doubles_nothing(
    desk: BatchDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R10: the block it was at is rolled back with its audit, and the next worker takes it at once."""
    receipt = await desk.handed_over(items(120))
    assert await work_off_a_block(desk.clinic.service)
    settled = 0
    real = typed.find_typed

    async def crashing(*arguments: Any) -> Any:
        nonlocal settled
        settled += 1
        if settled == BLOCK // 2:
            raise _Crash
        return await real(*arguments)

    with monkeypatch.context() as broken:
        broken.setattr("app.central.batch.lane.find_typed", crashing)
        with pytest.raises(_Crash):
            await work_off_a_block(desk.clinic.service)
    assert (await desk.progress(receipt)).json()["done"] == BLOCK
    assert len(await desk.clinic.audit()) == BLOCK
    await desk.work()
    found = Counter(each["item_id"] for each in await desk.results(receipt))
    assert len(found) == 120 and set(found.values()) == {1}
    assert len(await desk.clinic.audit()) == 120


async def test_at_the_limit_on_guessing_a_batch_pauses_and_goes_on_by_itself(
    desk: BatchDesk, clock: StandingClock
) -> None:
    """R7, R10: misses count; nobody is left out and nobody is asked twice."""
    asked = [item(f"good-{number}") for number in range(3)]
    asked += [item(f"miss-{number}", number=str(9000 + number)) for number in range(FOR_BATCHES + 1)]
    asked += [item("last")]
    receipt = await desk.handed_over(asked)
    await desk.work()
    paused = (await desk.progress(receipt)).json()
    assert (paused["state"], paused["done"]) == ("paused", 3 + FOR_BATCHES)
    assert paused["paused_until"] is not None
    page = (await desk.page(receipt)).json()
    assert len(page["results"]) == 3 + FOR_BATCHES and page["next_cursor"] == str(3 + FOR_BATCHES)
    clock.advance(timedelta(minutes=59))
    assert await desk.work() == 0
    clock.advance(timedelta(minutes=1, seconds=1))
    await desk.clinic.sign_in("1319990014", desk.clinic.secret)
    await desk.work()
    done = (await desk.progress(receipt)).json()
    assert (done["state"], done["paused_until"]) == ("done", None)
    assert [each["item_id"] for each in await desk.results(receipt)] == [each["item_id"] for each in asked]


async def test_misses_of_a_batch_and_of_the_counter_count_together(desk: BatchDesk) -> None:
    """R7, R10: a batch that met nobody again and again leaves a third of them to the counter."""
    await desk.handed_over([item(str(number), number=str(9000 + number)) for number in range(LIMIT)])
    await desk.work()
    for number in range(LIMIT - FOR_BATCHES):
        assert (await desk.clinic.typed(number=str(8000 + number))).status_code == 200
    assert (await desk.clinic.typed()).status_code == 429


async def test_a_pause_holds_up_nobody_elses_batch_and_turns_are_taken(
    desk: BatchDesk, clock: StandingClock
) -> None:
    first = await desk.handed_over(items(2 * BLOCK))
    clock.advance(timedelta(seconds=1))
    second = await desk.handed_over(items(2 * BLOCK))
    done = []
    for _ in range(3):
        clock.advance(timedelta(seconds=1))
        await work_off_a_block(desk.clinic.service)
        done.append(
            ((await desk.progress(first)).json()["done"], (await desk.progress(second)).json()["done"])
        )
    assert done == [(BLOCK, 0), (BLOCK, BLOCK), (2 * BLOCK, BLOCK)]


async def test_workers_side_by_side_ask_for_nobody_twice(desk: BatchDesk) -> None:
    """Several processes serve one database: here several lanes of one."""
    service = desk.clinic.service
    async with batch_lane(service), batch_lane(service), batch_lane(service):
        receipt = await desk.handed_over(items(120))
        while (await desk.progress(receipt)).json()["state"] != "done":
            service.batch_came.set()
            await asyncio.sleep(0.005)
    found = Counter(each["item_id"] for each in await desk.results(receipt))
    assert len(found) == 120 and set(found.values()) == {1}
    assert len(await desk.clinic.audit()) == 120


async def test_a_bug_sets_its_batch_aside_without_a_word_of_its_content(
    desk: BatchDesk, clock: StandingClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    receipt = await desk.handed_over([item()])

    async def failing(*_: Any) -> Any:
        raise RuntimeError("himitsu")

    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setattr("app.central.batch.lane.find_typed", failing)
        assert await work_off_a_block(desk.clinic.service)
    (record,) = caplog.records
    assert "RuntimeError" in record.getMessage() and "himitsu" not in record.getMessage()
    caplog.clear()
    assert not await work_off_a_block(desk.clinic.service), "others have their turn meanwhile"
    clock.advance(timedelta(minutes=2))
    assert await desk.work() == 1
    assert (await desk.results(receipt))[0]["outcome"] == "valid"


async def test_a_busy_database_only_delays_the_lane(desk: BatchDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = asyncio.Event()

    async def once_busy(service: Any) -> bool:
        if not busy.is_set():
            busy.set()
            raise DatabaseBusy
        return await work_off_a_block(service)

    monkeypatch.setattr("app.central.batch.lane.work_off_a_block", once_busy)
    async with batch_lane(desk.clinic.service):
        receipt = await desk.handed_over([item()])
        await busy.wait()
        while (await desk.progress(receipt)).json()["state"] != "done":
            desk.clinic.service.batch_came.set()
            await asyncio.sleep(0.005)
