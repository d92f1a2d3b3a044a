"""What of a batch needs somebody: everything but "valid, and as the ledger has it" (R10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.appointments.appointment import BatchId, FollowUp, Item, ItemState
from app.appointments.charts import Chart, chart_of
from app.appointments.ports import AppointmentBook
from app.appointments.wording import words_of
from app.eligibility.answer import Answer
from app.eligibility.differences import Difference, differences, held_card, new_patient, taken_over
from app.eligibility.linking import Candidate, Linked, ShortList
from app.patients.patient import Patient, PatientId
from app.patients.ports import PatientIndex
from app.scheme.cover import EligibilityInformation
from app.scheme.outcome import Outcome
from app.staff.member import Duty, StaffMember

SOON = timedelta(days=31)
"""What ends within this time after the visit is worth a word now."""


class ExceptionKind(StrEnum):
    """Most pressing first."""

    NONE = "none"
    LAPSED = "lapsed"
    LAPSED_NEWER = "lapsed_newer"
    SEVERAL = "several"
    REFUSED = "refused"
    CHANGED = "changed"
    EXPIRING = "expiring"
    UNKNOWN_PATIENT = "unknown_patient"


EXCEPTION_WORDS = {
    ExceptionKind.NONE: "該当なし",
    ExceptionKind.LAPSED: "喪失",
    ExceptionKind.LAPSED_NEWER: "喪失（新しい資格あり）",
    ExceptionKind.SEVERAL: "複数該当",
    ExceptionKind.REFUSED: "照会できず",
    ExceptionKind.CHANGED: "変更あり",
    ExceptionKind.EXPIRING: "期限まもなく",
    ExceptionKind.UNKNOWN_PATIENT: "台帳にない方",
}
_OF_OUTCOME = {
    Outcome.NONE: ExceptionKind.NONE,
    Outcome.LAPSED: ExceptionKind.LAPSED,
    Outcome.LAPSED_NEWER: ExceptionKind.LAPSED_NEWER,
    Outcome.SEVERAL: ExceptionKind.SEVERAL,
}


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends soon. label: 保険, or the certificate's name. last_on: the last day it is good."""

    label: str
    last_on: date


@dataclass(frozen=True, slots=True)
class ExceptionalItem:
    """An appointment that somebody must look at.

    kinds: at least one, most pressing first. patient: whose chart it is, where that is sure; candidates: else who it
    may be. words: to say when calling the patient, "" where there is nothing to call about.
    """

    item: Item
    kinds: tuple[ExceptionKind, ...]
    patient: Patient | None
    candidates: tuple[Candidate, ...]
    differences: tuple[Difference, ...]
    endings: tuple[Ending, ...]
    words: str

    @property
    def information(self) -> EligibilityInformation | None:
        """What the service said of the one person, where it found one."""
        return self.item.answer.single if self.item.answer is not None else None

    @property
    def people(self) -> tuple[EligibilityInformation, ...]:
        """Of an answer about several: who it may be."""
        answer = self.item.answer
        return answer.information if answer is not None and answer.outcome is Outcome.SEVERAL else ()

    @property
    def can_take_over(self) -> bool:
        return self.patient is not None and self.information is not None and bool(self.differences)

    @property
    def can_enter_new(self) -> bool:
        """A chart can be made of the answer: nobody in the ledger is surely this person."""
        return self.patient is None and self.information is not None


def exceptions_of(items: Iterable[Item], index: PatientIndex) -> tuple[ExceptionalItem, ...]:
    """In the items' order; what waits or is valid and unchanged is not among them. Reads the ledger per item."""
    found = (exception_of(item, index) for item in items)
    return tuple(each for each in found if each is not None)


def exception_of(item: Item, index: PatientIndex) -> ExceptionalItem | None:
    """None where nobody has to do anything: it waits, or is valid and as the ledger has it."""
    if item.state is ItemState.WAITING:
        return None
    chart = _chart(item, index)
    patient = chart.patient if isinstance(chart, Linked) else None
    information = item.answer.single if item.answer is not None else None
    told = differences(patient, information) if patient is not None and information is not None else ()
    endings = _endings(item.answer, item.appointment.on)
    kinds = _kinds(item, patient, told, endings)
    if not kinds:
        return None
    return ExceptionalItem(
        item=item,
        kinds=kinds,
        patient=patient,
        candidates=chart.candidates if isinstance(chart, ShortList) else (),
        differences=told,
        endings=endings,
        words=words_of(item, kinds[0].value, told, [(each.label, each.last_on) for each in endings]),
    )


