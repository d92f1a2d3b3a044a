"""Everything that waits for review worked off by processes of its own, one a core."""

import asyncio
import gc
import multiprocessing
import os
from multiprocessing.context import SpawnProcess

from app.central.review.runs import work_off
from app.central.storage.database import open_database
from app.errors import ClinicError
from app.scheme.days import utc_now

_AT_ONCE = 8


class WorkerFailed(ClinicError):
    """A worker ended before the work did; what it was at is free again after some minutes."""

    code = "review.worker_failed"


def work_off_everything(url: str, processes: int | None = None) -> None:
    """Until nothing is left that is not another's. processes: one a core, and one for while others wait for the disk.

    SQLite has one writer: one process is as fast as many there. Raises: WorkerFailed.
    """
    count = 1 if url.startswith("sqlite:") else processes or (os.cpu_count() or 1) + 1
    if count == 1:
        asyncio.run(_work(url))
        return
    spawn = multiprocessing.get_context("spawn")
    workers: list[SpawnProcess] = [spawn.Process(target=_in_process, args=(url,)) for _ in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise WorkerFailed


def _in_process(url: str) -> None:
    """A block's values die with it: looking through them for circles costs a fifth of the time and finds none."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)
    asyncio.run(_work(url))


async def _work(url: str) -> None:
    database = await open_database(url)
    try:
        while await work_off(database, utc_now, _AT_ONCE):
            pass
    finally:
        await database.close()
