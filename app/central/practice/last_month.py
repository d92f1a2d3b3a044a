"""The practice clinic's receipts of last month, handed in for review: so that there are notices to practise on."""

import hashlib
from datetime import datetime, time
from io import BytesIO

from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.receipts import visits_of_a_month, write_receipts
from app.central.practice.town import Town
from app.central.review import submissions
from app.central.review.runs import begin_run
from app.central.storage.database import Transaction
from app.scheme.days import JAPAN, business_day

RECEIPTS = 60
_CLAIMED_ON = 8
_CLAIMED_AT = time(10, tzinfo=JAPAN)


async def hand_in_last_month(tx: Transaction, town: Town, now: datetime) -> str:
    """The submission's number; its review begins as known at the moment of receipt, the 8th of this month."""
    today = business_day(now)
    month = today.replace(day=1)
    before = month.replace(year=month.year - (month.month == 1), month=(month.month - 2) % 12 + 1)
    received_at = min(now, datetime.combine(month.replace(day=_CLAIMED_ON), _CLAIMED_AT))
    file = BytesIO()
    write_receipts(file, visits_of_a_month(town.people(), before, RECEIPTS), PRACTICE_CLINIC, before)
    content = file.getvalue()
    digest = hashlib.sha256(content).digest()
    found = await submissions.announce(tx, PRACTICE_CLINIC.code, len(content), digest, (), received_at)
    await submissions.take_part(tx, found, 0, content)
    await submissions.complete(tx, found, received_at)
    await begin_run(tx, found.receipt_number, received_at, now)
    return found.receipt_number
