"""An appointment as the clinic's own system hands it over, and what its look-up came to."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from app.eligibility.answer import Answer
from app.patients.patient import PatientId
from app.scheme.numbers import InsuredNumber

BatchId = NewType("BatchId", str)
"""A UUID of the desk's own; the service recognises a batch handed over again by it."""
ItemId = NewType("ItemId", str)
"""Names an appointment within its batch."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """One row of the clinic's file. line: its line there. on: the day of the visit; at: the time as the file has it.

    chart_number: the clinic's own. month_day: only where insured has a branch and the file no full birth date.
    """

    line: int
    on: date
    at: str
    chart_number: str
    name: str
    kana: str
    birth_on: date | None
    month_day: str | None
    insured: InsuredNumber


class ItemState(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    REFUSED = "refused"  # the service refused this item alone; failure_code tells why


class FollowUp(StrEnum):
    """What staff made of an exception."""

    OPEN = "open"
    TAKEN_OVER = "taken_over"
    CHOSEN = "chosen"  # one of several people, of whom nothing else is to be done
    CALLED = "called"
    PUT_OFF = "put_off"


@dataclass(frozen=True, slots=True)
class Item:
    """An appointment within its batch. patient_id: the chart it belongs to, where one was found.

    several: what the service said before somebody chose one of several people, None where nobody chose.
    """

    id: ItemId
    appointment: Appointment
    state: ItemState
    answer: Answer | None
    failure_code: str | None
    patient_id: PatientId | None
    follow_up: FollowUp = FollowUp.OPEN
    note: str = ""
    several: Answer | None = None


class BatchState(StrEnum):
    ENTERED = "entered"  # in the ledger, not yet handed over
    WORKING = "working"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Batch:
    """A file of appointments on its way. receipt_number: the service's, from the hand-over on.

    start_at: the moment from which it may be handed over; the evening before, or when it was entered. cursor: how far
    results were fetched. total, done: items.
    """

    id: BatchId
    file_name: str
    entered_at: datetime
    start_at: datetime
    staff_name: str
    state: BatchState
    receipt_number: str | None
    cursor: str | None
    total: int
    done: int
    paused_until: datetime | None = None
