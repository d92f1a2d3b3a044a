"""What the list of months shows."""

from dataclasses import dataclass
from datetime import datetime

from app.claims.month import MonthFile
from app.desk.advice import Advice


@dataclass(frozen=True, slots=True)
class MonthsState:
    """reading: receipts taken in so far of a file that is being read, None while none is. connected: has a line."""

    now: datetime
    months: tuple[MonthFile, ...] = ()
    reading: int | None = None
    connected: bool = True
    trouble: Advice | None = None
