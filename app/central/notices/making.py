"""Notices made of what the review tells, in the same transaction: nobody is told twice, nobody is forgotten (R14)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from app.central.storage.database import Transaction
from app.contract.receipts import OutcomeReply
from app.scheme.days import business_day, months_from
from app.scheme.receipts.routing import ReviewOutcome

OPEN, IN_HAND, DONE = "open", "in_hand", "done"
LAPSED = "lapsed"
TAKEN_BACK = "forwarded"
"""A later review found that the receipt goes on as it came after all."""
_GIVEN_BACK = frozenset({ReviewOutcome.RETURNED.value, ReviewOutcome.KOKUHO.value})
_MOVED = frozenset({ReviewOutcome.REASSIGNED.value, ReviewOutcome.SPLIT.value})
_CLAIMS_UNTIL = 10
"""Day of the month until which claims are handed in."""
_TIME_TO_ACT = timedelta(days=14)


def kind_of(told: OutcomeReply) -> str | None:
    """None where there is nothing to do: the receipt went on, and the card it states has not lapsed (R11)."""
    if told.outcome in _GIVEN_BACK | _MOVED:
        return told.outcome
    return LAPSED if told.lapsed_on is not None else None


def due_on(kind: str, told_on: date) -> date:
    """What came back is claimed again by the 10th of the next month; everything else within two weeks."""
    if kind not in _GIVEN_BACK:
        return told_on + _TIME_TO_ACT
    return months_from(told_on, 1).replace(day=_CLAIMS_UNTIL)


def notice_id(receipt_number: str, place: int) -> str:
    return f"{receipt_number}.{place}"


async def make_notices(
    tx: Transaction,
    institution: str,
    receipt_number: str,
    run: int,
    changed: Iterable[OutcomeReply],
    now: datetime,
) -> None:
    """changed: what this run tells other than the run before. A notice whose receipt ends otherwise is open again."""
    today = business_day(now)
    new, again = [], []
    for told in changed:
        kind, name = kind_of(told), notice_id(receipt_number, told.place)
        if run > 1:
            held = kind or TAKEN_BACK
            again.append((name, run, held, now, due_on(held, today)))
        if kind is not None:
            new.append(
                (
                    *(name, institution, receipt_number, run, told.place, kind, now, due_on(kind, today)),
                    *(OPEN, "", "", now),
                )
            )
    if again:
        await tx.execute_many(_OPENED_AGAIN, again)
    if new:
        await tx.execute_many(_MADE, new)


_OPENED_AGAIN = (
    "UPDATE notice SET run = $2, kind = $3, created_at = $4, due_on = $5, changed_at = $4,"
    f" state = '{OPEN}', in_hand_by = '', in_hand_until = NULL, version = version + 1"
    " WHERE notice_id = $1"
)
_MADE = (
    "INSERT INTO notice (notice_id, institution, receipt_number, run, place, kind, created_at, due_on,"
    " state, in_hand_by, note, changed_at, version)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1) ON CONFLICT DO NOTHING"
)
