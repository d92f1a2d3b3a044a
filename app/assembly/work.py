"""The open home at work: screens made, readers watched, the line tried, backups taken.

Imported behind all that it needs (`imports`): this module brings line, readers and screens with it.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.adapters.worker_process import WorkerProcess
from app.assembly.claims import claims_work
from app.assembly.house import DeskHouse
from app.assembly.lanes import Lanes
from app.assembly.now import DeskNow
from app.assembly.openings import Opening
from app.assembly.report import write_report
from app.assembly.screens import (
    ReadersBridge,
    ReceptionScreen,
    ScreenParts,
    appointments_work,
    notices_work,
    patients_work,
    records_work,
    settings_work,
)
from app.assembly.shell_window import DeskWindow
from app.desk.advice import advice_for
from app.desk.appointments.screen import AppointmentsScreen
from app.desk.claims.screen import ClaimsScreen
from app.desk.health_records.screen import RecordsScreen
from app.desk.notices.inbox.presenter import InboxNews
from app.desk.notices.screen import NoticesScreen
from app.desk.patients.screen import PatientsScreen
from app.desk.reception.panel import ReceptionPanel
from app.desk.reception.presenter import ReceptionNews
from app.desk.reception.printing import ReceptionPrinting
from app.desk.settings.rescue.window import RescueWindow
from app.desk.settings.screen import SettingsScreen
from app.desk.settings.values import ClinicRules, Preferences, PreferenceStore, read_rules
from app.desk.slices import Slices
from app.desk.staff.first_start.presenter import Step
from app.desk.staff.first_start.window import FirstStartWindow
from app.eligibility.counter import Shown
from app.eligibility.ports import InstitutionNotice, LineError
from app.errors import ClinicError
from app.patients.patient import PatientId
from app.scheme.days import utc_now

if TYPE_CHECKING:
    from app.assembly.tray import CardTray

_BACKUP_LOOK_EVERY_MS = 15 * 60_000


def rescue_page(opening: Opening, lanes: Lanes, error: ClinicError) -> RescueWindow:
    page = RescueWindow(opening, lanes.ledger)
    page.begin(error)
    return page


def first_start_page(opening: Opening, lanes: Lanes, code_alone: bool) -> FirstStartWindow:
    """code_alone: an earlier first start was cut off before its recovery code was tried."""
    page = FirstStartWindow(opening, lanes.ledger, utc_now)
    page.begin(Step.RECOVERY if code_alone else Step.MANAGER)
    return page


class DeskWork(QObject):
    """Everything that stands on the open home. apply: preferences of who signs in. obeyed: told of new rules."""

    def __init__(
        self,
        opening: Opening,
        lanes: Lanes,
        now: DeskNow,
        window: DeskWindow,
        preferences: PreferenceStore,
        apply: Callable[[Preferences], None],
        obeyed: Callable[[ClinicRules], None],
    ) -> None:
        super().__init__()
        self._opening = opening
        self._window = window
        self._preferences = preferences
        self._apply = apply
        self._obeyed = obeyed
        self._institution = ""
        home, readers = opening.home, opening.home.readers()
        self._parts = ScreenParts(home, lanes, now, readers, ReadersBridge(readers))
        self.tray: CardTray | None = None
        self._reception: ReceptionScreen | None = None
        self._patients: PatientsScreen | None = None
        self._appointments: AppointmentsScreen | None = None
        self._worker = WorkerProcess()
        self._claims: ClaimsScreen | None = None
        self._notices: NoticesScreen | None = None
        self._records: RecordsScreen | None = None
        self._at_reception: Shown | None = None
        self._settings: SettingsScreen | None = None
        window.opened.connect(self._screen_opened)
        window.opening.connect(self._screen_opening)
        self._parts.bridge.changed.connect(window.readers_changed)
        window.readers_changed(self._parts.bridge.last)
        lanes.ledger.run(partial(read_rules, home.ledger.settings), self._obey, _unexpected)
        lanes.line.run(home.line.line.whoami, self._knows_institution, self._line_failed)
        self._slices = Slices(self._making(), self)
        self._backups = QTimer(self, interval=_BACKUP_LOOK_EVERY_MS)
        self._backups.timeout.connect(self._back_up_when_due)
        self._backups.start()
        self._back_up_when_due()

    def show_tray(self) -> None:
        """Practice only: the town's cards, to lay on and take off."""
        from app.adapters.card_reader.soft_card.practice_readers import SoftReaders
        from app.assembly.tray import CardTray

        town, readers = self._parts.home.town, self._parts.readers

        def show(tray: CardTray) -> None:
            self.tray = tray
            self._window.show_tray(tray)

        if town is not None and isinstance(readers, SoftReaders):
            self._parts.lanes.read.run(partial(CardTray, town.cards, readers), show, _unexpected)

    def begin(self, standing: Callable[[], None]) -> None:
        """Somebody signed in. standing: called once the reception stands, which may be at once."""

        def begun() -> None:
            self.reception.begin()
            if self._notices is not None:
                self._notices.begin()
            standing()

        self._slices.when_done(begun)

    def leave(self) -> None:
        """Locked: nothing of a patient stays in sight; the outbox goes on."""
        if self._reception is not None:
            self._reception.leave()
        if self._patients is not None:
            self._patients.drop()
        if self._appointments is not None:
            self._appointments.leave()
        if self._records is not None:
            self._records.leave()
        if self._claims is not None:
            self._claims.leave()
        if self._notices is not None:
            self._notices.leave()
        if self._settings is not None:
            self._settings.leave()

    def stop(self) -> None:
        self._slices.stop()
        self._backups.stop()
        self._parts.bridge.stop()
        if self._reception is not None:
            self._reception.stop()
        if self._appointments is not None:
            self._appointments.stop()
        if self._records is not None:
            self._records.stop()
        if self._claims is not None:
            self._claims.stop()
        self._worker.close()
        if self._notices is not None:
            self._notices.stop()

    @property
    def stands(self) -> bool:
        """Whether the screens are made."""
        return self._settings is not None

    @property
    def reception(self) -> ReceptionScreen:
        """Once somebody has signed in."""
        assert self._reception is not None
        return self._reception

    def _making(self) -> Iterator[None]:
        """The screens, part by part; no part takes longer than the window may be still."""
        for name, making in (
            ("reception", self._making_reception()),
            ("patients", self._making_patients()),
            ("appointments", self._making_appointments()),
            ("records", self._making_records()),
            ("claims", self._making_claims()),
            ("notices", self._making_notices()),
            ("settings", self._making_settings()),
        ):
            yield from making
            yield
            self._window.reckon_screen(name)
            yield

    def _making_reception(self) -> Iterator[None]:
        window = self._window
        panel = ReceptionPanel(at_once=False)
        window.add_screen("reception", lambda: panel)
        window.make_screen("reception")
        yield
        yield from panel.making()
        news = ReceptionNews(
            line_said=window.line_said,
            waiting_changed=window.show_waiting,
            open_changed=window.show_open,
            charts_changed=self._charts_changed,
            outcome_came=window.outcome_came,
            person_shown=self._person_shown,
        )
        self._reception = ReceptionScreen(self._parts, news, panel)
        ReceptionPrinting(panel, lambda: self._institution, utc_now)
        self._parts.lanes.line.run(self._reception.counter.refresh_insurers, _nothing, self._line_failed)

    def _making_patients(self) -> Iterator[None]:
        work = patients_work(self._parts, self._patients_changed)
        patients = PatientsScreen(work, at_once=False)
        self._window.add_screen("patients", lambda: patients)
        self._window.make_screen("patients")
        yield from patients.making()
        self._patients = patients

    def _making_appointments(self) -> Iterator[None]:
        """Also without anybody signed in its batches go on: what waited for the evening is handed over by itself."""
        work = appointments_work(
            self._parts, lambda: self._institution, self._window.show_exceptions, self._appointment_taken_over
        )
        screen = AppointmentsScreen(work, at_once=False)
        self._window.add_screen("appointments", lambda: screen)
        self._window.make_screen("appointments")
        yield from screen.making()
        self._appointments = screen

    def _making_records(self) -> Iterator[None]:
        work = records_work(self._parts, lambda: self.reception.counter, self._checked_by_chart)
        screen = RecordsScreen(work, lambda: self._institution, at_once=False)
        self._window.add_screen("records", lambda: screen)
        self._window.make_screen("records")
        yield from screen.making()
        self._records = screen

    def _making_claims(self) -> Iterator[None]:
        """Also without anybody signed in what was to be sent is sent, and its review awaited."""
        work = claims_work(self._parts, self._worker, lambda: self._institution, self._claims_reviewed)
        screen = ClaimsScreen(work, at_once=False)
        self._window.add_screen("claims", lambda: screen)
        self._window.make_screen("claims")
        yield from screen.making()
        self._claims = screen

    def _making_notices(self) -> Iterator[None]:
        news = InboxNews(self._window.show_notices, self._notice_taken_over)
        work = notices_work(self._parts, lambda: self._institution, news, self._open_patient)
        screen = NoticesScreen(work, at_once=False)
        self._window.add_screen("notices", lambda: screen)
        self._window.make_screen("notices")
        yield from screen.making()
        self._notices = screen

    def _making_settings(self) -> Iterator[None]:
        settings = self._parts.home.settings
        house = DeskHouse(self._parts.home, self._parts.bridge.names, partial(write_report, settings))
        work = settings_work(
            self._parts, house, self._preferences, lambda: self._institution, self._apply, self._obey
        )
        screen = SettingsScreen(work, at_once=False)
        self._window.add_screen("settings", lambda: screen)
        self._window.make_screen("settings")
        yield from screen.making()
        self._settings = screen

    def _screen_opening(self, name: str, before: str) -> None:
        """Health information is about whom one looks at on the screen one comes from."""
        if name != "records" or self._records is None or self._patients is None:
            return
        if before == "patients" and (patient_id := self._patients.chosen()) is not None:
            self._records.chart_chosen(patient_id)
        elif before == "patients" and self._patients.when_found(self._records.chart_chosen):
            self._records.leave()  # until then nobody: never the one who stood there
        elif before == "reception" and self.reception.panel.today.open_chosen():
            self._records.leave()
        elif before == "reception" and self._at_reception is not None:
            self._records.person_shown(self._at_reception)

    def _screen_opened(self, name: str) -> None:
        """Its key brings the cursor into the form, also when the screen stood there already."""
        if name == "reception":
            self.reception.panel.form.focus_form()

    def _person_shown(self, shown: Shown | None) -> None:
        """Whose answer stands at the reception."""
        self._at_reception = shown
        if self._records is not None:
            self._records.person_shown(shown)

    def _checked_by_chart(self) -> None:
        """On the screen of health information: a line more in today's list, a newer confirmation in the chart."""
        self.reception.presenter.refresh_today()
        self._charts_changed()

    def _charts_changed(self) -> None:
        """At the reception."""
        if self._patients is not None:
            self._patients.refresh()
        if self._appointments is not None:
            self._appointments.refresh()

    def _patients_changed(self) -> None:
        """On the patients' screen."""
        self.reception.presenter.refresh_today()
        if self._appointments is not None:
            self._appointments.refresh()

    def _appointment_taken_over(self) -> None:
        self.reception.presenter.refresh_today()
        if self._patients is not None:
            self._patients.refresh()

    def _claims_reviewed(self) -> None:
        """Its notices stand in the inbox at once, and not a minute later."""
        if self._notices is not None:
            self._notices.refresh()

    def _notice_taken_over(self) -> None:
        if self._patients is not None:
            self._patients.refresh()

    def _open_patient(self, patient_id: PatientId) -> None:
        self._window.open_screen("patients")
        if self._patients is not None:
            self._patients.open_patient(patient_id)

    def _obey(self, rules: ClinicRules) -> None:
        self._parts.now.rules = rules
        self._obeyed(rules)
        if self._records is not None:
            self._records.readers_changed()
        if rules.shown_name:
            self._name_institution(rules.shown_name)

    def _knows_institution(self, notice: InstitutionNotice) -> None:
        self._window.line_said(None)
        self._name_institution(self._parts.now.rules.shown_name or notice.name)

    def _name_institution(self, name: str) -> None:
        self._institution = name
        self._window.show_institution(name)

    def _line_failed(self, error: Exception) -> None:
        advice_for(error)
        if isinstance(error, LineError):
            self._window.line_said(error)

    def _back_up_when_due(self) -> None:
        home = self._parts.home
        if home.settings.practice:
            return

        def work() -> None:
            if home.ledger.backup_due(utc_now()):
                home.ledger.back_up(utc_now())

        self._parts.lanes.read.run(work, _nothing, _unexpected)


def _nothing(_: object) -> None:
    """Done is done."""


def _unexpected(error: Exception) -> None:
    """An expected failure shows itself elsewhere; a bug goes to the crash window."""
    advice_for(error)
