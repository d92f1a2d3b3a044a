"""Until its closing day a submission may be reviewed again with later knowledge (R13)."""

from datetime import date, datetime

from app.central.review.outcomes import newest_run
from app.central.review.runs import begin_run
from app.central.review.submissions import REVIEWED, Submission, submission
from app.central.storage.database import Transaction
from app.errors import ClinicError, InputRefused
from app.scheme.days import business_day, months_from

_SETTING = "review_closing_day"
DEFAULT_CLOSING_DAY = 20
"""Day of the month of receipt: claims come until the 10th, corrections until the 12th."""


class ReviewClosed(ClinicError):
    """The submission cannot be reviewed again: its day is past, or its review is still going on."""

    code = "review.closed"


async def closing_day(tx: Transaction) -> int:
    row = await tx.fetch_one("SELECT value FROM service_setting WHERE name = $1", _SETTING)
    return int(row["value"]) if row else DEFAULT_CLOSING_DAY


async def set_closing_day(tx: Transaction, day: int) -> None:
    """Raises: InputRefused for no day that every month has."""
    if not 1 <= day <= 28:
        raise InputRefused("closing-day", "1 to 28")
    await tx.execute(
        "INSERT INTO service_setting (name, value) VALUES ($1, $2)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        *(_SETTING, str(day)),
    )


async def closes_on(tx: Transaction, received_at: datetime) -> date:
    """The last day on which it may be reviewed again: of the month of receipt, or of the next one."""
    day, received_on = await closing_day(tx), business_day(received_at)
    if received_on.day <= day:
        return received_on.replace(day=day)
    return months_from(received_on, 1).replace(day=day)


async def review_again(tx: Transaction, receipt_number: str, now: datetime) -> int:
    """Begins another run as known now; what it tells is marked where it changed. Raises: ReviewClosed."""
    # Whoever else begins one at this moment waits here, and finds it begun.
    await tx.execute("UPDATE receipt_submission SET state = state WHERE receipt_number = $1", receipt_number)
    found, run = await submission(tx, receipt_number), await newest_run(tx, receipt_number)
    if found is None or found.state != REVIEWED or found.received_at is None:
        raise ReviewClosed
    if run is None or run.done_at is None:
        raise ReviewClosed
    if business_day(now) > await closes_on(tx, found.received_at):
        raise ReviewClosed
    return await begin_run(tx, receipt_number, now, now)


async def open_submissions(tx: Transaction, now: datetime) -> list[Submission]:
    """Those that may be reviewed again now: what is being reviewed comes to its end first, and keeps no other."""
    rows = await tx.fetch(
        "SELECT receipt_number FROM receipt_submission WHERE state = $1 AND NOT EXISTS ("
        " SELECT 1 FROM review_run WHERE review_run.receipt_number = receipt_submission.receipt_number"
        " AND review_run.done_at IS NULL) ORDER BY receipt_number",
        REVIEWED,
    )
    found = [await submission(tx, row["receipt_number"]) for row in rows]
    return [
        each
        for each in found
        if each and each.received_at and business_day(now) <= await closes_on(tx, each.received_at)
    ]
