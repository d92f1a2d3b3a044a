"""The one window of the desk: bar, rail and screens; pages over everything; practice around it all."""

from collections.abc import Callable

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.assets import asset
from app.desk.settings.values import Preferences
from app.desk.shell.places import keep_place, restore_place
from app.desk.shell.practice import CardTray, PracticeBanner, TrayStrip
from app.desk.shell.presenter import ShellPresenter
from app.desk.shell.rail import Rail
from app.desk.shell.sounds import Sounds
from app.desk.shell.state import RAIL, ShellState
from app.desk.shell.top_bar import TopBar
from app.eligibility.card import ReadersStatus
from app.eligibility.ports import LineError
from app.scheme.days import Clock
from app.scheme.outcome import Outcome
from app.staff.member import StaffMember

_FRAME = 5


class MainWindow(QMainWindow):
    """opened carries the name of the screen that was brought to the front, also when it stood there already.

    opening comes before it, with the names of the screen that is about to come and of the one in front, "" for none.
    """

    lock_requested = Signal()
    closing = Signal()
    opening = Signal(str, str)
    opened = Signal(str)

    def __init__(self, clock: Clock, preferences: QSettings, practice: bool = False) -> None:
        super().__init__()
        self._preferences = preferences
        self.sounds = Sounds(self)
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._screens: dict[str, QWidget] = {}
        self._in_front = ""
        self._presenter = ShellPresenter(self._show_state)
        self._bar = TopBar(clock, can_lock=not practice)
        self._bar.lock_requested.connect(self.lock_requested)
        self._rail = Rail(RAIL)
        self._rail.chosen.connect(self.open_screen)
        self._stack = QStackedWidget()
        self._pages = QStackedWidget()
        self._desk = self._desk_page()
        self._pages.addWidget(self._desk)
        self.setCentralWidget(self._framed(practice))
        self.setWindowTitle(self.tr("窓口（練習）") if practice else self.tr("窓口"))
        self.setWindowIcon(QIcon(str(asset("icons/madoguchi.svg"))))
        self.setMinimumSize(960, 640)
        restore_place(self, preferences)

    def _desk_page(self) -> QWidget:
        page = QWidget()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._rail)
        middle.addWidget(self._stack, 1)
        self._stack.hide()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._bar)
        self._column.addLayout(middle, 1)
        return page

    def _framed(self, practice: bool) -> QWidget:
        frame = QWidget()
        frame.setProperty("type", "practice-frame" if practice else "screen")
        frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(frame)
        column.setSpacing(0)
        side = _FRAME if practice else 0
        column.setContentsMargins(side, 0, side, side)
        if practice:
            column.addWidget(PracticeBanner())
        column.addWidget(self._pages, 1)
        return frame

    def show_page(self, page: QWidget) -> None:
        """Over everything: signing in, first start, rescue. No screen is seen, none of its keys is heard.

        A page is shown once: the next one, or the desk, puts it away for good.
        """
        _dismiss_questions()
        if self._pages.indexOf(page) < 0:
            page.setProperty("type", "screen")
            page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            self._pages.addWidget(page)
        self._bring(page)

    def show_desk(self) -> None:
        """Back to the screens, to the one that stood there, or to the first."""
        self._bring(self._desk)
        self.open_screen(self._in_front or next(iter(self._makers)))

    def _bring(self, page: QWidget) -> None:
        before = self._pages.currentWidget()
        self._pages.setCurrentWidget(page)
        if before is not None and before not in (page, self._desk):
            self._pages.removeWidget(before)
            before.deleteLater()

    def add_screen(self, name: str, make: Callable[[], QWidget]) -> None:
        """Made at its first use."""
        self._makers[name] = make

    def make_screen(self, name: str) -> None:
        """Ahead of its first use, out of sight."""
        if name not in self._screens:
            screen = self._screens[name] = self._makers[name]()
            screen.setProperty("type", "screen")
            screen.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            self._stack.addWidget(screen)

    def reckon_screen(self, name: str) -> None:
        """How much room it needs: reckoned now, it is not reckoned for all screens at once when the first is shown."""
        self._screens[name].minimumSizeHint()

    def open_screen(self, name: str) -> None:
        self.make_screen(name)
        self.opening.emit(name, self._in_front)
        screen = self._screens[name]
        self._stack.setCurrentWidget(screen)
        self._stack.show()
        self._in_front = name
        self._rail.show_chosen(name)
        self.opened.emit(name)

    def readers_changed(self, status: ReadersStatus) -> None:
        self._presenter.readers_changed(status)

    def line_said(self, trouble: LineError | None) -> None:
        self._presenter.line_said(trouble)

    def show_waiting(self, number: int) -> None:
        self._presenter.waiting_changed(number)

    def show_open(self, number: int) -> None:
        """Today's checks that still need a hand stand as a count on the rail."""
        self._rail.show_count("reception", number, self.tr("要対応 {0}件").format(number) if number else "")

    def show_exceptions(self, number: int) -> None:
        """Appointments that still need somebody."""
        words = self.tr("確認が必要 {0}件").format(number) if number else ""
        self._rail.show_count("appointments", number, words)

    def show_notices(self, number: int, overdue: int) -> None:
        """Notices that nobody has in hand, or that are past their day: none of these without a sign."""
        words = self.tr("未対応 {0}件").format(number)
        if overdue:
            words += self.tr("　期限切れ {0}件").format(overdue)
        self._rail.show_count("notices", max(number, overdue), words, urgent=overdue > 0)

    def show_member(self, member: StaffMember | None) -> None:
        self._presenter.member_changed(member)

    def show_institution(self, name: str) -> None:
        self._presenter.institution_known(name)

    def show_tray(self, tray: CardTray) -> None:
        self._column.addWidget(TrayStrip(tray))

    def outcome_came(self, outcome: Outcome) -> None:
        self.sounds.outcome_came(outcome)

    def obey_preferences(self, preferences: Preferences) -> None:
        """Text size and sounds of who is at the counter now."""
        self._rail.fit()
        self.sounds.are_on = preferences.sounds

    def raise_to_front(self) -> None:
        """Another start of this home asks for it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        keep_place(self, self._preferences)
        self.closing.emit()
        super().closeEvent(event)

    def _show_state(self, state: ShellState) -> None:
        self._bar.show_state(state)


def _dismiss_questions() -> None:
    """A question left open would stand over the page, with what it says of a patient: it is answered by no.

    Lists that are open go with the widget they belong to.
    """
    while (asking := QApplication.activeModalWidget()) is not None:
        if not asking.close():
            return
