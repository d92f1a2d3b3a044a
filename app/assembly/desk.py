"""The desk from its first paint to its last: opening, signing in, working, locking, closing."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QSettings, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication, QWidget

from app.adapters.card_reader.soft_card.practice_readers import SoftReaders
from app.adapters.credentials.pin_hasher import Argon2PinHasher
from app.assembly.homes import HomeNotSetUp
from app.assembly.house import DeskHouse
from app.assembly.openings import Opening
from app.assembly.screens import (
    DeskNow,
    Lanes,
    ReadersBridge,
    ReceptionScreen,
    ScreenParts,
    patients_screen,
    settings_screen,
)
from app.assembly.tray import CardTray
from app.desk.advice import advice_for
from app.desk.patients.screen import PatientsScreen
from app.desk.reception.presenter import ReceptionNews
from app.desk.settings.preferences import QtPreferences
from app.desk.settings.rescue.window import RescueWindow
from app.desk.settings.values import Appearance, ClinicRules, Preferences, read_rules
from app.desk.staff.first_start.presenter import Step
from app.desk.staff.first_start.window import FirstStartWindow
from app.desk.staff.idle import IdleWatch
from app.desk.staff.sign_in.screen import SignInScreen
from app.desk.theme import Theme, apply_theme, system_is_dark
from app.eligibility.card import ReadersStatus
from app.eligibility.ports import InstitutionNotice, LineError
from app.errors import ClinicError
from app.scheme.days import utc_now
from app.scheme.outcome import Outcome
from app.settings import Settings
from app.staff.member import StaffMember

_BACKUP_LOOK_EVERY_MS = 15 * 60_000


class DeskWindow(Protocol):
    """What the desk needs of the shell's window."""

    lock_requested: SignalInstance
    closing: SignalInstance

    def show_page(self, page: QWidget) -> None:
        """Over everything: signing in, first start, rescue."""

    def show_desk(self) -> None:
        """Back to the screens."""

    def add_screen(self, name: str, make: Callable[[], QWidget]) -> None:
        """Made at its first use."""

    def readers_changed(self, status: ReadersStatus) -> None: ...

    def line_said(self, trouble: LineError | None) -> None: ...

    def show_waiting(self, number: int) -> None: ...

    def show_member(self, member: StaffMember | None) -> None: ...

    def show_institution(self, name: str) -> None: ...

    def show_tray(self, tray: CardTray) -> None: ...

    def outcome_came(self, outcome: Outcome) -> None: ...


