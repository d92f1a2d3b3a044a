"""The lane in which receipts are reviewed, and read for health information."""

from contextlib import AbstractAsyncContextManager

from app.central.lane import lane
from app.central.records.derive import derive_a_part
from app.central.review.runs import work_off_a_block
from app.central.service import Service


def review_lane(service: Service) -> AbstractAsyncContextManager[None]:
    """A block that fails for a bug of ours waits until its lease has run out, and keeps no other."""

    async def a_block() -> bool:
        return await work_off_a_block(service.database, service.clock) or await derive_a_part(
            service.database
        )

    return lane("review lane", a_block, service.receipts_came)
