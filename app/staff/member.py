"""A member of staff, their roles, and the duties a role allows."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from app.errors import ClinicError

StaffId = NewType("StaffId", int)


class Role(StrEnum):
    RECEPTIONIST = "receptionist"
    DOCTOR = "doctor"
    PHARMACIST = "pharmacist"
    MANAGER = "manager"


class Duty(StrEnum):
    """What a role allows. Who reads health information is the clinic's to set: `health_records/readers.py`."""

    CHECK_ELIGIBILITY = "check_eligibility"
    KEEP_PATIENTS = "keep_patients"
    SEE_SPECIFIC_DISEASE = "see_specific_disease"
    RECORD_CONSENT = "record_consent"
    KEEP_CLAIMS = "keep_claims"
    HANDLE_NOTICES = "handle_notices"
    SEE_MONTH = "see_month"
    SEE_READINGS = "see_readings"
    KEEP_STAFF = "keep_staff"
    KEEP_SETTINGS = "keep_settings"


ROLE_WORDS = {
    Role.RECEPTIONIST: "受付",
    Role.DOCTOR: "医師",
    Role.PHARMACIST: "薬剤師",
    Role.MANAGER: "管理者",
}

_AT_THE_COUNTER = {Duty.CHECK_ELIGIBILITY, Duty.KEEP_PATIENTS, Duty.RECORD_CONSENT}
_OF_BILLING = {Duty.KEEP_CLAIMS, Duty.HANDLE_NOTICES}
_OF_TREATMENT = {Duty.SEE_SPECIFIC_DISEASE}
_DUTIES = {
    Role.RECEPTIONIST: _AT_THE_COUNTER | _OF_BILLING,
    Role.DOCTOR: _AT_THE_COUNTER | _OF_TREATMENT,
    Role.PHARMACIST: _AT_THE_COUNTER | _OF_TREATMENT | _OF_BILLING,
    Role.MANAGER: set(Duty) - _OF_TREATMENT,
}


class NotAllowed(ClinicError):
    """This role may not do that."""

    code = "staff.not_allowed"


class StaffPinWrong(ClinicError):
    """Name and PIN do not fit, or the member is no longer here."""

    code = "staff.pin_wrong"


class StaffPinWeak(ClinicError):
    """A staff PIN has 4 to 12 digits, not all alike and not a plain run."""

    code = "staff.pin_weak"


class StaffNameTaken(ClinicError):
    code = "staff.name_taken"


class LastManager(ClinicError):
    """The clinic would be left without a manager."""

    code = "staff.last_manager"


class StaffPaused(ClinicError):
    """Too many wrong PINs: wait. seconds: how long."""

    code = "staff.paused"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class StaffMember:
    """name: as the others call them, e.g. 佐藤; unique among those who work here now."""

    id: StaffId
    name: str
    roles: frozenset[Role]
    is_active: bool = True

    def may(self, duty: Duty) -> bool:
        return self.is_active and any(duty in _DUTIES[role] for role in self.roles)

    def must_be_allowed(self, duty: Duty) -> None:
        """Raises: NotAllowed."""
        if not self.may(duty):
            raise NotAllowed(duty)

    @property
    def role_words(self) -> str:
        return roles_words(self.roles)


def roles_words(roles: frozenset[Role]) -> str:
    """医師・薬剤師"""
    return "・".join(ROLE_WORDS[role] for role in Role if role in roles)


def must_be_strong(pin: str) -> None:
    """Raises: StaffPinWeak. Four digits are little, but the ledger's key and the system account stand before them."""
    run = "01234567890123456789"
    digits = pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 12
    if not digits or len(set(pin)) == 1 or pin in run or pin in run[::-1]:
        raise StaffPinWeak
