"""The screen as the shell shows it: panel, presenter, the clock's tick, clipboard and printer."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QShowEvent, QTextDocument
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.forms.checkup_form import checkups_on_paper
from app.desk.forms.drug_forms import consent_form, generic_slip, history_on_paper
from app.desk.forms.paper import chosen_printer, print_on, print_with_dialog
from app.desk.health_records.drugs.page import as_text
from app.desk.health_records.panel import RecordsPanel
from app.desk.health_records.presenter import RecordsPresenter
from app.desk.health_records.state import Phase, RecordsState
from app.desk.health_records.work import RecordsWork
from app.desk.widgets.questions import agreed
from app.eligibility.counter import Shown
from app.health_records.access import Act
from app.health_records.generics import Saving
from app.patients.patient import PatientId

_TICK_MS = 1_000


class RecordsScreen(QWidget):
    """Holds its presenter: PySide6 keeps connected plain objects only weakly. institution: its name as shown."""

    def __init__(
        self,
        work: RecordsWork,
        institution: Callable[[], str],
        at_once: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("薬剤・健診"))
        self._work = work
        self._institution = institution
        self._copied = ""
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._timer = QTimer(self, interval=_TICK_MS)
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        self.panel = RecordsPanel(at_once=False)
        self._stack.addWidget(self.panel)
        yield from self.panel.making()
        self.presenter = RecordsPresenter(self, self._work)
        presenter, drugs = self.presenter, self.panel.drugs
        self.panel.read_again_requested.connect(presenter.look_again)
        self.panel.header.tab_chosen.connect(presenter.tab_chosen)
        self.panel.header.withdraw_requested.connect(self._confirm_withdrawal)
        self.panel.consent.recorded.connect(presenter.paper_recorded)
        self.panel.consent.form_requested.connect(self._print_form)
        drugs.choices_made.connect(presenter.choices_made)
        drugs.duplicates.answered.connect(presenter.alert_answered)
        drugs.generics.answered.connect(presenter.generic_answered)
        drugs.generics.slip_requested.connect(self._print_slip)
        drugs.copy_requested.connect(lambda: presenter.let_out(Act.COPIED, self._copy))
        drugs.print_requested.connect(self._print)
        self.panel.checkups.print_requested.connect(self._print_checkups)
        self._timer.timeout.connect(presenter.tick)
        self._timer.start()

    def show_state(self, state: RecordsState) -> None:
        if state.phase is not Phase.OPEN or not state.may_read:
            self._forget_copied()
        self.panel.show_state(state)

    def person_shown(self, shown: Shown | None) -> None:
        """An answer stands at the reception, or none any more.

        A chart that somebody is looking at stays: what comes late belongs to the reception's list.
        """
        if self.isVisible() and self.presenter.is_by_chart:
            return
        self.presenter.person_shown(shown)
        if self.isVisible():
            self.presenter.opened()

    def chart_chosen(self, patient_id: PatientId) -> None:
        """The screen is being opened for a patient of the ledger."""
        self.presenter.chart_chosen(patient_id)

    def readers_changed(self) -> None:
        """The clinic has set who may read."""
        self.presenter.readers_changed()

    def leave(self) -> None:
        """Locked or signed out: closed."""
        self.presenter.close()

    def stop(self) -> None:
        self._timer.stop()
        self.presenter.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.presenter.opened()

    def _confirm_withdrawal(self) -> None:
        words = self.tr("同意を取り消します。開いている情報はすぐに閉じます。よろしいですか。")
        if agreed(self, self.tr("同意を取り消す"), words):
            self.presenter.withdrawn()

    def _copy(self) -> None:
        page = self.presenter.state.drugs
        if page is not None:
            self._copied = as_text(page)
            QGuiApplication.clipboard().setText(self._copied)

    def _forget_copied(self) -> None:
        """What was copied here goes with the consent, unless something else was copied since."""
        if self._copied:
            clipboard = QGuiApplication.clipboard()
            if clipboard.text() == self._copied:
                clipboard.clear()
            self._copied = ""

    def _print(self) -> None:
        state = self.presenter.state
        if state.drugs is not None and state.person is not None:
            history = history_on_paper(state.drugs, state.person, self._institution(), self._work.clock())
            self._print_out(Act.PRINTED, history)

    def _print_checkups(self) -> None:
        state = self.presenter.state
        if state.checkups is not None and state.person is not None:
            sheets = checkups_on_paper(state.checkups, state.person, self._institution(), self._work.clock())
            self._print_out(Act.PRINTED, sheets)

    def _print_slip(self, savings: Sequence[Saving]) -> None:
        person = self.presenter.state.person
        if person is not None:
            slip = generic_slip(savings, person, self._institution(), self._work.clock())
            self._print_out(Act.SLIP_PRINTED, slip)

    def _print_out(self, act: Act, document: QTextDocument) -> None:
        """On record once a printer is chosen: who thinks better of it has printed nothing."""
        printer = chosen_printer(self)
        if printer is not None:
            self.presenter.let_out(act, partial(print_on, printer, document))

    def _print_form(self) -> None:
        form = consent_form(self._institution(), self._work.readers(), self._work.clock())
        print_with_dialog(form, self)
