"""What reviewed receipts wait to be read for health information: part by part, whatever fails among them."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.central.records.derive import PART, derive
from app.central.storage.database import Database, DatabaseBusy, DatabaseUnusable, Transaction

_LOG = logging.getLogger("madoguchi.central")
_PUT_OFF = timedelta(minutes=5)
_WHICH = "WHERE receipt_number = $1 AND block = $2 AND run = $3"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A block whose receipts are still to be read. read: how many are."""

    receipt_number: str
    block: int
    run: int
    read: int


@dataclass(frozen=True, slots=True)
class Part:
    """Some receipts of a block that were to be read. has_failed: they told nothing; the log has of what kind."""

    receipt_number: str
    block: int
    has_failed: bool


async def derive_a_part(database: Database, now: datetime) -> Part | None:
    """What was to be done next, if there was anything. Several at a time never do the same.

    One that fails for a bug of ours puts its block off for some minutes and keeps no other.
    Raises: DatabaseBusy, DatabaseUnusable.
    """
    waiting: Waiting | None = None
    try:
        async with database.transaction() as tx:
            waiting = await _next(tx, now)
            if waiting is not None:
                await _derive_next(tx, waiting)
    except (DatabaseBusy, DatabaseUnusable):
        raise
    except Exception as error:
        if waiting is None:
            raise
        # Kind only: an exception's text may quote a receipt.
        kind = type(error).__qualname__
        _LOG.error("records of %s, block %d failed: %s", waiting.receipt_number, waiting.block, kind)
        async with database.transaction() as tx:
            again_at = f"UPDATE records_waiting SET again_at = $4 {_WHICH}"
            await tx.execute(again_at, *_key(waiting), now + _PUT_OFF)
        return Part(waiting.receipt_number, waiting.block, True)
    return Part(waiting.receipt_number, waiting.block, False) if waiting else None


def _key(waiting: Waiting) -> tuple[str, int, int]:
    return waiting.receipt_number, waiting.block, waiting.run


async def _next(tx: Transaction, now: datetime) -> Waiting | None:
    row = await tx.fetch_one(
        "SELECT receipt_number, block, run, read FROM records_waiting WHERE again_at IS NULL OR again_at <= $1"
        " ORDER BY receipt_number, block LIMIT 1",
        now,
    )
    return Waiting(*row) if row else None


async def _derive_next(tx: Transaction, waiting: Waiting) -> None:
    read = waiting.read
    taken = await tx.execute(
        f"UPDATE records_waiting SET read = $4, again_at = NULL {_WHICH} AND read = $5",
        *(*_key(waiting), read + PART, read),
    )
    if taken and not await derive(tx, *_key(waiting), read):
        await tx.execute(f"DELETE FROM records_waiting {_WHICH}", *_key(waiting))


async def put_off(tx: Transaction) -> list[tuple[str, int]]:
    """Submission and block of what failed and is not tried again yet."""
    rows = await tx.fetch(
        "SELECT receipt_number, block FROM records_waiting WHERE again_at IS NOT NULL"
        " ORDER BY receipt_number, block"
    )
    return [(row["receipt_number"], row["block"]) for row in rows]


async def derive_again(tx: Transaction) -> int:
    """All that was ever reviewed is to be read again; how many blocks."""
    await tx.execute("DELETE FROM records_waiting")
    return await tx.execute(
        "INSERT INTO records_waiting (receipt_number, block, run) SELECT receipt_number, block, max(run)"
        " FROM review_work WHERE done_at IS NOT NULL GROUP BY receipt_number, block"
    )
