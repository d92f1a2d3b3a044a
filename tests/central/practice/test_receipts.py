"""A month of receipts of the town's clinic: valid, the same for a seed, and with every outcome in it."""

from collections import Counter
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from app.central.practice.fill import fill
from app.central.practice.receipts import visits_of_a_month, write_receipts
from app.central.practice.town import Town, build
from app.central.review.judging import judge
from app.central.review.presented import presented
from app.central.storage.database import Database
from app.scheme.receipts.checking import FileCheck
from app.scheme.receipts.complaints import Weight
from app.scheme.receipts.reading import ReceiptReader

DAY = date(2026, 11, 20)
OCTOBER = date(2026, 10, 1)
TWO_HOURS_INTO_THE_DAY = datetime(2026, 11, 19, 17, tzinfo=UTC)


def month_of(town: Town, count: int = 600) -> bytes:
    file = BytesIO()
    visits = visits_of_a_month(town.people(), OCTOBER, count)
    assert write_receipts(file, visits, town.institutions[0], OCTOBER) == count
    return file.getvalue()


@pytest.fixture(scope="module")
def town() -> Town:
    return build(300, 1, DAY)


def test_the_months_file_is_valid_and_the_same_again(town: Town) -> None:
    data = month_of(town)
    assert month_of(town) == data
    reader = ReceiptReader(data)
    check = FileCheck(reader)
    complaints = [each for receipt in reader for each in check.receipt(receipt)] + check.end()
    assert [each for each in complaints if each.weight is not Weight.WARNING] == []
    assert check.receipts == 600


@pytest.mark.anyio
async def test_the_review_finds_every_outcome_in_it(town: Town, memory: Database) -> None:
    """R13."""
    await fill(memory, town, None, TWO_HOURS_INTO_THE_DAY)
    receipts = [presented(place, each) for place, each in enumerate(ReceiptReader(month_of(town)), start=1)]
    async with memory.session() as tx:
        judged = await judge(tx, receipts, TWO_HOURS_INTO_THE_DAY)
    found = Counter(each.routing.outcome.value for each in judged)
    assert set(found) == {"forwarded", "reassigned", "split", "kokuho", "returned"}
    assert found["forwarded"] > 500
    reasons = {each.routing.reason.value for each in judged}
    assert {"branch_added", "branch_corrected", "unknown_person", "uncovered_days"} <= reasons
