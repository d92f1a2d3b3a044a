"""The practice clinic's receipts of last month: some are reviewed already, the others lie ready to be handed in.

So there are notices to practise on from the first minute, and a file with which their way can be walked from its
beginning. Nobody is in both.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.receipts import visits_of_a_month, write_receipts
from app.central.practice.town import Town
from app.central.registry.entries import PersonEntry
from app.central.review import submissions
from app.central.review.runs import begin_run
from app.central.storage.database import Transaction
from app.scheme.days import JAPAN, business_day, months_from

HANDED_IN, STILL_TO_HAND_IN = 60, 120
RECEIPT_FILE = "RECEIPTC.UKE"
_CLAIMED_ON = 8
_CLAIMED_AT = time(10, tzinfo=JAPAN)


async def hand_in_last_month(tx: Transaction, town: Town, now: datetime) -> str:
    """The submission's number; its review begins as known at the moment of receipt, the 8th of this month."""
    today = business_day(now)
    received_at = min(now, claimed_at(today))
    file = BytesIO()
    _write(file, _every_other(town, 0), HANDED_IN, today)
    return await hand_in(tx, file.getvalue(), received_at, now)


def claimed_at(day: date) -> datetime:
    """When the clinic hands in, in the month of that day."""
    return datetime.combine(day.replace(day=_CLAIMED_ON), _CLAIMED_AT)


async def hand_in(tx: Transaction, content: bytes, received_at: datetime, now: datetime) -> str:
    """The submission's number; its review begins as known at the moment of receipt."""
    digest = hashlib.sha256(content).digest()
    found = await submissions.announce(tx, PRACTICE_CLINIC.code, len(content), digest, (), received_at)
    await submissions.take_part(tx, found, 0, content)
    await submissions.complete(tx, found, received_at)
    await begin_run(tx, found.receipt_number, received_at, now)
    return found.receipt_number


def write_rest_of_last_month(target: BinaryIO, town: Town, now: datetime) -> None:
    """A file as the clinic's own system would write it, for the desk to take in."""
    _write(target, _every_other(town, 1), STILL_TO_HAND_IN, business_day(now))


def _every_other(town: Town, first: int) -> Iterator[PersonEntry]:
    return islice(town.people(), first, None, 2)


def _write(target: BinaryIO, people: Iterator[PersonEntry], count: int, today: date) -> None:
    month = months_from(today, -1)
    write_receipts(target, visits_of_a_month(people, month, count), PRACTICE_CLINIC, month)
