"""What the screen works with, and a reading on its way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.consent.consent import ConsentInForce
from app.consent.give import ConsentWork
from app.desk.health_records.checkups.page import CheckupsPage, checkups_page
from app.desk.health_records.drugs.page import DrugsPage, drugs_page
from app.desk.health_records.state import Person
from app.desk.lanes import Lane
from app.desk.staff.at_counter import AtCounter
from app.eligibility.counter import Shown
from app.health_records.ports import RecordsLine
from app.health_records.view import view_checkups, view_drug_history
from app.patients.patient import PatientId
from app.scheme.days import Clock, business_day
from app.staff.member import StaffMember
from app.staff.ports import AuditTrail


@dataclass(frozen=True, slots=True)
class RecordsWork:
    """lane: of the line; every call on it asks the service. by_chart: confirms a patient of the ledger.

    checked: told when a check was made here.
    """

    consents: ConsentWork
    records: RecordsLine
    audit: AuditTrail
    lane: Lane
    clock: Clock
    at_counter: AtCounter
    by_chart: Callable[[PatientId, StaffMember], Shown]
    checked: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading needs, taken on the window's thread: by the time it is done the desk may be locked."""

    work: RecordsWork
    person: Person
    consent: ConsentInForce
    staff: StaffMember
    now: datetime

    def drugs(self) -> DrugsPage:
        history = view_drug_history(
            self.person.patient_id, self.consent, self.staff, self.work.records, self.work.audit, self.now
        )
        return drugs_page(history, self.person.share_percent, business_day(self.now))

    def checkups(self) -> CheckupsPage:
        return checkups_page(
            view_checkups(
                self.person.patient_id, self.consent, self.staff, self.work.records, self.work.audit, self.now
            )
        )
