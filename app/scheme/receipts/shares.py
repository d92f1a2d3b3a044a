"""What a payer gets of a receipt, and why a receipt cannot be shared."""

from dataclasses import dataclass
from enum import StrEnum

from app.errors import ClinicError
from app.scheme.receipts.receipt import Record

_MOST_DIGITS = 8


class SplitRefusal(StrEnum):
    """Why the parts of a receipt would not add up to the whole."""

    PUBLIC_EXPENSE = "public_expense"
    NO_INSURER = "no_insurer"
    UNKNOWN_RECORD = "unknown_record"
    DAY_COLUMNS = "day_columns"
    UNIT = "unit"
    POINTS = "points"
    DAYS = "days"


class CannotBeSplit(ClinicError):
    """The receipt goes whole to one payer, or to none. refusal: why."""

    code = "receipt.cannot_be_split"

    def __init__(self, refusal: SplitRefusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Share:
    """records: of one payer's days, their totals not yet written."""

    records: tuple[Record, ...]
    points: int
    actual_days: int


def whole_number(record: Record, place: int) -> int | None:
    """The digits at a place of a record; an empty or missing item, or anything else, is None."""
    text = record[place] if place < len(record) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
