"""What staff needs from outside: a roll in the ledger and a way to hash PINs."""

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
