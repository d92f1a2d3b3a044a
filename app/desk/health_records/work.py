"""What the screen works with, and the readings it sets on their way."""

from collections.abc import Callable
from dataclasses import dataclass

from app.consent.give import ConsentWork
from app.desk.health_records.checkups.page import CheckupsPage, checkups_page
from app.desk.health_records.drugs.page import DrugsPage, drugs_page
from app.desk.lanes import Lane
from app.desk.staff.at_counter import AtCounter
from app.eligibility.counter import Shown
from app.health_records.access import Access
from app.health_records.ports import RecordsLine
from app.health_records.view import view_checkups, view_drug_history
from app.patients.patient import PatientId
from app.scheme.days import Clock, business_day
from app.staff.member import Role, StaffMember
from app.staff.ports import AuditTrail


@dataclass(frozen=True, slots=True)
class RecordsWork:
    """lane: of the line; every call on it asks the service. write: of the ledger. readers: roles that may, as set now.

    by_chart: confirms a patient of the ledger. checked: told when a check was made here.
    """

    consents: ConsentWork
    records: RecordsLine
    audit: AuditTrail
    lane: Lane
    write: Lane
    clock: Clock
    at_counter: AtCounter
    readers: Callable[[], frozenset[Role]]
    by_chart: Callable[[PatientId, StaffMember], Shown]
    checked: Callable[[], None] = lambda: None


def read_drugs(access: Access, line: RecordsLine, share_percent: int | None) -> DrugsPage:
    return drugs_page(view_drug_history(access, line), share_percent, business_day(access.now))


def read_checkups(access: Access, line: RecordsLine) -> CheckupsPage:
    return checkups_page(view_checkups(access, line))
