"""Insurers that take part, and how long their news usually takes."""

from app.central.registry.entries import InsurerEntry
from app.central.storage.database import Transaction
from app.scheme.numbers import InsurerNumber


async def insurers_after(tx: Transaction, number: str, limit: int) -> tuple[InsurerEntry, ...]:
    """By number, from the first one after the given; "" is the beginning."""
    rows = await tx.fetch(
        "SELECT number, name, usual_delay_days FROM insurer WHERE number > $1 ORDER BY number LIMIT $2",
        number,
        limit,
    )
    return tuple(InsurerEntry(*row) for row in rows)


async def insurer_of(tx: Transaction, number: InsurerNumber) -> InsurerEntry | None:
    row = await tx.fetch_one(
        "SELECT number, name, usual_delay_days FROM insurer WHERE number = $1", number.digits
    )
    return InsurerEntry(*row) if row else None
