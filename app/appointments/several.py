"""複数該当: somebody tells which of the people found has the appointment (R7)."""

from dataclasses import replace

from app.appointments.appointment import BatchId, Item
from app.appointments.charts import chart_of, renew_card
from app.appointments.ports import AppointmentBook
from app.eligibility.linking import Linked
from app.patients.ports import PatientIndex
from app.scheme.cover import EligibilityInformation
from app.scheme.outcome import Outcome
from app.staff.member import Duty, StaffMember


def choose_person(
    item: Item,
    chosen: EligibilityInformation,
    batch_id: BatchId,
    staff: StaffMember,
    book: AppointmentBook,
    index: PatientIndex,
) -> Item:
    """The answer about several becomes one about the person chosen, by whom it belongs to its chart, or to none yet.

    It told all that there is to tell of each of them. Raises: NotAllowed; ValueError for somebody who was not found.
    """
    staff.must_be_allowed(Duty.CHECK_ELIGIBILITY)
    if item.answer is None or chosen not in item.answer.information:
        raise ValueError("only one of the people found can be chosen")
    outcome = Outcome.VALID if chosen.cover.is_valid_on(item.answer.on) else Outcome.LAPSED
    answer = replace(item.answer, outcome=outcome, information=(chosen,))
    chart = chart_of(item.appointment, answer, index)
    patient = chart.patient if isinstance(chart, Linked) else None
    kept = book.settle(batch_id, item.id, answer, patient.id if patient is not None else None)
    if patient is not None:
        renew_card(patient, answer, index)
    return kept
