"""The lane in which receipts are reviewed, and read for health information."""

from contextlib import AbstractAsyncContextManager

from app.central.lane import lane
from app.central.records.waiting import derive_a_part
from app.central.review.runs import work_off_a_block
from app.central.service import Service


def review_lane(service: Service) -> AbstractAsyncContextManager[None]:
    """A block that fails for a bug of ours waits some minutes, and keeps no other."""

    async def a_block() -> bool:
        if await work_off_a_block(service.database, service.clock):
            return True
        return await derive_a_part(service.database, service.clock()) is not None

    return lane("review lane", a_block, service.receipts_came)
