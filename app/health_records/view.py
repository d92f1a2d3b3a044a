"""Reading health information: allowed, on record, then shown (R15, R16)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from app.consent.consent import ConsentInForce, ConsentKind
from app.eligibility.ports import LineError, RefusedByCentral
from app.health_records.access import ACTIONS, Access, Act
from app.health_records.ports import RecordsLine
from app.health_records.readers import USUAL_READERS
from app.health_records.records import Answered, CheckupHistory, DrugHistory
from app.patients.patient import PatientId
from app.staff.member import StaffMember
from app.staff.ports import AuditTrail

DRUGS_READ = ACTIONS[ConsentKind.DRUG, Act.READ]
CHECKUPS_READ = ACTIONS[ConsentKind.CHECKUP, Act.READ]
ALERT_ANSWERED = ACTIONS[ConsentKind.DRUG, Act.ANSWERED]


def view_drug_history(
    patient: PatientId | None,
    consent: ConsentInForce,
    reader: StaffMember,
    line: RecordsLine,
    audit: AuditTrail,
    now: datetime,
) -> DrugHistory:
    """What was dispensed, newest first; the reading is on record before anything is shown.

    patient: the chart, None for somebody without one. Raises: NotAllowed, LineError, RefusedByCentral.
    """
    with _on_record(Access(patient, consent, reader, USUAL_READERS, audit, now), Act.READ):
        return line.drugs(consent, reader.name)


def view_checkups(
    patient: PatientId | None,
    consent: ConsentInForce,
    reader: StaffMember,
    line: RecordsLine,
    audit: AuditTrail,
    now: datetime,
) -> CheckupHistory:
    """As view_drug_history, for 特定健診."""
    with _on_record(Access(patient, consent, reader, USUAL_READERS, audit, now), Act.READ):
        return line.checkups(consent, reader.name)


def answer_alert(
    patient: PatientId | None,
    consent: ConsentInForce,
    reader: StaffMember,
    alert: tuple[str, str],
    answer: tuple[str, str],
    line: RecordsLine,
    audit: AuditTrail,
    now: datetime,
) -> Answered:
    """alert: key and facts; answer: code and note. Kept by the service alone. Raises: as view_drug_history."""
    with _on_record(Access(patient, consent, reader, USUAL_READERS, audit, now), Act.ANSWERED):
        return line.answer(consent, *alert, *answer, reader.name)


@contextmanager
def _on_record(access: Access, act: Act) -> Iterator[None]:
    """Before the service is asked; then also that nothing came of it."""
    access.enter(act)
    try:
        yield
    except RefusedByCentral:
        access.note(Act.REFUSED)
        raise
    except LineError:
        access.note(Act.UNANSWERED)
        raise
