"""Practice begins with notices of last month to work on, and with receipts of that month to hand in (R14)."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from app.central.notices.inbox import page_of
from app.central.practice.fill import fill
from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.last_month import (
    HANDED_IN,
    STILL_TO_HAND_IN,
    hand_in_last_month,
    write_rest_of_last_month,
)
from app.central.practice.month_before import hand_in_month_before
from app.central.practice.town import Town, build
from app.central.review.outcomes import counts_of
from app.central.review.runs import work_off_a_block
from app.central.review.submissions import REVIEWED, submission
from app.central.storage.database import Database
from app.scheme.receipts.checking import FileCheck
from app.scheme.receipts.reading import ReceiptReader

pytestmark = pytest.mark.anyio
NEAR_ITS_END = datetime(2026, 11, 20, 1, tzinfo=UTC)
BEFORE_CLAIMS = datetime(2027, 1, 3, 1, tzinfo=UTC)


def rest(town: Town, now: datetime) -> ReceiptReader:
    file = BytesIO()
    write_rest_of_last_month(file, town, now)
    return ReceiptReader(BytesIO(file.getvalue()))


@pytest.mark.parametrize("now", [NEAR_ITS_END, BEFORE_CLAIMS])
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
    assert sum(counts.model_dump().values()) == HANDED_IN
    assert {each.kind for each in told} >= {"reassigned", "split"}
    still_to_come = {(each.kana, each.birth_on) for each in rest(town, now)}
    assert not still_to_come & {(each.kana, each.birth_on) for each in told}


AFTER_JULY = datetime(2026, 9, 30, 1, tzinfo=UTC)


@pytest.mark.parametrize("now", [NEAR_ITS_END, BEFORE_CLAIMS, AFTER_JULY])
async def test_practice_has_money_to_collect_and_to_give_back_past_its_day(
    memory: Database, now: datetime
) -> None:
    """R14; also where certificates were renewed meanwhile."""
    await fill(memory, build(300, 1, now.date()), None, now)
    number = await hand_in_month_before(memory, now)
    async with memory.transaction() as tx:
        told, _ = await page_of(tx, PRACTICE_CLINIC.code, "", date(2020, 1, 1), 100, now)
        submitted = await submission(tx, number)
    assert submitted is not None and submitted.state == REVIEWED
    found = {
        each.kind: (each.before.share_percent, {part.share_percent for part in each.after}) for each in told
    }
    assert found["reassigned"] == (30, {20})
    assert found["split"][1] == {20, 30}
    differences = {each.kind: each.share_difference_yen or 0 for each in told}
    assert differences["reassigned"] < 0 < differences["split"]
    assert all(each.due_on < now.date().replace(day=1) for each in told)


@pytest.mark.parametrize(
    ("now", "month"), [(NEAR_ITS_END, date(2026, 10, 1)), (BEFORE_CLAIMS, date(2026, 12, 1))]
)
def test_the_file_to_practise_with_is_the_clinics_own_and_in_order(now: datetime, month: date) -> None:
    reader = rest(build(300, 1, now.date()), now)
    check = FileCheck(reader)
    complaints, treated = [], set()
    for receipt in reader:
        complaints += check.receipt(receipt)
        treated |= set(receipt.treated_on)
    assert [*complaints, *check.end()] == []
    assert check.receipts == STILL_TO_HAND_IN
    assert PRACTICE_CLINIC.code in reader.head[0].replace(",", "")
    assert max(treated).replace(day=1) == month
