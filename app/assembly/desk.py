"""The desk from its first paint to its last: opening, signing in, locking, closing.

What is imported here stands before the first paint; the rest while somebody types their PIN (`imports`).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication

from app.assembly.imports import screens, without_qt
from app.assembly.lanes import Lanes
from app.assembly.now import DeskNow
from app.assembly.shell_window import DeskWindow
from app.desk.collector import Collector
from app.desk.settings.preferences import QtPreferences
from app.desk.settings.values import Appearance, ClinicRules, Preferences
from app.desk.shell.session_watch import SessionWatch
from app.desk.slices import Slices
from app.desk.staff.idle import IdleWatch
from app.desk.staff.sign_in.presenter import Door
from app.desk.staff.sign_in.remembered import RememberedNames
from app.desk.staff.sign_in.screen import SignInScreen
from app.desk.theme import Theme, apply_theme, system_is_dark
from app.errors import ClinicError
from app.scheme.days import utc_now
from app.settings import Settings
from app.staff.member import StaffMember

if TYPE_CHECKING:
    from app.assembly.openings import Opening
    from app.assembly.work import DeskWork


class SignInTooEarly(ClinicError):
    """The ledger could not be opened: another page says why."""

    code = "staff.too_early"


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
        self._remembered = RememberedNames(preferences)
        self._sign_in: SignInScreen | None = None
        self._lanes = Lanes()
        self._collector = Collector(self)
        self._idle = IdleWatch(application, utc_now)
        self._idle.idle.connect(self.lock)
        self._opening: Opening | None = None
        self._now = DeskNow()
        self._work: DeskWork | None = None
        self._imports: Slices | None = None
        self._session = SessionWatch(self)
        self._session.left.connect(self.lock)
        window.lock_requested.connect(self.lock)
        window.closing.connect(self.close)

    def begin(self) -> None:
        """The window is painted; now the home is opened."""
        self._session.begin(self._window.winId())
        self._lanes.ledger.run(self._open, self._opened, self._shut)
        remembered = self._remembered.members()
        if remembered and not self._settings.practice:
            self._ask_who(remembered=remembered)

    @property
    def opening(self) -> "Opening":
        """Once the opening has begun."""
        assert self._opening is not None
        return self._opening

    @property
    def work(self) -> "DeskWork":
        """Once the home is open."""
        assert self._work is not None
        return self._work

    @property
    def is_at_work(self) -> bool:
        """Whether somebody has signed in since the start and the screens stand."""
        return self._now.member is not None and self._work is not None and self._work.stands

    def lock(self) -> None:
        """By key, idleness, sleep or a session left. Practice has nobody to ask."""
        if self._now.member is None or self._work is None or self._settings.practice:
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
        if self._imports is not None:
            self._imports.stop()
        self._lanes.close()
        if self._opening is not None:
            self._opening.close()
        self._collector.end()

    def _open(self) -> None:
        """On the ledger's lane, with the imports of the ledger alone: people can sign in as soon as it is open."""
        from app.assembly.openings import Opening

        self._opening = self._opening or Opening(self._settings)
        self._opening.open()

    def _opened(self, _: object = None) -> None:
        """The rest is imported and the line made while a name is chosen and a PIN typed."""
        if not self._can_sign_in:
            self._sign_in_gone()
        elif self._sign_in is None:
            self._ask_who()
        # Behind the names, which come on the same lane: two that import at once make each other slow.
        self._lanes.ledger.run(_nothing_to_do, self._join_now, _raise)

    def _join_now(self, _: object = None) -> None:
        self._lanes.line.run(self._join, self._import_screens, self._shut)

    def _import_screens(self, _: object) -> None:
        self._with_screens(self._joined)

    def _with_screens(self, then: Callable[[], None]) -> None:
        """Calls it once their modules are imported."""
        if self._imports is None:
            self._imports = Slices(screens(self._settings.practice), self)
        self._imports.when_done(then)

    @property
    def _can_sign_in(self) -> bool:
        return not self._settings.practice and self.opening.home.ledger.recovery_code_tried

    def _join(self) -> None:
        """On a lane: what knows no Qt, and the line."""
        without_qt()
        _ = self.opening.home.line

    def _joined(self) -> None:
        self._stand_up()
        if self._settings.practice:
            self.work.show_tray()
            self._lanes.ledger.run(self.opening.practice_member, self._signed_in, self._shut)
        elif not self._can_sign_in:
            self._first_start(code_alone=True)
        elif self._now.member is not None:
            self._begin_work()

    def _stand_up(self) -> None:
        """Readers, line and rules of the open home."""
        from app.assembly.work import DeskWork

        self._work = DeskWork(
            self.opening,
            self._lanes,
            self._now,
            self._window,
            self._preferences,
            self._apply,
            self._obeyed,
        )

    def _shut(self, error: Exception) -> None:
        self._sign_in_gone()

        def show() -> None:
            from app.assembly.homes import HomeNotSetUp

            if isinstance(error, HomeNotSetUp):
                self._first_start(code_alone=False)
            elif isinstance(error, ClinicError):
                self._rescue(error)
            else:
                raise error

        self._with_screens(show)

    def _rescue(self, error: ClinicError) -> None:
        from app.assembly.work import rescue_page

        page = rescue_page(self.opening, self._lanes, error)
        page.opened.connect(self._opened)
        self._window.show_page(page)

    def _first_start(self, code_alone: bool) -> None:
        from app.assembly.work import first_start_page

        self._sign_in_gone()
        page = first_start_page(self.opening, self._lanes, code_alone)
        page.finished.connect(self._first_start_over)
        self._window.show_page(page)

    def _first_start_over(self, manager: StaffMember | None) -> None:
        self._now.member = manager
        if self._work is None:
            self._join_now()
        elif manager is not None:
            self._signed_in(manager)
        if manager is None:
            self._ask_who()

    def _ask_who(self, last: StaffMember | None = None, remembered: tuple[StaffMember, ...] = ()) -> None:
        """A new page each time: the window puts away for good what it has shown.

        The first one may stand while the ledger is still being opened, on the same lane, before what is asked here.
        """
        page = SignInScreen(self._door, self._lanes.ledger, utc_now)
        page.signed_in.connect(self._signed_in)
        page.listed.connect(self._remembered.keep)
        page.set_clinic(self._now.rules.shown_name)
        self._sign_in = page
        self._window.show_member(None)
        self._window.show_page(page)
        page.begin(last, remembered)

    def _door(self) -> Door:
        """On the ledger's lane, behind the opening. Raises: ClinicError where that failed."""
        if not self.opening.is_open:
            raise SignInTooEarly
        return Door(self.opening.home.ledger.staff, self.opening.hasher)

    def _sign_in_gone(self) -> None:
        """Another page takes its place: what was typed into it is not waited for."""
        if self._sign_in is not None:
            self._sign_in.drop()
            self._sign_in = None

    def _signed_in(self, member: StaffMember) -> None:
        self._sign_in = None
        self._now.member = member
        if self._work is not None:
            self._begin_work()

    def _begin_work(self) -> None:
        member = self._now.at_counter()
        self._apply(self._preferences.of(member.id))
        self._window.show_member(member)
        self.work.begin(self._at_work)
        if not self._settings.practice:
            self._idle.begin()

    def _at_work(self) -> None:
        self._window.show_desk()
        self._collector.begin()

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


def _nothing_to_do() -> None:
    """An errand that only marks its place in the queue."""


def _raise(error: Exception) -> None:
    raise error
