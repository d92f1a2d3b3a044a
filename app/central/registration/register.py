"""Rows of insurers enter the register, block by block; each row gets its answer, none is lost."""

from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import datetime

from app.central.intermediary.identities import Intermediary
from app.central.registration.row import RowResult
from app.central.storage.database import Database
from app.scheme.numbers import InsurerNumber

ROWS_AT_ONCE = 500
"""A transaction's rows: a run that is cut off keeps the blocks before."""


async def register_rows(
    database: Database,
    intermediary: Intermediary,
    insurer: InsurerNumber | None,
    rows: Iterable[tuple[int, Mapping[str, str]]],
    known_at: datetime,
) -> AsyncIterator[RowResult]:
    """Answers in the order of the rows, each block's after it is on disk; the same rows again change nothing.

    insurer: whose rows these must be; None is the operator, for any insurer of the register. rows: line or place, and
    cells by column. known_at: the moment of knowing; where the register changed later, the moment of that change.
    Raises: DatabaseBusy.
    """
    raise NotImplementedError
    yield
