"""Which blocks of the review wait, and whose they are: who takes one has it for some minutes."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.central.storage.database import Statements, Transaction

_LEASE = timedelta(minutes=5)
_CANDIDATES = 16


@dataclass(frozen=True, slots=True)
class Work:
    """One block of a run. known_at: whose knowledge decides."""

    receipt_number: str
    run: int
    block: int
    known_at: datetime


async def take(tx: Transaction, now: datetime, blocks: int) -> list[Work]:
    """Up to so many blocks that are nobody else's.

    One after another in their order, from a place by chance, so that several workers seldom want the same: two who
    held what the other wanted would wait for each other.
    """
    free = await tx.fetch(
        "SELECT review_work.receipt_number, review_work.run, block, known_at FROM review_work"
        " JOIN review_run ON review_run.receipt_number = review_work.receipt_number"
        " AND review_run.run = review_work.run"
        " WHERE review_work.done_at IS NULL AND (leased_until IS NULL OR leased_until < $1)"
        " ORDER BY review_work.receipt_number, review_work.run, block LIMIT $2",
        *(now, _CANDIDATES * blocks),
    )
    works = [Work(*row) for row in free]
    first = random.randrange(max(len(works) - blocks, 0) + 1)
    return await _leased(tx, works[first:], blocks, now) or await _leased(tx, works[:first], blocks, now)


async def _leased(tx: Transaction, works: Iterable[Work], blocks: int, now: datetime) -> list[Work]:
    taken: list[Work] = []
    for work in works:
        if len(taken) < blocks and await _lease(tx, work, now):
            taken.append(work)
    return taken


async def _lease(tx: Transaction, work: Work, now: datetime) -> bool:
    return bool(
        await tx.execute(
            "UPDATE review_work SET leased_until = $4 WHERE receipt_number = $1 AND run = $2 AND block = $3"
            " AND done_at IS NULL AND (leased_until IS NULL OR leased_until < $5)",
            *(work.receipt_number, work.run, work.block, now + _LEASE, now),
        )
    )


async def blocks_open(tx: Statements) -> int:
    """Blocks that are not done: with other workers, or failed and not free again yet."""
    row = await tx.fetch_one("SELECT count(*) AS open FROM review_work WHERE done_at IS NULL")
    return int(row["open"]) if row else 0
