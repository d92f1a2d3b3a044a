"""The lane in which batches are worked off."""

import logging
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from app.central.batch.handing_over import refusal
from app.central.batch.tables import KnownBatch, keep, open_block, pause, sweep, take_turn
from app.central.lane import lane
from app.central.problems import Refused
from app.central.service import Service
from app.central.storage.database import DatabaseBusy, Transaction
from app.central.verification.audit import Asking
from app.central.verification.confirm import (
    Find,
    Found,
    must_be_within_reach,
    question_hash,
    settle_together,
)
from app.central.verification.decide import together
from app.central.verification.reply import information_of
from app.central.verification.typed import TypedCard, find_typed
from app.contract.batch import BatchItem, BatchResult
from app.contract.problem import ProblemCode
from app.scheme.days import business_day
from app.scheme.outcome import Level

AHEAD = timedelta(days=31)
"""Appointments lie ahead: a day to come is answered from what is known now."""

_LOG = logging.getLogger("madoguchi.central")
_SET_ASIDE = timedelta(minutes=1)
_SWEEP_EVERY = timedelta(minutes=5)
_NAMESPACE = UUID("6f0d6a8e-5b0c-5c56-9f5e-0d7a3f0c8a11")


def batch_lane(service: Service) -> AbstractAsyncContextManager[None]:
    """Also forgets, every few minutes, what is kept no longer."""
    swept_at = service.clock()

    async def a_block() -> bool:
        nonlocal swept_at
        was_there = await work_off_a_block(service)
        if service.clock() - swept_at > _SWEEP_EVERY:
            swept_at = service.clock()
            async with service.database.transaction() as tx:
                await sweep(tx, swept_at)
        return was_there

    return lane("batch lane", a_block, service.batch_came)


async def work_off_a_block(service: Service) -> bool:
    """Whether there was one. A block that fails for a bug of ours is set aside, so that other batches go on.

    Raises: DatabaseBusy.
    """
    now = service.clock()
    batch: KnownBatch | None = None
    try:
        async with service.database.transaction() as tx:
            batch = await take_turn(tx, now)
            if batch is None:
                return False
            await _work_off(service, tx, batch, now)
    except DatabaseBusy:
        raise
    except Exception as error:
        if batch is None:
            raise
        # Kind only: an exception's text may quote what a database was given.
        _LOG.error("batch %s failed: %s", batch.receipt_number, type(error).__qualname__)
        async with service.database.transaction() as tx:
            await pause(tx, batch.receipt_number, now + _SET_ASIDE)
    return True


async def _work_off(service: Service, tx: Transaction, batch: KnownBatch, now: datetime) -> None:
    block = await open_block(tx, batch.receipt_number)
    if block is None:
        raise LookupError("a working batch has an open block")
    ends = [_refused_or_asked(service, batch, item, now) for item in block.questions]
    asked = [each for each in ends if not isinstance(each, BatchResult)]
    settled = iter(await settle_together(tx, asked, service.limits.misses_before_batches_pause))
    results: list[BatchResult] = []
    paused_until = None
    for item, end in zip(block.questions, ends, strict=True):
        found = end if isinstance(end, BatchResult) else next(settled)
        if isinstance(found, Refused) and found.problem is ProblemCode.MISSES_EXCEEDED:
            paused_until = now + timedelta(seconds=found.retry_after_s or 1)
            break
        results.append(found if isinstance(found, BatchResult) else _result(item, found, now))
    await keep(tx, batch, block, results, now)
    if paused_until is not None:
        await pause(tx, batch.receipt_number, paused_until)


def _refused_or_asked(
    service: Service, batch: KnownBatch, item: BatchItem, now: datetime
) -> BatchResult | tuple[Asking, Find]:
    """A card that cannot be asked about has its end; any other is asked as a typed one is."""
    today = business_day(now)
    try:
        must_be_within_reach(item.on, today, AHEAD)
        card = TypedCard.of(item)
        card.must_be_let_pass(today)
    except Refused as refused:
        return refusal(item.item_id, item.on, refused.problem.value, now)
    return _asking(service, batch, item, now), lambda tx: find_typed(tx, card, item.on, now)


def _result(item: BatchItem, found: Found, now: datetime) -> BatchResult:
    if isinstance(found, Refused):
        return refusal(item.item_id, item.on, found.problem.value, now)
    return BatchResult(
        item_id=item.item_id,
        outcome=together(found).value,
        problem=None,
        on=item.on,
        checked_at=now,
        information=information_of(found, item.on, disease_agreed=False),
    )


def _asking(service: Service, batch: KnownBatch, item: BatchItem, now: datetime) -> Asking:
    """As a typed check is recorded; its id is made of the receipt number and the item's name."""
    return Asking(
        institution=batch.institution,
        check_id=str(uuid5(_NAMESPACE, f"{batch.receipt_number}/{item.item_id}")),
        question_hash=question_hash(service, item),
        staff=batch.staff,
        on=item.on,
        level=Level.TYPED,
        photograph_confirmed=False,
        at=now,
    )
