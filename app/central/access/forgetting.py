"""The record of who asked what has an end: what is older than it must be kept goes, and that it went is on record."""

from datetime import datetime, timedelta

from app.central.access.audit import DONE, note_access
from app.central.storage.database import Database

YEARS = 5
"""As far back as anybody may ask, and as the oldest information told."""
FEWEST_YEARS = 3
OPERATOR = "operator"
_ACTION = "audit forget"
_RECORDS = ("check_audit", "access_audit", "record_access")
_DAY = timedelta(days=1)


def kept_from(now: datetime, years: int) -> datetime:
    """What was before it goes; a year counts as 366 days, so that none is kept too short a time."""
    return now - timedelta(days=366 * years)


async def forget_before(database: Database, before: datetime, now: datetime) -> dict[str, int]:
    """Removes the rows of before, a day a transaction, so that nobody waits for long; how many, by record.

    What is about to be done stands on record before, and how much was done after; a run cut off goes on when it is
    started again. Raises: DatabaseBusy.
    """
    await _note(database, now, "begun", f"before {before.isoformat()}")
    counts = {record: await _forget(database, record, before) for record in _RECORDS}
    told = ", ".join(f"{count} {record}" for record, count in counts.items())
    await _note(database, now, DONE, f"before {before.isoformat()}: {told}")
    return counts


async def _forget(database: Database, record: str, before: datetime) -> int:
    """Without an index of moments, which every check would pay for: a day is one reading of the record."""
    count = 0
    while True:
        async with database.transaction() as tx:
            oldest = await tx.fetch_one(f"SELECT at FROM {record} WHERE at < $1 ORDER BY at LIMIT 1", before)
            if oldest is None:
                return count
            until = min(oldest["at"] + _DAY, before)
            count += await tx.execute(f"DELETE FROM {record} WHERE at < $1", until)


async def _note(database: Database, now: datetime, outcome: str, detail: str) -> None:
    async with database.transaction() as tx:
        await note_access(tx, now, OPERATOR, _ACTION, outcome, detail)
