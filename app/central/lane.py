"""Work of the service that goes on beside its requests: a block at a time, so that whoever stands at a counter goes
first."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from app.central.storage.database import DatabaseBusy

_LOG = logging.getLogger("madoguchi.central")
_LOOK_EVERY_S = 1.0  # for what another process took in or left, and for pauses that end
_BREATH_S = 0.002  # between two blocks
_AFTER_FAILURE_S = 5.0


@asynccontextmanager
async def beside(work: Coroutine[None, None, None], name: str) -> AsyncIterator[None]:
    """Something that goes on while the block lasts, and is cancelled then."""
    task = asyncio.create_task(work, name=name)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def lane(
    name: str, work_off_a_block: Callable[[], Awaitable[bool]], came: asyncio.Event
) -> AbstractAsyncContextManager[None]:
    """Works while the block lasts; several processes on one database share the work. What it was at is rolled back.

    work_off_a_block: whether there was one; may raise DatabaseBusy. came: set when something was taken in here.
    """
    return beside(_work(name, work_off_a_block, came), name)


async def _work(name: str, work_off_a_block: Callable[[], Awaitable[bool]], came: asyncio.Event) -> None:
    while True:
        pause = _LOOK_EVERY_S
        try:
            if await work_off_a_block():
                await asyncio.sleep(_BREATH_S)
                continue
        except DatabaseBusy:
            pass
        except Exception as error:
            # Kind only: an exception's text may quote what a database was given.
            _LOG.error("%s failed: %s", name, type(error).__qualname__)
            pause = _AFTER_FAILURE_S
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):  # wait_for may swallow the cancellation that ends the lane
                await came.wait()
        came.clear()
