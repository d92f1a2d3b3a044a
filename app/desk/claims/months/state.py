"""What the list of months shows."""

from dataclasses import dataclass
from datetime import datetime

from app.claims.month import MonthFile
from app.desk.advice import Advice


@dataclass(frozen=True, slots=True)
class MonthsState:
    """reading: receipts taken in so far of a file that is being read, None while none is. connected: has a line.

    has_sample: a file to practise with lies ready.
    """

    now: datetime
    months: tuple[MonthFile, ...] = ()
    reading: int | None = None
    connected: bool = True
    has_sample: bool = False
    trouble: Advice | None = None
