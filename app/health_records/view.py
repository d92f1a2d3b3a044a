"""Reading health information: allowed, on record, then shown (R15, R16)."""

from datetime import datetime

from app.consent.consent import ConsentInForce
from app.health_records.ports import RecordsLine
from app.health_records.records import Answered, CheckupHistory, DrugHistory
from app.patients.patient import PatientId
from app.staff.member import Duty, StaffMember
from app.staff.ports import AuditEntry, AuditTrail

DRUGS_READ = "records.drugs_read"
CHECKUPS_READ = "records.checkups_read"
ALERT_ANSWERED = "records.alert_answered"


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
    _enter(patient, consent, reader, audit, now, DRUGS_READ)
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
    _enter(patient, consent, reader, audit, now, CHECKUPS_READ)
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
    _enter(patient, consent, reader, audit, now, ALERT_ANSWERED)
    return line.answer(consent, *alert, *answer, reader.name)


def _enter(
    patient: PatientId | None,
    consent: ConsentInForce,
    reader: StaffMember,
    audit: AuditTrail,
    now: datetime,
    action: str,
) -> None:
    reader.must_be_allowed(Duty.READ_HEALTH_RECORDS)
    subject = f"patient:{patient}" if patient is not None else f"consent:{consent.id}"
    audit.record(AuditEntry(now, reader.id, reader.name, action, subject))
