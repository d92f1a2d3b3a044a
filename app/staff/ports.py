"""What staff needs from outside: a roll in the ledger and a way to hash PINs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.staff.member import Role, StaffId, StaffMember


class PinHasher(Protocol):
    def hashed(self, pin: str) -> str:
        """Slow on purpose (tens of milliseconds): call it off the window's thread."""

    def fits(self, hashed: str, pin: str) -> bool: ...


class StaffRoll(Protocol):
    """Who works here. Nobody is ever deleted: their name stands under past checks."""

    def members(self) -> tuple[StaffMember, ...]:
        """All that are active, by name."""

    def named(self, name: str) -> StaffMember | None:
        """The active member of this name."""

    def add(self, name: str, roles: frozenset[Role], pin_hash: str) -> StaffMember:
        """Raises: StaffNameTaken."""

    def change(self, member: StaffMember) -> None:
        """Roles, name, activity. Raises: StaffNameTaken."""

    def set_pin(self, member: StaffId, pin_hash: str) -> None: ...

    def pin_hash(self, member: StaffId) -> str: ...

    def wrong_pins_since(self, member: StaffId, since: datetime) -> int:
        """Wrong PINs since that moment and since the last right one."""

    def record_sign_in(self, member: StaffId, at: datetime, fitted: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """action: a code such as "patient.opened". subject: whom or what, by kind and id, such as "patient:231".

    staff_id: None for what the program did by itself. consent: id of the one under which health information was used.
    """

    at: datetime
    staff_id: StaffId | None
    staff_name: str
    action: str
    subject: str
    consent: str | None = None


class AuditTrail(Protocol):
    """Who did what. It only grows; a record is on disk when the call returns."""

    def record(self, entry: AuditEntry) -> None: ...

    def newest(self, limit: int = 200) -> tuple[AuditEntry, ...]:
        """Newest first."""

    def about(self, subject: str, limit: int = 200) -> tuple[AuditEntry, ...]:
        """Newest first."""


class ClinicSettings(Protocol):
    """What the clinic has decided, for every desk user of this home; names such as "revisit.after_card"."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, value: str) -> None: ...
