"""Runs of the review: on both engines, cut off in the middle, by several processes; the end is the same (R13)."""

import hashlib
import logging
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from multiprocessing import get_context
from typing import Any

import anyio
import pytest

from app.central.practice.fill import fill
from app.central.practice.receipts import visits_of_a_month, write_receipts
from app.central.practice.town import Town, build
from app.central.review import cutting, runs, submissions
from app.central.review.closing import ReviewClosed, review_again
from app.central.review.leases import Work, blocks_open, take
from app.central.review.outcomes import counts_of, newest_run
from app.central.review.runs import begin_run, work_off, work_off_a_block
from app.central.review.workers import _in_process, work_off_everything
from app.central.storage.database import Database, DatabaseBusy, Transaction
from app.scheme.days import utc_now
from tests.central.clinic import StandingClock

pytestmark = pytest.mark.anyio
DAY = date(2026, 11, 20)
OCTOBER = date(2026, 10, 1)
DAWN = datetime(2026, 11, 19, 17, tzinfo=UTC)
RECEIPTS = 300


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dozen blocks in a small file."""
    monkeypatch.setattr(cutting, "_BLOCK", 10 * 1024)


@pytest.fixture(scope="module")
def town() -> Town:
    return build(300, 1, DAY)


@pytest.fixture(scope="module")
def month(town: Town) -> bytes:
    file = BytesIO()
    write_receipts(file, visits_of_a_month(town.people(), OCTOBER, RECEIPTS), town.institutions[0], OCTOBER)
    return file.getvalue()


async def handed_in(database: Database, town: Town, data: bytes, at: datetime = DAWN) -> str:
    """Received and cut, its first run begun."""
    digest = hashlib.sha256(data).digest()
    async with database.transaction() as tx:
        found = await submissions.announce(tx, town.institutions[0].code, len(data), digest, (), at)
        await submissions.take_part(tx, found, 0, data)
        await submissions.complete(tx, found, at)
        await begin_run(tx, found.receipt_number, at, at)
    return found.receipt_number


async def everything(tx: Transaction, number: str, run: int) -> dict[str, list[tuple[Any, ...]]]:
    """All that a run told and delivered."""
    told = await tx.fetch(
        "SELECT place, outcome, reason, changed, person_id, told, original FROM review_told"
        " WHERE receipt_number = $1 AND run = $2 ORDER BY place",
        *(number, run),
    )
    delivered = await tx.fetch(
        "SELECT block, agency, insurer, receipts, claims, points, content FROM review_delivery"
        " WHERE receipt_number = $1 AND run = $2 ORDER BY block, agency, insurer",
        *(number, run),
    )
    return {"told": [tuple(row) for row in told], "delivered": [tuple(row) for row in delivered]}


async def test_a_run_ends_with_every_receipt_counted_once(
    database: Database, town: Town, month: bytes
) -> None:
    await fill(database, town, None, DAWN)
    number = await handed_in(database, town, month)
    clock = StandingClock(DAWN)
    blocks = 0
    while await work_off_a_block(database, clock):
        blocks += 1
    assert blocks > 5
    async with database.transaction() as tx:
        run = await newest_run(tx, number)
        assert run is not None and run.done_at == DAWN
        counts = await counts_of(tx, number, 1)
    assert sum(counts.model_dump().values()) == RECEIPTS


async def test_a_run_cut_off_in_the_middle_goes_on_and_ends_the_same(
    memory: Database, town: Town, month: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R13: a block that was begun leaves nothing; its moment of knowledge stays."""
    await fill(memory, town, None, DAWN)
    clock = StandingClock(DAWN)
    number = await handed_in(memory, town, month)
    await work_off(memory, clock, 3)
    keep = runs._keep_deliveries

    async def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runs, "_keep_deliveries", killed)
    with pytest.raises(KeyboardInterrupt):
        await work_off(memory, clock, 2)
    monkeypatch.setattr(runs, "_keep_deliveries", keep)
    clock.advance(timedelta(minutes=1))
    await work_off(memory, clock, 100)
    async with memory.transaction() as tx:
        run = await newest_run(tx, number)
    assert run is not None and run.done_at is None, (
        "what was taken by the one that was killed is not free yet"
    )
    clock.advance(timedelta(minutes=10))
    await work_off(memory, clock, 100)
    async with memory.transaction() as tx:
        run = await newest_run(tx, number)
        assert run is not None and run.done_at is not None
        assert run.known_at == DAWN
        cut_off = await everything(tx, number, 1)
        assert await begin_run(tx, number, DAWN, clock()) == 2
    await work_off(memory, clock, 100)
    async with memory.transaction() as tx:
        whole = await everything(tx, number, 2)
    assert whole["delivered"] == cut_off["delivered"]
    assert [(each[0], each[1], each[2]) for each in whole["told"]] == [
        (each[0], each[1], each[2]) for each in cut_off["told"]
    ]
    assert not any(changed for _, _, _, changed, *_ in whole["told"]), "nothing was learned meanwhile"


