"""The inbox as the shell shows it: notices, and for managers their month; letters and the month go to paper."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.desk.forms.month_page import month_page
from app.desk.forms.notice_letter import notice_letter
from app.desk.forms.paper import print_with_dialog
from app.desk.lanes import Lane
from app.desk.notices.inbox.panel import InboxPanel
from app.desk.notices.inbox.presenter import InboxNews, InboxPresenter
from app.desk.notices.month.panel import MonthPanel
from app.desk.notices.month.presenter import MonthPresenter
from app.desk.staff.at_counter import AtCounter
from app.eligibility.ports import CheckBook
from app.notices.month import MonthBook
from app.notices.notice import NoticeId
from app.notices.ports import NoticeLine
from app.patients.patient import PatientId
from app.patients.ports import PatientIndex
from app.scheme.days import Clock, business_day
from app.staff.member import Duty

_LOOK_EVERY_MS = 60_000


@dataclass(frozen=True, slots=True)
class NoticesWork:
    """What the screen works with. line: None on a desk that takes no part (R20). asks: the lane of the line; read: of
    the ledger. open_patient: brings the patients' screen to the front.
    """

    line: NoticeLine | None
    index: PatientIndex
    book: CheckBook
    months: MonthBook
    asks: Lane
    read: Lane
    clock: Clock
    at_counter: AtCounter
    institution: Callable[[], str]
    news: InboxNews
    open_patient: Callable[[PatientId], None] = lambda _: None


class NoticesScreen(QWidget):
    """Holds its presenters: PySide6 keeps connected plain objects only weakly."""

    def __init__(self, work: NoticesWork, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the panels come with `making`, one a turn of the event loop."""
        super().__init__(parent)
        self._work = work
        self._stack = QStackedLayout(self)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        work = self._work
        self._inbox = InboxPanel(work.clock, at_once=False)
        yield
        self._stack.addWidget(self._inbox)
        yield from self._inbox.making()
        self._month = MonthPanel(at_once=False)
        yield
        self._stack.addWidget(self._month)
        yield from self._month.making()
        yield
        self._one = InboxPresenter(
            self._inbox,
            work.line,
            work.index,
            work.book,
            work.asks,
            work.read,
            work.clock,
            work.at_counter,
            work.news,
        )
        self._months = MonthPresenter(
            self._month, work.months, work.line, work.asks, work.clock, work.at_counter
        )
        self._join()
        self._inbox.show_state(self._one.state)

    def begin(self) -> None:
        """Somebody signed in: looked at now, and every minute."""
        if self._stack.currentWidget() is self._month:
            self._show_inbox()
        self._one.begin()
        self._timer.start()

    def leave(self) -> None:
        """Locked: nothing half-done stays open, and what is under way is not waited for."""
        self._timer.stop()
        self._one.drop()
        self._months.drop()

    stop = leave

    def refresh(self) -> None:
        """Receipts were reviewed, or charts changed elsewhere; with nobody signed in `begin` looks."""
        if self._timer.isActive():
            self._one.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stack.currentWidget() is self._inbox:
            self._one.refresh()
            self._inbox.focus_first()

    def _join(self) -> None:
        inbox, detail, one = self._inbox, self._inbox.detail, self._one
        inbox.list_chosen.connect(one.list_chosen)
        inbox.row_chosen.connect(lambda notice_id: one.chosen(NoticeId(notice_id)))
        inbox.refresh_requested.connect(one.refresh)
        inbox.month_requested.connect(self._open_month)
        detail.next_step_requested.connect(one.next_step_requested)
        detail.hand_opened.connect(one.hand_opened)
        detail.hand_left.connect(one.hand_left)
        detail.taken_in_hand.connect(one.taken_in_hand)
        detail.finish_requested.connect(one.finish_requested)
        detail.lay_back_requested.connect(one.lay_back_requested)
        detail.print_requested.connect(self._print_letter)
        detail.chart_requested.connect(self._open_chart)
        month, months = self._month, self._months
        month.earlier_requested.connect(months.earlier_requested)
        month.later_requested.connect(months.later_requested)
        month.print_requested.connect(self._print_month)
        month.left.connect(self._show_inbox)
        self._timer.timeout.connect(one.refresh)

    def _open_month(self) -> None:
        if self._work.at_counter().may(Duty.SEE_MONTH):
            self._months.begin()
            self._stack.setCurrentWidget(self._month)
            self._month.focus_first()

    def _show_inbox(self) -> None:
        self._stack.setCurrentWidget(self._inbox)
        self._inbox.focus_first()

    def _open_chart(self) -> None:
        patient = self._one.state.tie.patient
        if patient is not None:
            self._work.open_patient(patient.id)

    def _print_letter(self) -> None:
        state = self._one.state
        if state.chosen is not None:
            today = business_day(self._work.clock())
            letter = notice_letter(state.chosen, state.tie.patient, self._work.institution(), today)
            print_with_dialog(letter, self)

    def _print_month(self) -> None:
        figures = self._months.state.figures
        if figures is not None:
            print_with_dialog(month_page(figures, self._work.institution(), self._work.clock()), self)
