"""Many look-ups at once (R10): handed over, worked off in a lane of their own, fetched page by page."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.contract.eligibility import CheckId, InformationReply, StaffName
from app.contract.message import Reply, Request

MOST_ITEMS = 10_000


class BatchItem(Request):
    """One card of a batch, as TypedCheckRequest. item_id: the desk's own, unique in the batch, given back."""

    item_id: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z_-]+$")]
    on: date
    insurer: Annotated[str, Field(min_length=6, max_length=8)]
    symbol: Annotated[str, Field(max_length=40)]
    number: Annotated[str, Field(min_length=1, max_length=40)]
    branch: Annotated[str, Field(pattern=r"^\d{2}$")] | None
    month_day: Annotated[str, Field(pattern=r"^\d{4}$")] | None
    birth_on: date | None


class BatchRequest(Request):
    """batch_id: the desk's own UUID; handing the same batch over again gives the same receipt number."""

    batch_id: CheckId
    staff: StaffName
    items: Annotated[tuple[BatchItem, ...], Field(min_length=1, max_length=MOST_ITEMS)]


class BatchProgress(Reply):
    """Where a batch stands. state: working, paused, done, cancelled (open).

    paused_until: the limit on guessing is reached; the batch goes on by itself at that moment. results are kept until
    kept_until and gone after it.
    """

    receipt_number: str
    state: str
    total: int
    done: int
    paused_until: datetime | None
    kept_until: datetime


class BatchResult(Reply):
    """One item's end: outcome and information as EligibilityReply, or the problem code that refused this item alone.

    on: None where the day itself could not be read.
    """

    item_id: str
    outcome: str | None
    problem: str | None
    on: date | None
    checked_at: datetime
    information: tuple[InformationReply, ...]


class BatchResults(Reply):
    """Results in the order in which they were found.

    next_cursor: where to go on, also when no more are there yet; None once everything has been told.
    """

    results: tuple[BatchResult, ...]
    next_cursor: str | None
