"""Practice begins with notices of last month: each kind of end is there to be worked (R14)."""

from datetime import UTC, date, datetime

import pytest

from app.central.notices.inbox import page_of
from app.central.practice.fill import fill
from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.last_month import RECEIPTS, hand_in_last_month
from app.central.practice.town import build
from app.central.review.outcomes import counts_of
from app.central.review.runs import work_off_a_block
from app.central.storage.database import Database

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("now", [datetime(2026, 11, 20, 1, tzinfo=UTC), datetime(2027, 1, 3, 1, tzinfo=UTC)])
async def test_practice_begins_with_notices_to_work(memory: Database, now: datetime) -> None:
    """Also in the first days of a year, before receipts are claimed."""
    town = build(300, 1, now.date())
    await fill(memory, town, None, now)
    async with memory.transaction() as tx:
        number = await hand_in_last_month(tx, town, now)
    while await work_off_a_block(memory, lambda: now):
        pass
    async with memory.transaction() as tx:
        counts = await counts_of(tx, number, 1)
        told, _ = await page_of(tx, PRACTICE_CLINIC.code, "", date(2020, 1, 1), 100, now)
    assert sum(counts.model_dump().values()) == RECEIPTS
    assert {each.kind for each in told} >= {"reassigned", "split"}