async def test_a_block_is_done_once_however_many_do_it(memory: Database, town: Town, month: bytes) -> None:
    """Who comes late, after a lease ran out, keeps nothing."""
    await fill(memory, town, None, DAWN)
    number = await handed_in(memory, town, month)
    clock = StandingClock(DAWN)
    async with memory.transaction() as tx:
        (slow,) = await take(tx, clock(), 1)
    clock.advance(timedelta(minutes=10))
    await work_off(memory, clock, 100)
    async with memory.transaction() as tx:
        before = await everything(tx, number, 1)
        await runs._review(tx, slow, clock())
        assert await everything(tx, number, 1) == before


async def spoil(database: Database, number: str, block: int, spoilt: bool = True) -> None:
    """A block that no program of ours would write: its review fails, as for a bug."""
    async with database.transaction() as tx:
        await tx.execute(
            "UPDATE receipt_block SET paper = $3 WHERE receipt_number = $1 AND block = $2",
            *(number, block, spoilt),
        )


async def test_a_block_that_fails_keeps_no_other_and_leaves_nothing(
    memory: Database, town: Town, month: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """R13: a bug of ours on one receipt; its block is done once the bug is mended, and all is told once."""
    await fill(memory, town, None, DAWN)
    clock = StandingClock(DAWN)
    number = await handed_in(memory, town, month)
    await spoil(memory, number, 2)
    with caplog.at_level(logging.ERROR):
        worked = await work_off(memory, clock, 100)
    assert [(each.receipt_number, each.block) for each in worked.failed] == [(number, 2)]
    assert [each.getMessage() for each in caplog.records] == [
        f"review of {number}, run 1, block 2 failed: ValidationError"
    ]
    caplog.clear()
    assert await work_off(memory, clock, 100) == (0, ()), "what failed is not tried again at once"
    async with memory.transaction() as tx:
        left = await tx.fetch("SELECT block FROM review_work WHERE done_at IS NULL")
        assert [row["block"] for row in left] == [2], "all the others are done"
        run = await newest_run(tx, number)
        assert run is not None and run.done_at is None
        told = await everything(tx, number, 1)
    assert told["told"] and 2 not in {block for block, *_ in told["delivered"]}
    await spoil(memory, number, 2, False)
    clock.advance(timedelta(minutes=10))
    assert await work_off(memory, clock, 100) == (1, ())
    async with memory.transaction() as tx:
        run = await newest_run(tx, number)
        assert run is not None and run.done_at is not None
        assert sum((await counts_of(tx, number, 1)).model_dump().values()) == RECEIPTS


async def test_a_database_that_is_away_is_no_blocks_failure(
    memory: Database, town: Town, month: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever works on it hears so at once."""
    await fill(memory, town, None, DAWN)
    await handed_in(memory, town, month)

    async def away(*_: Any) -> None:
        raise DatabaseBusy

    monkeypatch.setattr(runs, "judge", away)
    with pytest.raises(DatabaseBusy):
        await work_off(memory, StandingClock(DAWN), 100)


async def test_workers_who_take_blocks_at_once_never_wait_for_each_other_in_a_circle(
    database: Database, town: Town, month: bytes
) -> None:
    await fill(database, town, None, DAWN)
    await handed_in(database, town, month)
    async with database.transaction() as tx:
        waiting = await blocks_open(tx)
    for day in range(20):  # by the next one every lease has ended
        taken: list[Work] = []

        async def one_takes(at: datetime, taken: list[Work] = taken) -> None:
            async with database.transaction() as tx:
                taken += await take(tx, at, waiting)

        async with anyio.create_task_group() as tasks:
            for _ in range(3):
                tasks.start_soon(one_takes, DAWN + timedelta(days=day))
        assert len(taken) == len(set(taken)) == waiting


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_of_several_processes_each_tells_which_blocks_failed(
    database: Database, url: str, town: Town, month: bytes
) -> None:
    await fill(database, town, None, DAWN)
    number = await handed_in(database, town, month)
    await spoil(database, number, 2)
    await spoil(database, number, 4)
    failed = work_off_everything(url, 2)
    assert [(each.receipt_number, each.block) for each in failed] == [(number, 2), (number, 4)]
    async with database.transaction() as tx:
        assert await blocks_open(tx) == 2


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_several_processes_share_the_work(
    database: Database, url: str, town: Town, month: bytes
) -> None:
    """Every core: the blocks of one file by more than one process."""
    await fill(database, town, None, DAWN)
    number = await handed_in(database, town, month)
    work_off_everything(url, 2)
    async with database.transaction() as tx:
        run = await newest_run(tx, number)
        assert run is not None and run.done_at is not None
        assert sum((await counts_of(tx, number, 1)).model_dump().values()) == RECEIPTS


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_process_killed_at_its_work_spoils_nothing(
    database: Database, url: str, town: Town, month: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R13: by the system's own means; a second run, by nobody disturbed, tells and delivers the same."""
    monkeypatch.setattr(cutting, "_BLOCK", 1024)  # hundreds of blocks, so that there is a middle
    await fill(database, town, None, DAWN)
    number = await handed_in(database, town, month)
    spawn = get_context("spawn")
    _, told = spawn.Pipe(duplex=False)
    worker = spawn.Process(target=_in_process, args=(url, told))
    worker.start()
    try:
        done = 0
        while not done:
            async with database.transaction() as tx:
                done = sum((await counts_of(tx, number, 1)).model_dump().values())
    finally:
        worker.kill()
        worker.join()
    async with database.transaction() as tx:
        assert 0 < sum((await counts_of(tx, number, 1)).model_dump().values()) < RECEIPTS
    clock = StandingClock(utc_now() + timedelta(minutes=10))
    await work_off(database, clock, RECEIPTS)
    async with database.transaction() as tx:
        run = await newest_run(tx, number)
        assert run is not None and run.done_at is not None
        assert sum((await counts_of(tx, number, 1)).model_dump().values()) == RECEIPTS
        cut_off = await everything(tx, number, 1)
        assert await begin_run(tx, number, DAWN, clock()) == 2
    await work_off(database, clock, RECEIPTS)
    async with database.transaction() as tx:
        whole = await everything(tx, number, 2)
    assert whole["delivered"] == cut_off["delivered"]
    assert not any(changed for _, _, _, changed, *_ in whole["told"]), "nothing was learned meanwhile"


async def test_of_several_who_begin_a_review_at_once_one_does(
    database: Database, town: Town, month: bytes
) -> None:
    """R13: the others are refused as they are while it goes on."""
    await fill(database, town, None, DAWN)
    number = await handed_in(database, town, month)
    await work_off(database, lambda: DAWN, 100)
    found: list[int] = []

    async def begin() -> None:
        try:
            async with database.transaction() as tx:
                found.append(await review_again(tx, number, DAWN))
                await anyio.sleep(0.02)
        except ReviewClosed:
            found.append(0)

    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(begin)
    assert sorted(found) == [0, 0, 2]
