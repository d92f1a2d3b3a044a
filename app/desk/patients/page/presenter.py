"""One patient's page: read from the ledger at once, and again whenever something of it changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Protocol

from app.appointments.ports import AppointmentBook
from app.desk.advice import Advice, advice_for
from app.desk.lanes import Lane, Ticket
from app.desk.patients.page.history import HistoryLine, through_time
from app.desk.staff.at_counter import AtCounter
from app.eligibility.ports import CheckBook
from app.eligibility.revisit import RevisitRule, RevisitState, revisit_state
from app.patients.merge import undo_merge
from app.patients.patient import HeldCard, Merge, MergeId, Patient, PatientId
from app.patients.ports import PatientIndex
from app.scheme.certificates import SPECIFIC_DISEASE
from app.scheme.days import Clock, business_day
from app.staff.member import Duty, StaffMember


@dataclass(frozen=True, slots=True)
class PatientPage:
    """Everything the page tells. merges: not undone, newest first."""

    patient: Patient
    today: date
    revisit: RevisitState
    lines: tuple[HistoryLine, ...]
    merges: tuple[Merge, ...]


@dataclass(frozen=True, slots=True)
class PageState:
    page: PatientPage | None = None
    trouble: Advice | None = None


class PageView(Protocol):
    def show_state(self, state: PageState) -> None: ...


def as_seen_by(staff: StaffMember, patient: Patient) -> Patient:
    """Without 特定疾病 for roles that do not need it (R8): the window never holds what it may not show."""
    if staff.may(Duty.SEE_SPECIFIC_DISEASE):
        return patient
    return replace(patient, cards=tuple(map(_without_disease, patient.cards)))


def _without_disease(card: HeldCard) -> HeldCard:
    return replace(
        card, certificates=tuple(each for each in card.certificates if each.kind != SPECIFIC_DISEASE)
    )


class PagePresenter:
    """read, write: lanes of the ledger. changed: told whenever this page changed something others show."""

    def __init__(
        self,
        view: PageView,
        index: PatientIndex,
        book: CheckBook,
        appointments: AppointmentBook,
        read: Lane,
        write: Lane,
        clock: Clock,
        rule: Callable[[], RevisitRule],
        at_counter: AtCounter,
        changed: Callable[[], None],
    ) -> None:
        self._view = view
        self._index = index
        self._book = book
        self._appointments = appointments
        self._read = read
        self._write = write
        self._clock = clock
        self._rule = rule
        self._at_counter = at_counter
        self._changed = changed
        self._ticket: Ticket | None = None
        self._state = PageState()

    @property
    def patient(self) -> Patient | None:
        return self._state.page.patient if self._state.page else None

    def open(self, patient_id: PatientId) -> None:
        self.drop()
        self._ticket = self._read.run(
            partial(self._gather, patient_id, self._at_counter(), self._rule()), self._gathered, self._failed
        )

    def refresh(self) -> None:
        if self.patient is not None:
            self.open(self.patient.id)

    def close(self) -> None:
        self.drop()
        self._show(PageState())

    def drop(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()

    def undo_requested(self, merge_id: MergeId) -> None:
        """Parts what was merged into this patient; asked for after the window has let the user confirm."""
        page = self._state.page
        merge = next((each for each in page.merges if each.id == merge_id), None) if page else None
        if merge is not None:
            work = partial(undo_merge, merge, self._at_counter(), self._index)
            self._write.run(work, self._undone, self._failed)

    def _undone(self, _: None) -> None:
        self.refresh()
        self._changed()

    def _gather(self, patient_id: PatientId, staff: StaffMember, rule: RevisitRule) -> PatientPage:
        today = business_day(self._clock())
        checks = self._book.of_patient(patient_id)
        return PatientPage(
            patient=as_seen_by(staff, self._index.get(patient_id)),
            today=today,
            revisit=revisit_state(checks, self._appointments.answers_of(patient_id), rule, today),
            lines=through_time(checks),
            merges=self._index.merges_into(patient_id),
        )

    def _gathered(self, page: PatientPage) -> None:
        self._show(PageState(page))

    def _failed(self, error: Exception) -> None:
        self._show(PageState(self._state.page, advice_for(error)))

    def _show(self, state: PageState) -> None:
        self._state = state
        self._view.show_state(state)
