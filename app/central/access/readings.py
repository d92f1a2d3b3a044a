"""Readings by insurers: one transaction, and a row in the audit whether it was refused or not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.central.access.audit import DONE, note_access
from app.central.access.callers import InsurerCaller
from app.central.problems import Refused
from app.central.service import Service
from app.central.storage.database import Transaction


@asynccontextmanager
async def kept_reading(service: Service, caller: InsurerCaller) -> AsyncIterator[Transaction]:
    """A transaction for one reading, with its row in the audit; a refusal has its row too."""
    try:
        async with service.database.transaction() as tx:
            yield tx
            await note_of(tx, caller, DONE)
    except Refused as refusal:
        async with service.database.transaction() as tx:
            await note_of(tx, caller, refusal.problem.value)
        raise


async def note_of(tx: Transaction, caller: InsurerCaller, outcome: str, detail: str = "") -> None:
    await note_access(tx, caller.at, caller.insurer.digits, caller.action, outcome, detail)
