"""A person known to the clinic, and the cards they were confirmed with."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from app.errors import ClinicError
from app.scheme.certificates import EntitlementCertificate
from app.scheme.numbers import InsuredNumber
from app.staff.member import StaffId

PatientId = NewType("PatientId", int)
MergeId = NewType("MergeId", int)


def patient_number(patient_id: PatientId) -> str:
    """The clinic's number as shown: 000231."""
    return f"{patient_id:06}"


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A card as last confirmed. certificates: of the newest answer. ratio_percent: as given, None when not."""

    insured: InsuredNumber
    insurer_name: str
    relationship: str
    acquired_on: date | None
    lost_on: date | None
    ratio_percent: int | None
    certificates: tuple[EntitlementCertificate, ...]
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Patient:
    """cards: newest confirmed first. phone and note are the clinic's own."""

    id: PatientId
    name: str
    kana: str
    sex: str
    birth_on: date
    postcode: str | None
    address: str | None
    phone: str | None
    note: str | None
    cards: tuple[HeldCard, ...]

    @property
    def current_card(self) -> HeldCard | None:
        return self.cards[0] if self.cards else None


@dataclass(frozen=True, slots=True)
class PatientRow:
    """A line of the search list."""

    id: PatientId
    name: str
    kana: str
    sex: str
    birth_on: date
    insurer: str | None
    symbol: str | None
    number: str | None
    branch: str | None
    last_confirmed_at: datetime | None


class MergeNotUndoable(ClinicError):
    """Undone already, or a later merge must be undone first."""

    code = "patients.merge_not_undoable"


@dataclass(frozen=True, slots=True)
class Merge:
    """Two entries of one person made one. gone: as it was before; kept_before: likewise, to tell what changed."""

    id: MergeId
    gone: Patient
    kept_before: Patient
    by: StaffId
    merged_at: datetime
