"""The moments of knowing: one writer at a time, and known_from grows in the order of commits (R4)."""

from datetime import UTC, datetime, timedelta

from app.central.storage.database import Transaction
from app.scheme.days import Clock

_CHANGED_AT = "register_changed_at"
_VERSIONED = ("person_detail", "cover", "card_key", "certificate", "card_issue")


async def hold_register(tx: Transaction) -> None:
    """Until this transaction ends no other changes the register."""
    await tx.execute("UPDATE register_ids SET next_id = next_id WHERE name = 'person'")


async def newest_change(tx: Transaction) -> datetime | None:
    """None while the register is empty. What changes the register notes it; before the first note it is looked up."""
    noted = await _noted_change(tx)
    if noted is not None:
        return noted
    newest = [
        row["moment"]
        for table in _VERSIONED
        for column in ("known_from", "known_until")
        for row in await tx.fetch(
            f"SELECT {column} AS moment FROM {table} WHERE {column} IS NOT NULL ORDER BY {column} DESC LIMIT 1"
        )
    ]
    return max(newest, default=None)


async def _noted_change(tx: Transaction) -> datetime | None:
    kept = await tx.fetch_one("SELECT value FROM service_setting WHERE name = $1", _CHANGED_AT)
    return None if kept is None else datetime.fromisoformat(kept["value"])


async def ahead_of(tx: Transaction, now: datetime) -> timedelta:
    """By how much the newest change lies ahead of this computer's clock.

    Nothing, unless a clock that told the register its moments was wrong: until then nobody sees what is told now.
    """
    noted = await _noted_change(tx)
    return timedelta(0) if noted is None else max(noted - now, timedelta(0))


async def moment_for(tx: Transaction, clock: Clock) -> datetime:
    """Of a change to come: the clock's, once the register is held, or the newest change where that is later."""
    await hold_register(tx)
    now, newest = clock(), await newest_change(tx)
    return now if newest is None else max(now, newest)


async def note_change(tx: Transaction, moment: datetime) -> None:
    """To be called by whoever changed the register."""
    await tx.execute(
        "INSERT INTO service_setting (name, value) VALUES ($1, $2)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        _CHANGED_AT,
        moment.astimezone(UTC).isoformat(),
    )
