"""Many look-ups at once (R10): handed over, worked off in a lane of their own, fetched page by page."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.contract.eligibility import CheckId, InformationReply, StaffName

_REQUEST = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
_REPLY = ConfigDict(extra="ignore", frozen=True)
MOST_ITEMS = 10_000


class BatchItem(BaseModel):
    """One card of a batch, as TypedCheckRequest. item_id: the desk's own, unique in the batch, given back."""

    model_config = _REQUEST

    item_id: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z_-]+$")]
    on: date
    insurer: Annotated[str, Field(min_length=6, max_length=8)]
    symbol: Annotated[str, Field(max_length=40)]
    number: Annotated[str, Field(min_length=1, max_length=40)]
    branch: Annotated[str, Field(pattern=r"^\d{2}$")] | None
    month_day: Annotated[str, Field(pattern=r"^\d{4}$")] | None
    birth_on: date | None


class BatchRequest(BaseModel):
    """batch_id: the desk's own UUID; handing the same batch over again gives the same receipt number."""

    model_config = _REQUEST

    batch_id: CheckId
    staff: StaffName
    items: Annotated[tuple[BatchItem, ...], Field(min_length=1, max_length=MOST_ITEMS)]


class BatchProgress(BaseModel):
    """Where a batch stands. state: working, paused, done, cancelled (open).

    paused_until: the limit on guessing is reached; the batch goes on by itself at that moment. results are kept until
    kept_until and gone after it.
    """

    model_config = _REPLY

    receipt_number: str
    state: str
    total: int
    done: int
    paused_until: datetime | None
    kept_until: datetime


class BatchResult(BaseModel):
    """One item's end: outcome and information as EligibilityReply, or the problem code that refused this item alone.

    on: None where the day itself could not be read.
    """

    model_config = _REPLY

    item_id: str
    outcome: str | None
    problem: str | None
    on: date | None
    checked_at: datetime
    information: tuple[InformationReply, ...]


class BatchResults(BaseModel):
    """Results in the order in which they were found.

    next_cursor: where to go on, also when no more are there yet; None once everything has been told.
    """

    model_config = _REPLY

    results: tuple[BatchResult, ...]
    next_cursor: str | None