class Desk(QObject):
    """One running desk. The window's thread only paints and decides; all else is on lanes."""

    def __init__(
        self, application: QApplication, settings: Settings, window: DeskWindow, preferences: QSettings
    ) -> None:
        super().__init__()
        self._application = application
        self._settings = settings
        self._window = window
        self._lanes = Lanes()
        self._opening = Opening(settings)
        self._now = DeskNow()
        self._preferences = QtPreferences(preferences)
        self._idle = IdleWatch(application, utc_now)
        self._idle.idle.connect(self.lock)
        self._parts: ScreenParts | None = None
        self._reception: ReceptionScreen | None = None
        self._patients: PatientsScreen | None = None
        self._sign_in: SignInScreen | None = None
        self._backups = QTimer(self, interval=_BACKUP_LOOK_EVERY_MS)
        self._backups.timeout.connect(self._back_up_when_due)
        window.lock_requested.connect(self.lock)
        window.closing.connect(self.close)

    def begin(self) -> None:
        """The window is painted; now the home is opened."""
        self._lanes.ledger.run(self._opening.open, self._opened, self._shut)

    def lock(self) -> None:
        """By key, idleness, sleep: nothing of a patient stays in sight; the outbox goes on."""
        if self._now.member is None or self._settings.practice:
            return
        last, self._now.member = self._now.member, None
        self._idle.end()
        if self._reception is not None:
            self._reception.leave()
        if self._patients is not None:
            self._patients.drop()
        self._ask_who(last)

    def close(self) -> None:
        """Drops what is under way and waits 3 s at most; what was entered is in the ledger."""
        self._idle.end()
        self._backups.stop()
        if self._reception is not None:
            self._reception.stop()
        if self._parts is not None:
            self._parts.bridge.stop()
        self._lanes.close()
        self._opening.close()

    def _opened(self, _: object = None) -> None:
        home = self._opening.home
        readers = home.readers()
        self._parts = ScreenParts(home, self._lanes, self._now, readers, ReadersBridge(readers))
        self._parts.bridge.changed.connect(self._window.readers_changed)
        self._lanes.ledger.run(partial(read_rules, home.ledger.settings), self._obey, _unexpected)
        self._lanes.line.run(home.line.line.whoami, self._knows_institution, self._line_failed)
        self._back_up_when_due()
        self._backups.start()
        if home.town is not None and isinstance(readers, SoftReaders):
            self._window.show_tray(CardTray(home.town.cards, readers))
            self._lanes.ledger.run(self._opening.practice_member, self._signed_in, self._shut)
        elif home.ledger.recovery_code_tried:
            self._ask_who()
        else:
            self._first_start(Step.RECOVERY)

    def _shut(self, error: Exception) -> None:
        if isinstance(error, HomeNotSetUp):
            self._first_start(Step.MANAGER)
            return
        if not isinstance(error, ClinicError):
            raise error
        rescue = RescueWindow(self._opening, self._lanes.ledger)
        rescue.opened.connect(self._opened)
        self._window.show_page(rescue)
        rescue.begin(error)

    def _first_start(self, step: Step) -> None:
        first = FirstStartWindow(self._opening, self._lanes.ledger, utc_now)
        first.finished.connect(self._first_start_over)
        self._window.show_page(first)
        first.begin(step)

    def _first_start_over(self, manager: StaffMember | None) -> None:
        if self._parts is None:
            self._opened()
        if manager is not None:
            self._signed_in(manager)
        else:
            self._ask_who()

    def _ask_who(self, last: StaffMember | None = None) -> None:
        assert self._parts is not None
        if self._sign_in is None:
            roll = self._parts.home.ledger.staff
            self._sign_in = SignInScreen(roll, Argon2PinHasher(), self._lanes.ledger, utc_now)
            self._sign_in.signed_in.connect(self._signed_in)
        self._sign_in.set_clinic(self._now.rules.shown_name)
        self._window.show_member(None)
        self._window.show_page(self._sign_in)
        self._sign_in.begin(last)

    def _signed_in(self, member: StaffMember) -> None:
        self._now.member = member
        self._apply(self._preferences.of(member.id))
        if self._reception is None:
            self._make_screens()
        self._window.show_member(member)
        self._window.show_desk()
        assert self._reception is not None
        self._reception.begin()
        if not self._settings.practice:
            self._idle.begin()

    def _make_screens(self) -> None:
        assert self._parts is not None
        news = ReceptionNews(
            self._window.line_said, self._window.show_waiting, self._charts_changed, self._window.outcome_came
        )
        self._reception = ReceptionScreen(self._parts, news)
        self._window.add_screen("reception", lambda: self._reception.panel if self._reception else QWidget())
        self._window.add_screen("patients", self._make_patients)
        self._window.add_screen("settings", self._make_settings)
        self._lanes.line.run(self._reception.counter.refresh_insurers, _nothing, self._line_failed)

    def _make_patients(self) -> QWidget:
        assert self._parts is not None
        assert self._reception is not None
        self._patients = patients_screen(self._parts, self._reception.presenter.refresh_today)
        return self._patients

    def _make_settings(self) -> QWidget:
        assert self._parts is not None
        house = DeskHouse(self._parts.home, self._parts.bridge.names, _write_report)
        return settings_screen(self._parts, house, self._preferences, self._apply, self._obey)

    def _charts_changed(self) -> None:
        if self._patients is not None:
            self._patients.refresh()

    def _apply(self, preferences: Preferences) -> None:
        dark = preferences.appearance is Appearance.DARK
        if preferences.appearance is Appearance.SYSTEM:
            dark = system_is_dark()
        apply_theme(self._application, Theme(preferences.text_percent, dark))

    def _obey(self, rules: ClinicRules) -> None:
        self._now.rules = rules
        self._idle.set_minutes(rules.idle_minutes)
        if rules.shown_name:
            self._window.show_institution(rules.shown_name)

    def _knows_institution(self, notice: InstitutionNotice) -> None:
        self._window.line_said(None)
        self._window.show_institution(self._now.rules.shown_name or notice.name)

    def _line_failed(self, error: Exception) -> None:
        if isinstance(error, LineError):
            self._window.line_said(error)
        else:
            advice_for(error)

    def _back_up_when_due(self) -> None:
        if self._parts is None or self._settings.practice:
            return
        ledger = self._parts.home.ledger

        def work() -> None:
            if ledger.backup_due(utc_now()):
                ledger.back_up(utc_now())

        self._lanes.read.run(work, _nothing, _unexpected)


def _nothing(_: object) -> None:
    """Done is done."""


def _unexpected(error: Exception) -> None:
    """An expected failure shows itself elsewhere; a bug goes to the crash window."""
    advice_for(error)


def _write_report(path: Path) -> None:
    raise NotImplementedError(path)
