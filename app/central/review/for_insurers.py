"""What the review holds ready for one insurer: receipt files and 国保 lists of newest runs (R13, R14)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from app.central.review.closing import closes_on
from app.central.review.deliveries import KOKUHO, Delivery, delivery_of
from app.central.review.outcomes import newest_run
from app.central.review.submissions import submission
from app.central.storage.database import Transaction
from app.scheme.days import business_day

_ID = re.compile(rf"([0-9]{{8}}-[0-9a-f]{{12}})\.([0-9]{{1,6}})\.([12]|{KOKUHO})", re.ASCII)


@dataclass(frozen=True, slots=True)
class DeliveryId:
    """Of what one run of a submission has for an insurer. agency: 1 支払基金, 2 国保連合会, or "kokuho" for a list."""

    receipt_number: str
    run: int
    agency: str

    @classmethod
    def read(cls, text: str) -> Self | None:
        found = _ID.fullmatch(text)
        return cls(found[1], int(found[2]), found[3]) if found else None

    def __str__(self) -> str:
        return f"{self.receipt_number}.{self.run}.{self.agency}"


@dataclass(frozen=True, slots=True)
class Ready:
    """closes_on: until then a later run may still put another in its place."""

    id: DeliveryId
    institution: str
    received_at: datetime
    known_at: datetime
    receipts: int
    claims: int
    points: int
    closes_on: date


# A sum of bigints is none to PostgreSQL.
_READY = f"""
    SELECT ready.receipt_number, ready.run, ready.agency, receipt_submission.institution,
        receipt_submission.received_at, review_run.known_at, ready.receipts, ready.claims, ready.points
    FROM (
        SELECT receipt_number, run, agency, CAST(SUM(receipts) AS integer) AS receipts,
            CAST(SUM(claims) AS integer) AS claims, CAST(SUM(points) AS bigint) AS points
        FROM review_delivery WHERE insurer = $1 AND receipt_number >= $2
        GROUP BY receipt_number, run, agency
        UNION ALL
        SELECT receipt_number, run, '{KOKUHO}', CAST(COUNT(*) AS integer), 0, 0
        FROM review_told WHERE kokuho_insurer = $1 AND receipt_number >= $2
        GROUP BY receipt_number, run
    ) AS ready
    JOIN receipt_submission ON receipt_submission.receipt_number = ready.receipt_number
    JOIN review_run ON review_run.receipt_number = ready.receipt_number AND review_run.run = ready.run
    WHERE review_run.done_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM review_run AS later
            WHERE later.receipt_number = ready.receipt_number AND later.run > ready.run
        ) AND (ready.receipt_number > $2 OR ready.agency > $3)
    ORDER BY ready.receipt_number, ready.agency LIMIT $4
"""


async def ready_for(tx: Transaction, insurer: str, after: DeliveryId | None, limit: int) -> list[Ready]:
    """Of newest runs that are done, in the order of receipt numbers. after: the last one of the page before."""
    place = (after.receipt_number, after.agency) if after else ("", "")
    rows = await tx.fetch(_READY, insurer, *place, limit)
    closing: dict[date, date] = {}
    found = []
    for row in rows:
        receipt_number, run, agency, institution, received_at, known_at, receipts, claims, points = row
        received_on = business_day(received_at)
        if received_on not in closing:
            closing[received_on] = await closes_on(tx, received_at)
        name = DeliveryId(receipt_number, run, agency)
        found.append(
            Ready(*(name, institution, received_at, known_at, receipts, claims, points), closing[received_on])
        )
    return found


async def ready_delivery(tx: Transaction, insurer: str, asked: DeliveryId) -> Delivery | None:
    """None for another insurer's, and for one whose place a later run took or is about to take."""
    found, run = await submission(tx, asked.receipt_number), await newest_run(tx, asked.receipt_number)
    if found is None or run is None or run.done_at is None or run.run != asked.run:
        return None
    return await delivery_of(tx, found, run, asked.agency, insurer)
