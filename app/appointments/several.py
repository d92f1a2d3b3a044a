"""複数該当: somebody tells which of the people found has the appointment (R7)."""

from dataclasses import replace

from app.appointments.appointment import BatchId, FollowUp, Item
from app.appointments.charts import chart_of, renew_card
from app.appointments.exceptions import exception_of
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
    whose = patient.id if patient is not None else None
    kept = book.settle(batch_id, item.id, answer, whose, several=item.answer)
    if patient is not None:
        renew_card(patient, answer, index)
    if exception_of(kept, index) is None:
        return book.follow_up(batch_id, item.id, FollowUp.CHOSEN, item.note)
    return kept


def choose_again(
    item: Item, batch_id: BatchId, staff: StaffMember, book: AppointmentBook, index: PatientIndex
) -> Item:
    """A wrong choice is taken back: the answer about several stands open again.

    What a chart learned by the choice stays: it is true of that person, whoever of them has the appointment.
    Raises: NotAllowed; ValueError where nobody chose.
    """
    staff.must_be_allowed(Duty.CHECK_ELIGIBILITY)
    if item.several is None:
        raise ValueError("nobody was chosen")
    chart = chart_of(item.appointment, item.several, index)
    return book.settle(
        batch_id, item.id, item.several, chart.patient.id if isinstance(chart, Linked) else None
    )