def _chart(item: Item, index: PatientIndex) -> Chart:
    """What was settled stays so, unless that chart was merged into another since."""
    if item.patient_id is not None:
        try:
            return Linked(index.get(item.patient_id), ("一括確認",))
        except KeyError:
            pass
    return chart_of(item.appointment, item.answer, index)


def _kinds(
    item: Item, patient: Patient | None, told: tuple[Difference, ...], endings: tuple[Ending, ...]
) -> tuple[ExceptionKind, ...]:
    if item.answer is None:
        return (ExceptionKind.REFUSED,)
    if item.answer.outcome is not Outcome.VALID:
        return (_OF_OUTCOME[item.answer.outcome],)
    holds = {
        ExceptionKind.CHANGED: bool(told),
        ExceptionKind.EXPIRING: bool(endings),
        ExceptionKind.UNKNOWN_PATIENT: patient is None,
    }
    return tuple(kind for kind, here in holds.items() if here)


def _endings(answer: Answer | None, visit: date) -> tuple[Ending, ...]:
    """Cover and certificates good on the day of the visit whose last day is near; one that goes on is left out."""
    information = answer.single if answer is not None else None
    if answer is None or information is None or answer.outcome is not Outcome.VALID:
        return ()
    found = []
    lost_on = information.cover.lost_on
    if lost_on is not None and lost_on - timedelta(days=1) <= visit + SOON:
        found.append(Ending("保険", lost_on - timedelta(days=1)))
    for each in information.certificates:
        until = each.valid_until
        if until is None or not each.is_in_force(visit) or until > visit + SOON:
            continue
        next_day = until + timedelta(days=1)
        if not any(
            other.kind == each.kind and other.is_in_force(next_day) for other in information.certificates
        ):
            found.append(Ending(each.kind_words, until))
    return tuple(found)


def take_over(
    exceptional: ExceptionalItem,
    batch_id: BatchId,
    staff: StaffMember,
    book: AppointmentBook,
    index: PatientIndex,
) -> Item:
    """The answer's details and card into the chart that the item belongs to. Raises: NotAllowed."""
    if exceptional.patient is None:
        raise ValueError("choose whose chart it is first")
    return take_over_into(exceptional.item, exceptional.patient.id, batch_id, staff, book, index)


def take_over_into(
    item: Item,
    patient_id: PatientId,
    batch_id: BatchId,
    staff: StaffMember,
    book: AppointmentBook,
    index: PatientIndex,
) -> Item:
    """As take_over, into a chart that somebody chose. Raises: NotAllowed."""
    staff.must_be_allowed(Duty.KEEP_PATIENTS)
    answer, information = _answered(item)
    index.save(taken_over(index.get(patient_id), information))
    return _keep(item, answer, information, patient_id, batch_id, book, index)


def enter_new_patient(
    item: Item, batch_id: BatchId, staff: StaffMember, book: AppointmentBook, index: PatientIndex
) -> Item:
    """A chart made of the answer. Raises: NotAllowed."""
    staff.must_be_allowed(Duty.KEEP_PATIENTS)
    answer, information = _answered(item)
    patient = index.add(new_patient(information))
    return _keep(item, answer, information, patient.id, batch_id, book, index)


def called(item: Item, note: str, batch_id: BatchId, book: AppointmentBook) -> Item:
    """Somebody spoke to the patient."""
    return book.follow_up(batch_id, item.id, FollowUp.CALLED, note.strip())


def put_off(item: Item, note: str, batch_id: BatchId, book: AppointmentBook) -> Item:
    """Left for the visit itself; the note tells why."""
    return book.follow_up(batch_id, item.id, FollowUp.PUT_OFF, note.strip())


def reopen(item: Item, batch_id: BatchId, book: AppointmentBook) -> Item:
    """A mark set by mistake is taken back; what was taken over into the chart stays there."""
    return book.follow_up(batch_id, item.id, FollowUp.OPEN, item.note)


def _answered(item: Item) -> tuple[Answer, EligibilityInformation]:
    if item.answer is None or item.answer.single is None:
        raise ValueError("only an answer about one person belongs to a chart")
    return item.answer, item.answer.single


def _keep(
    item: Item,
    answer: Answer,
    information: EligibilityInformation,
    patient_id: PatientId,
    batch_id: BatchId,
    book: AppointmentBook,
    index: PatientIndex,
) -> Item:
    index.hold_card(patient_id, held_card(information, answer.checked_at))
    book.link(batch_id, item.id, patient_id)
    return book.follow_up(batch_id, item.id, FollowUp.TAKEN_OVER, item.note)
