"""The lane in which receipts are reviewed: a block at a time, so that whoever stands at a counter goes first."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from app.central.records.derive import derive_a_part
from app.central.review.runs import work_off_a_block
from app.central.service import Service
from app.central.storage.database import DatabaseBusy

_LOG = logging.getLogger("madoguchi.central")
_LOOK_EVERY_S = 1.0  # for what another process took in, and for what a killed one left
_BREATH_S = 0.002  # between two blocks
_AFTER_FAILURE_S = 5.0


@asynccontextmanager
async def review_lane(service: Service) -> AsyncIterator[None]:
    """Works while the block lasts; several processes on one database share the work. What it was at is rolled back."""
    task = asyncio.create_task(_work(service), name="review lane")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _a_block(service: Service) -> bool:
    """Whether there was one to review, or else one to read for health information."""
    return await work_off_a_block(service.database, service.clock) or await derive_a_part(service.database)


async def _work(service: Service) -> None:
    while True:
        pause = _LOOK_EVERY_S
        try:
            if await _a_block(service):
                await asyncio.sleep(_BREATH_S)
                continue
        except DatabaseBusy:
            pass
        except Exception as error:
            # Kind only: an exception's text may quote what a database was given. The block's lease runs out by itself.
            _LOG.error("a block of receipts failed: %s", type(error).__qualname__)
            pause = _AFTER_FAILURE_S
        with suppress(TimeoutError):
            await asyncio.wait_for(service.receipts_came.wait(), pause)
        service.receipts_came.clear()
