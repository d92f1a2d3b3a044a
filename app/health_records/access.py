"""One access to health information: who, whose, under which consent, and what was done, all on the clinic's record."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.consent.consent import ConsentInForce, ConsentKind
from app.health_records.readers import must_be_reader
from app.patients.patient import PatientId
from app.staff.member import NotAllowed, Role, StaffMember
from app.staff.ports import AuditEntry, AuditTrail


class Act(StrEnum):
    """What was done. REFUSED: the service said no. UNANSWERED: the line failed. Nothing was shown then."""

    READ = "read"
    ANSWERED = "answered"
    COPIED = "copied"
    PRINTED = "printed"
    SLIP_PRINTED = "slip_printed"
    REFUSED = "refused"
    UNANSWERED = "unanswered"
    NOT_ALLOWED = "not_allowed"


ASKING = (Act.READ, Act.ANSWERED)
"""On record before the service is asked; where it failed, what became of it follows with the same moment."""
IN_VAIN = (Act.REFUSED, Act.UNANSWERED)

_NAMES = {ConsentKind.DRUG: "drugs", ConsentKind.CHECKUP: "checkups"}
ACTIONS = {(kind, act): f"records.{name}_{act}" for kind, name in _NAMES.items() for act in Act}
"""How the trail names what was done."""
ACTIONS[ConsentKind.DRUG, Act.ANSWERED] = "records.alert_answered"


@dataclass(frozen=True, slots=True)
class Access:
    """patient: the chart, None for somebody without one. readers: roles that may; now: the moment of asking."""

    patient: PatientId | None
    consent: ConsentInForce
    staff: StaffMember
    readers: frozenset[Role]
    audit: AuditTrail
    now: datetime

    def enter(self, act: Act) -> None:
        """On record when the call returns, also that it was not allowed. Raises: NotAllowed."""
        try:
            must_be_reader(self.staff, self.readers)
        except NotAllowed:
            self.note(Act.NOT_ALLOWED)
            raise
        self.note(act)

    def note(self, act: Act) -> None:
        subject = f"patient:{self.patient}" if self.patient is not None else f"consent:{self.consent.id}"
        action = ACTIONS[self.consent.kind, act]
        self.audit.record(
            AuditEntry(self.now, self.staff.id, self.staff.name, action, subject, self.consent.id)
        )
