"""Confirming a patient of the ledger without a card in hand: by today's answer, else by the card of the chart."""

from datetime import date

from app.eligibility.answer import Check
from app.eligibility.counter import Counter, Shown
from app.eligibility.ports import RefusedByCentral
from app.eligibility.question import TypedQuestion
from app.errors import ClinicError
from app.patients.patient import Patient, PatientId
from app.scheme.days import business_day
from app.scheme.outcome import DocumentKind, Outcome
from app.staff.member import StaffMember


class ChartWithoutCard(ClinicError):
    """Nothing is known of the patient that could be asked about."""

    code = "eligibility.chart_without_card"


class ChartNotConfirmed(ClinicError):
    """The card of the chart is not valid today, or finds somebody else: who it is must be seen at the counter."""

    code = "eligibility.chart_not_confirmed"


def confirm_by_chart(patient_id: PatientId, staff: StaffMember, counter: Counter) -> Shown:
    """An answer of today that found this patient valid; without one the chart's newest card is asked about now.

    The question goes through the book like any other. Raises: NotAllowed, ChartWithoutCard, ChartNotConfirmed,
    LineError, RefusedByCentral.
    """
    today = counter.today_is()
    of_today = next(
        (each for each in counter.book.of_patient(patient_id) if _was_valid_on(each, today)), None
    )
    if of_today is not None:
        return counter.look_at(of_today.id)
    shown = counter.confirm(_question(counter.index.get(patient_id), today), staff)
    if shown.trouble is not None:
        raise shown.trouble
    check = shown.check
    if check.failure_code is not None:
        raise RefusedByCentral(check.failure_code)
    if check.patient_id != patient_id or not _was_valid_on(check, today):
        raise ChartNotConfirmed
    return shown


def _was_valid_on(check: Check, day: date) -> bool:
    """Told on that day about one person."""
    answer = check.answer
    return (
        answer is not None
        and answer.outcome is Outcome.VALID
        and answer.single is not None
        and business_day(answer.checked_at) == day
    )


def _question(patient: Patient, today: date) -> TypedQuestion:
    """As a receptionist would type the card (R6). Raises: ChartWithoutCard."""
    card = patient.current_card
    if card is None:
        raise ChartWithoutCard
    if card.insured.branch is None:
        return TypedQuestion(DocumentKind.CONFIRMATION, card.insured, None, patient.birth_on, today)
    month_day = patient.birth_on.strftime("%m%d")
    return TypedQuestion(DocumentKind.CONFIRMATION, card.insured, month_day, None, today)
