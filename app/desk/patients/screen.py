"""The patients' screen as the shell shows it: list, page, form and merging, one at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.appointments.ports import AppointmentBook
from app.desk.lanes import Lane
from app.desk.patients.entry.panel import EntryPanel
from app.desk.patients.entry.presenter import EntryPresenter
from app.desk.patients.merging.panel import MergingPanel
from app.desk.patients.merging.presenter import MergingPresenter
from app.desk.patients.page.panel import PagePanel
from app.desk.patients.page.presenter import PagePresenter
from app.desk.patients.search.panel import SearchPanel
from app.desk.patients.search.presenter import SearchPresenter
from app.desk.staff.at_counter import AtCounter
from app.desk.widgets.questions import agreed
from app.eligibility.ports import CheckBook
from app.eligibility.revisit import RevisitRule
from app.patients.patient import MergeId, Patient, PatientId
from app.patients.ports import PatientIndex
from app.scheme.days import Clock


@dataclass(frozen=True, slots=True)
class PatientsWork:
    """What the screen works with. read, write: lanes of the ledger. changed: told when patients changed here."""

    index: PatientIndex
    book: CheckBook
    appointments: AppointmentBook
    read: Lane
    write: Lane
    clock: Clock
    rule: Callable[[], RevisitRule]
    at_counter: AtCounter
    changed: Callable[[], None] = lambda: None


class PatientsScreen(QWidget):
    """Holds its presenters: PySide6 keeps connected plain objects only weakly."""

    def __init__(self, work: PatientsWork, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the four panels come with `making`, one a turn of the event loop."""
        super().__init__(parent)
        self._work = work
        self._stack = QStackedLayout(self)
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        self._list = SearchPanel(parent=self)
        self._stack.addWidget(self._list)
        yield
        self._page = PagePanel(parent=self)
        self._stack.addWidget(self._page)
        yield
        self._form = EntryPanel(parent=self)
        self._stack.addWidget(self._form)
        yield
        self._merge = MergingPanel(parent=self)
        self._stack.addWidget(self._merge)
        yield
        self._make_presenters(self._work)
        self._join_list()
        self._join_page()
        self._join_form()
        self._join_merging()

    def refresh(self) -> None:
        """Patients or checks changed elsewhere."""
        self._search.refresh()
        self._one.refresh()

    def open_patient(self, patient_id: PatientId) -> None:
        """Also for other screens: today's list opens its patient here."""
        self._one.open(patient_id)
        self._stack.setCurrentWidget(self._page)
        self._page.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen(self) -> PatientId | None:
        """Whose page is open, or who is chosen in the list."""
        if self._stack.currentWidget() is self._list:
            return self._list.chosen()
        return self._one.patient.id if self._one.patient is not None else None

    def when_found(self, chosen: Callable[[PatientId], None]) -> bool:
        """Whether somebody is being looked for in the list, and will be handed over when found."""
        is_looking = self._stack.currentWidget() is self._list and self._list.is_looking
        if is_looking:
            self._list.when_found(chosen)
        return is_looking

    def drop(self) -> None:
        """The window closes, or the desk is locked: answers on their way are not waited for."""
        self._list.when_found(None)
        for presenter in (self._search, self._one, self._entry, self._merging):
            presenter.drop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._search.refresh()
        if self._stack.currentWidget() is self._list:
            self._list.focus_field()

    def _make_presenters(self, work: PatientsWork) -> None:
        index, read, write, clock = work.index, work.read, work.write, work.clock
        self._search = SearchPresenter(self._list, index, read, clock)
        self._one = PagePresenter(
            self._page, index, work.book, work.appointments, read, write, clock, work.rule, work.at_counter,
            self._tell,
        )  # fmt: skip
        self._entry = EntryPresenter(self._form, index, read, write, clock, work.at_counter, self._saved)
        self._merging = MergingPresenter(
            self._merge, index, work.book, read, write, clock, work.at_counter, self._merged
        )

    def _join_list(self) -> None:
        self._list.text_changed.connect(self._search.text_changed)
        self._list.more_requested.connect(self._search.more_requested)
        self._list.patient_opened.connect(lambda number: self.open_patient(PatientId(number)))
        self._list.new_requested.connect(self._begin_new)

    def _join_page(self) -> None:
        self._page.back_requested.connect(self._back_to_list)
        self._page.correction_requested.connect(self._begin_correction)
        self._page.merge_requested.connect(self._begin_merging)
        self._page.undo_requested.connect(self._confirm_undo)

    def _join_form(self) -> None:
        self._form.submitted.connect(self._entry.submitted)
        self._form.save_all_the_same_requested.connect(self._entry.saved_all_the_same)
        self._form.existing_opened.connect(lambda number: self.open_patient(PatientId(number)))
        self._form.cancelled.connect(self._leave)

    def _join_merging(self) -> None:
        self._merge.text_changed.connect(self._merging.text_changed)
        self._merge.chosen.connect(lambda number: self._merging.chosen(PatientId(number)))
        self._merge.swapped.connect(self._merging.swapped)
        self._merge.detail_taken.connect(self._merging.detail_taken)
        self._merge.agreed.connect(self._merging.agreed)
        self._merge.cancelled.connect(self._leave)

    def _begin_new(self) -> None:
        self._one.close()
        self._entry.begin_new()
        self._stack.setCurrentWidget(self._form)
        self._form.focus_first()

    def _begin_correction(self) -> None:
        if self._one.patient is not None:
            self._entry.begin_correction(self._one.patient)
            self._stack.setCurrentWidget(self._form)
            self._form.focus_first()

    def _begin_merging(self) -> None:
        if self._one.patient is not None:
            self._merge.focus_first()
            self._merging.begin(self._one.patient)
            self._stack.setCurrentWidget(self._merge)

    def _confirm_undo(self, merge_id: int) -> None:
        words = self.tr("統合を元に戻しますか。移った保険と確認の記録は、元の患者に戻ります。")
        if agreed(self, self.tr("統合を元に戻す"), words):
            self._one.undo_requested(MergeId(merge_id))

    def _leave(self) -> None:
        """Esc: back to the page it began from, else to the list."""
        if self._one.patient is not None:
            self._stack.setCurrentWidget(self._page)
            self._page.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._back_to_list()

    def _back_to_list(self) -> None:
        self._one.close()
        self._stack.setCurrentWidget(self._list)
        self._list.focus_field()

    def _saved(self, patient: Patient) -> None:
        self._tell()
        self.open_patient(patient.id)

    def _merged(self, kept: PatientId) -> None:
        self._tell()
        self.open_patient(kept)

    def _tell(self) -> None:
        self._search.refresh()
        self._work.changed()
