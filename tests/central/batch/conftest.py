"""A clinic that hands batches over, on both engines."""

from collections.abc import AsyncIterator

import pytest

from app.central.service import Limits
from app.central.storage.database import Database
from tests.central.batch.desk import BatchDesk
from tests.central.clinic import Clinic, StandingClock, person

LIMIT = 3
FOR_BATCHES = 2


@pytest.fixture
async def desk(database: Database, clock: StandingClock) -> AsyncIterator[BatchDesk]:
    """Before a register of one person, with a limit soon reached."""
    async with Clinic.opened(database, clock, Limits(misses_per_hour=LIMIT)) as opened:
        await opened.enter(person())
        yield BatchDesk(opened)
