"""Everything that waits for review worked off by processes of its own, one a core."""

import asyncio
import gc
import multiprocessing
import os
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from app.central.review.leases import Work
from app.central.review.runs import work_off
from app.central.storage.database import open_database
from app.errors import ClinicError
from app.scheme.days import utc_now

_AT_ONCE = 8


class WorkerFailed(ClinicError):
    """A worker ended before the work did; what it was at is free again after some minutes."""

    code = "review.worker_failed"


def work_off_everything(url: str, processes: int | None = None) -> tuple[Work, ...]:
    """Until nothing is left that is not another's. processes: one a core, and one for while others wait for the disk.

    SQLite has one writer: one process is as fast as many there. Returns: the blocks that failed, in order; the log has
    of what kind. Raises: WorkerFailed.
    """
    count = 1 if url.startswith("sqlite:") else processes or (os.cpu_count() or 1) + 1
    if count == 1:
        return _each_once(asyncio.run(_work(url)))
    spawn = multiprocessing.get_context("spawn")
    workers: list[tuple[SpawnProcess, Connection]] = []
    for _ in range(count):
        ours, theirs = spawn.Pipe(duplex=False)
        worker = spawn.Process(target=_in_process, args=(url, theirs))
        worker.start()
        theirs.close()  # so that ours ends with the worker
        workers.append((worker, ours))
    failed: list[Work] = []
    for worker, told in workers:
        with told, suppress(EOFError):
            failed += told.recv()
        worker.join()
    if any(worker.exitcode for worker, _ in workers):
        raise WorkerFailed
    return _each_once(failed)


def _each_once(failed: Iterable[Work]) -> tuple[Work, ...]:
    """A long run tries a block again when its lease ended."""
    return tuple(sorted(set(failed), key=lambda work: (work.receipt_number, work.run, work.block)))


def _in_process(url: str, told: Connection) -> None:
    """A block's values die with it: looking through them for circles costs a fifth of the time and finds none."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)
    told.send(asyncio.run(_work(url)))


async def _work(url: str) -> list[Work]:
    """Which blocks failed."""
    failed: list[Work] = []
    database = await open_database(url)
    try:
        while (worked := await work_off(database, utc_now, _AT_ONCE)).blocks:
            failed += worked.failed
    finally:
        await database.close()
    return failed
