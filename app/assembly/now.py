"""What changes while a desk runs: who is at the counter, and the clinic's rules."""

from dataclasses import dataclass, field

from app.desk.settings.values import ClinicRules
from app.staff.member import StaffMember


@dataclass
class DeskNow:
    """member: None while the desk is locked."""

    member: StaffMember | None = None
    rules: ClinicRules = field(default_factory=ClinicRules)

    def at_counter(self) -> StaffMember:
        assert self.member is not None, "screens are reached by somebody signed in"
        return self.member
