"""The manager's month: figures of ledger and service, gathered off the window's thread."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Protocol

from app.desk.advice import Advice, advice_for, while_cut
from app.desk.lanes import Lane, Ticket
from app.desk.staff.at_counter import AtCounter
from app.notices.month import MonthBook, MonthFigures, month_figures
from app.notices.ports import NoticeLine
from app.scheme.days import Clock, business_day, months_from
from app.staff.member import StaffMember


@dataclass(frozen=True, slots=True)
class MonthState:
    """month: its first day. figures: None while they are gathered. has_later: whether a later month has begun."""

    month: date
    figures: MonthFigures | None = None
    has_later: bool = False
    trouble: Advice | None = None


class MonthView(Protocol):
    def show_state(self, state: MonthState) -> None: ...


class MonthPresenter:
    """line: None on a desk that takes no part: then the ledger alone tells."""

    def __init__(
        self,
        view: MonthView,
        book: MonthBook,
        line: NoticeLine | None,
        asks: Lane,
        clock: Clock,
        at_counter: AtCounter,
    ) -> None:
        self._view = view
        self._book = book
        self._line = line
        self._asks = asks
        self._clock = clock
        self._at_counter = at_counter
        self._ticket: Ticket | None = None
        self.state = MonthState(self._this_month())

    def begin(self) -> None:
        """The month that is under way."""
        self._gather(self._this_month())

    def earlier_requested(self) -> None:
        self._gather(months_from(self.state.month, -1))

    def later_requested(self) -> None:
        if self.state.has_later:
            self._gather(months_from(self.state.month, 1))

    def drop(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()

    def _gather(self, month: date) -> None:
        self.drop()
        self._show(MonthState(month, has_later=month < self._this_month()))
        work: Callable[[], MonthFigures] = partial(
            _figures, month, self._at_counter(), self._book, self._line
        )
        self._ticket = self._asks.run(work, self._gathered, self._failed)

    def _gathered(self, figures: MonthFigures) -> None:
        self._show(replace(self.state, figures=figures, trouble=None))

    def _failed(self, error: Exception) -> None:
        trouble = while_cut(advice_for(error), "つながってから、この月を開き直してください。")
        self._show(replace(self.state, trouble=trouble))

    def _this_month(self) -> date:
        return business_day(self._clock()).replace(day=1)

    def _show(self, state: MonthState) -> None:
        self.state = state
        self._view.show_state(state)


def _figures(month: date, staff: StaffMember, book: MonthBook, line: NoticeLine | None) -> MonthFigures:
    notices = line.notices(month) if line is not None else ()
    return month_figures(month, staff, book, notices)
