"""The desk from its first paint to its last: opening, signing in, locking, closing.

What is imported here stands before the first paint; the rest is imported by the lane that opens the home.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication

from app.assembly.lanes import Lanes
from app.assembly.shell_window import DeskWindow
from app.desk.settings.preferences import QtPreferences
from app.desk.settings.values import Appearance, ClinicRules, Preferences
from app.desk.shell.session_watch import SessionWatch
from app.desk.staff.idle import IdleWatch
from app.desk.theme import Theme, apply_theme, system_is_dark
from app.errors import ClinicError
from app.scheme.days import utc_now
from app.settings import Settings
from app.staff.member import StaffMember

if TYPE_CHECKING:
    from app.assembly.openings import Opening
    from app.assembly.screens import DeskNow
    from app.assembly.work import DeskWork


class Desk(QObject):
    """One running desk. The window's thread only paints and decides; all else is on lanes."""

    def __init__(
        self, application: QApplication, settings: Settings, window: DeskWindow, preferences: QSettings
    ) -> None:
        super().__init__()
        self._application = application
        self._settings = settings
        self._window = window
        self._theme = Theme(dark=system_is_dark())
        self._preferences = QtPreferences(preferences)
        self._lanes = Lanes()
        self._idle = IdleWatch(application, utc_now)
        self._idle.idle.connect(self.lock)
        self._opening: Opening | None = None
        self._now: DeskNow | None = None
        self._work: DeskWork | None = None
        self._session = SessionWatch(self)
        self._session.left.connect(self.lock)
        window.lock_requested.connect(self.lock)
        window.closing.connect(self.close)

    def begin(self) -> None:
        """The window is painted; now the home is opened."""
        self._session.begin(self._window.winId())
        self._lanes.ledger.run(self._open, self._opened, self._shut)

    @property
    def work(self) -> "DeskWork":
        """Once the home is open."""
        assert self._work is not None
        return self._work

    @property
    def is_at_work(self) -> bool:
        """Whether somebody has signed in since the start and the screens stand."""
        return self._now is not None and self._now.member is not None and self.work.stands

    def lock(self) -> None:
        """By key, idleness, sleep or a session left. Practice has nobody to ask."""
        if self._now is None or self._now.member is None or self._settings.practice:
            return
        last, self._now.member = self._now.member, None
        self._idle.end()
        self.work.leave()
        self._ask_who(last)

    def close(self) -> None:
        """Drops what is under way and waits 3 s at most; what was entered is in the ledger."""
        self._idle.end()
        if self._work is not None:
            self._work.stop()
        self._lanes.close()
        if self._opening is not None:
            self._opening.close()

    def _open(self) -> None:
        """On the ledger's lane, the heavy imports with it."""
        import app.assembly.work  # noqa: F401  the window's thread finds it imported
        from app.assembly.openings import Opening
        from app.assembly.screens import DeskNow

        self._opening = self._opening or Opening(self._settings)
        self._now = self._now or DeskNow()
        self._opening.open()

    def _opened(self, _: object = None) -> None:
        self._stand_up()
        assert self._opening is not None
        if self._settings.practice:
            self.work.show_tray()
            self._lanes.ledger.run(self._opening.practice_member, self._signed_in, self._shut)
        elif self._opening.home.ledger.recovery_code_tried:
            self._ask_who()
        else:
            self._first_start(code_alone=True)

    def _stand_up(self) -> None:
        """Readers, line and rules of the open home."""
        from app.assembly.work import DeskWork

        assert self._opening is not None
        assert self._now is not None
        self._work = DeskWork(
            self._opening,
            self._lanes,
            self._now,
            self._window,
            self._preferences,
            self._apply,
            self._obeyed,
        )

    def _shut(self, error: Exception) -> None:
        from app.assembly.homes import HomeNotSetUp
        from app.assembly.work import rescue_page

        if isinstance(error, HomeNotSetUp):
            self._first_start(code_alone=False)
            return
        if not isinstance(error, ClinicError):
            raise error
        assert self._opening is not None
        page = rescue_page(self._opening, self._lanes, error)
        page.opened.connect(self._opened)
        self._window.show_page(page)

    def _first_start(self, code_alone: bool) -> None:
        from app.assembly.work import first_start_page

        assert self._opening is not None
        page = first_start_page(self._opening, self._lanes, code_alone)
        page.finished.connect(self._first_start_over)
        self._window.show_page(page)

    def _first_start_over(self, manager: StaffMember | None) -> None:
        if self._work is None:
            self._stand_up()
        if manager is not None:
            self._signed_in(manager)
        else:
            self._ask_who()

    def _ask_who(self, last: StaffMember | None = None) -> None:
        page = self.work.sign_in_page()
        page.signed_in.connect(self._signed_in)
        self._window.show_member(None)
        self._window.show_page(page)
        page.begin(last)

    def _signed_in(self, member: StaffMember) -> None:
        assert self._now is not None
        self._now.member = member
        self._apply(self._preferences.of(member.id))
        self._window.show_member(member)
        self.work.begin(self._window.show_desk)
        if not self._settings.practice:
            self._idle.begin()

    def _obeyed(self, rules: ClinicRules) -> None:
        self._idle.set_minutes(rules.idle_minutes)

    def _apply(self, preferences: Preferences) -> None:
        dark = preferences.appearance is Appearance.DARK
        if preferences.appearance is Appearance.SYSTEM:
            dark = system_is_dark()
        theme = Theme(preferences.text_percent, dark)
        if theme != self._theme:  # to polish every widget anew takes long
            self._theme = theme
            apply_theme(self._application, theme)
        self._window.obey_preferences(preferences)
