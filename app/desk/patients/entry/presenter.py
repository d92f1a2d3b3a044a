"""The form of a patient: complaints beside the fields, and a warning before somebody is entered twice."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from app.desk.advice import Advice, advice_for
from app.desk.lanes import Lane, Ticket
from app.desk.staff.at_counter import AtCounter
from app.patients.enter import (
    NEW,
    FormRefused,
    PatientForm,
    correct_details,
    enter_patient,
    form_field,
    form_of,
    parse_form,
)
from app.patients.find import PossibleDuplicate, possible_duplicates
from app.patients.patient import Patient, PatientId
from app.patients.ports import PatientIndex
from app.scheme.days import Clock, business_day


@dataclass(frozen=True, slots=True)
class Complaint:
    """field: of PatientForm. code: of the refusal, e.g. "input.kana"."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class EntryState:
    """begun_with: what the fields start with, and only then are filled.

    alike: who may be this person already; shown before anything is saved.
    """

    begun_with: PatientForm
    patient_id: PatientId = NEW
    complaints: tuple[Complaint, ...] = ()
    alike: tuple[PossibleDuplicate, ...] = ()
    busy: bool = False
    trouble: Advice | None = None

    @property
    def is_new(self) -> bool:
        return self.patient_id == NEW


class EntryView(Protocol):
    def show_state(self, state: EntryState) -> None: ...


class EntryPresenter:
    """saved: told who was entered or corrected."""

    def __init__(
        self,
        view: EntryView,
        index: PatientIndex,
        read: Lane,
        write: Lane,
        clock: Clock,
        at_counter: AtCounter,
        saved: Callable[[Patient], None],
    ) -> None:
        self._view = view
        self._index = index
        self._read = read
        self._write = write
        self._clock = clock
        self._at_counter = at_counter
        self._saved = saved
        self._ticket: Ticket | None = None
        self._state = EntryState(PatientForm())
        self._warned_of: Patient | None = None

    def begin_new(self) -> None:
        self._begin(EntryState(PatientForm()))

    def begin_correction(self, patient: Patient) -> None:
        self._begin(EntryState(form_of(patient), patient.id))

    def submitted(self, form: PatientForm) -> None:
        """Enter in the form: complaints, or the look for look-alikes, or — after the warning — saving."""
        if self._state.busy:
            return
        try:
            patient = parse_form(form, business_day(self._clock()), self._state.patient_id)
        except FormRefused as refused:
            complaints = tuple(Complaint(form_field(each), each.code) for each in refused.complaints)
            self._show(replace(self._state, complaints=complaints, alike=(), trouble=None))
            return
        self._show(replace(self._state, complaints=(), alike=(), busy=True, trouble=None))
        self._ticket = self._read.run(
            partial(self._new_alike, patient), partial(self._looked, patient), self._failed
        )

    def saved_all_the_same(self) -> None:
        """The warning was read and the two are different people."""
        if self._warned_of is not None and self._state.alike:
            self._save(self._warned_of)

    def _begin(self, state: EntryState) -> None:
        self.drop()
        self._warned_of = None
        self._show(state)

    def drop(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()

    def _new_alike(self, patient: Patient) -> tuple[PossibleDuplicate, ...]:
        """A correction warns only of those it comes to resemble, not of those it resembled before."""
        now_alike = possible_duplicates(patient, self._index)
        if patient.id == NEW:
            return now_alike
        before = {each.patient.id for each in possible_duplicates(self._index.get(patient.id), self._index)}
        return tuple(each for each in now_alike if each.patient.id not in before)

    def _looked(self, patient: Patient, alike: tuple[PossibleDuplicate, ...]) -> None:
        if not alike:
            self._save(patient)
            return
        self._warned_of = patient
        self._show(replace(self._state, busy=False, alike=alike))

    def _save(self, patient: Patient) -> None:
        self._show(replace(self._state, busy=True, alike=()))
        verb = enter_patient if patient.id == NEW else correct_details
        work = partial(verb, patient, self._at_counter(), self._index)
        self._ticket = self._write.run(work, self._done, self._failed)

    def _done(self, patient: Patient) -> None:
        self._begin(EntryState(PatientForm()))
        self._saved(patient)

    def _failed(self, error: Exception) -> None:
        self._show(replace(self._state, busy=False, trouble=advice_for(error)))

    def _show(self, state: EntryState) -> None:
        self._state = state
        self._view.show_state(state)
