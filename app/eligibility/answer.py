"""The service's answer to a check, and the check itself: a line of the ledger from the moment it is entered."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from app.eligibility.question import Question
from app.patients.patient import PatientId
from app.scheme.cover import EligibilityInformation
from app.scheme.outcome import Level, Outcome
from app.staff.member import StaffId

CheckId = NewType("CheckId", str)
"""A UUID of the desk's own; the service recognises a question asked again by it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said. information: one for valid and lapsed, none for none, two or more for several.

    level and on are the service's word for what it answered; checked_at is its clock.
    """

    outcome: Outcome
    level: Level
    on: date
    checked_at: datetime
    information: tuple[EligibilityInformation, ...]

    @property
    def single(self) -> EligibilityInformation | None:
        """The one person it is about; None for none and several."""
        return self.information[0] if len(self.information) == 1 else None


class CheckState(StrEnum):
    WAITING = "waiting"  # entered, in the outbox (送信待ち)
    ANSWERED = "answered"
    REFUSED = "refused"  # the service said no, failure_code tells why
    DROPPED = "dropped"  # cannot be asked again: a signed statement that went stale


@dataclass(frozen=True, slots=True)
class Check:
    """One confirmation at the counter. follow_up: what to do next and from when, e.g. asked again by itself."""

    id: CheckId
    question: Question
    staff_id: StaffId
    staff_name: str
    entered_at: datetime
    state: CheckState
    answer: Answer | None
    failure_code: str | None
    patient_id: PatientId | None
    ask_again_on: date | None = None
    answered_in_s: float | None = None


@dataclass(frozen=True, slots=True)
class LastKnown:
    """What the ledger holds from an earlier answer: shown while the line is down, plainly marked, with its age."""

    information: EligibilityInformation
    checked_at: datetime
    patient_id: PatientId | None
