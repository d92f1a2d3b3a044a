"""One month: its list, the chosen receipt, and what is done with the month as a whole."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from app.claims.month import MonthFile
from app.claims.ports import ClaimBook, MonthSummary, ReceiptPage, ReceiptRow, Sort
from app.claims.preparing import MonthNotOpen
from app.claims.sending import hold_back, want_sending
from app.desk.advice import advice_for
from app.desk.claims.courier import ClaimsCourier, ClaimsRound
from app.desk.claims.export import save_list
from app.desk.claims.month.looking import AT_ONCE, MOST_ON_PAPER, Looked, look
from app.desk.claims.month.mending import MendingPresenter
from app.desk.claims.month.state import (
    NOT_MENDING,
    Filter,
    Mending,
    MonthPageState,
    Part,
    Rows,
    view_of,
)
from app.desk.lanes import Lane
from app.desk.staff.at_counter import AtCounter
from app.scheme.days import Clock


class MonthView(Protocol):
    def show_state(self, state: MonthPageState) -> None: ...


class MonthPresenter:
    """read, write: lanes of the ledger. printed: gets the rows of a list to print. mending: the chosen receipt's."""

    def __init__(
        self,
        view: MonthView,
        book: ClaimBook,
        read: Lane,
        write: Lane,
        clock: Clock,
        at_counter: AtCounter,
        courier: ClaimsCourier,
        connected: bool,
        printed: Callable[[MonthFile, MonthSummary, tuple[ReceiptRow, ...]], None],
        forgotten: Callable[[], None],
    ) -> None:
        self._view = view
        self._book = book
        self._read = read
        self._write = write
        self._clock = clock
        self._at_counter = at_counter
        self._courier = courier
        self._printed = printed
        self._forgotten = forgotten
        self._looking = self._looks_again = False
        self._listing = 0
        self._chosen_by_hand = False
        self._state = MonthPageState(clock(), connected=connected)
        self.mending = MendingPresenter(self, book, clock, at_counter)

    @property
    def state(self) -> MonthPageState:
        return self._state

    def open(self, month: MonthFile) -> None:
        self._listing += 1
        self._looking = self._looks_again = self._chosen_by_hand = False
        fresh = MonthPageState(self._clock(), month, connected=self._state.connected)
        self.show(replace(fresh, view=view_of(fresh.filter, fresh.view), is_comparing=True))
        self._courier.wake()
        self._look()

    def leave(self) -> None:
        """Locked, or the list of months is asked for: nobody's receipt stays in sight."""
        self._listing += 1
        self.show(MonthPageState(self._clock(), connected=self._state.connected))

    def moved(self, came: ClaimsRound) -> None:
        """A round of the courier: how far it is, and what it found."""
        month = self._state.month
        if month is None:
            return
        mine = month.id in came.moved
        trouble = advice_for(came.trouble) if came.trouble is not None else None
        if mine or came.trouble is not None or self._state.trouble is not None:
            self.show(replace(self._state, trouble=trouble, is_comparing=month.id in came.comparing))
            self._look()
        elif self._state.is_comparing and month.id not in came.comparing:
            self.show(replace(self._state, is_comparing=False))

    def failed(self, error: Exception) -> None:
        self._looking = False
        self.show(replace(self._state, busy=False, trouble=advice_for(error)))

    # The list

    def part_chosen(self, part: Part) -> None:
        self.show(replace(self._state, part=part))

    def filter_chosen(self, chosen: Filter) -> None:
        self._list_anew(replace(self._state, filter=chosen, view=view_of(chosen, self._state.view)))

    def sort_chosen(self, sort: Sort) -> None:
        self._list_anew(replace(self._state, view=replace(self._state.view, sort=sort)))

    def search_changed(self, text: str) -> None:
        if text.strip() != self._state.view.text:
            self._list_anew(replace(self._state, view=replace(self._state.view, text=text.strip())))

    def complaint_opened(self, place: int) -> None:
        """The receipt that it is about, among all with complaints."""
        faulty = view_of(Filter.FAULTY, replace(self._state.view, text=""))
        self._list_anew(replace(self._state, part=Part.RECEIPTS, filter=Filter.FAULTY, view=faulty), place)

    def rows_wanted(self, start: int) -> None:
        """The list came to rows that it does not hold yet."""
        month = self._state.month
        if month is None:
            return
        listing, view, total = self._listing, self._state.view, self._state.rows.total

        def came(rows: tuple[ReceiptRow, ...]) -> None:
            if listing == self._listing:
                self.show(replace(self._state, rows=Rows(listing, total, start, rows)))

        self._read.run(partial(self._book.rows, month.id, view, start, AT_ONCE), came, self.failed)

    def chosen(self, place: int) -> None:
        """Another row came under the cursor. It stays there, also where it leaves the list."""
        month, held = self._state.month, self._state.chosen
        self.hold_chosen()
        if month is None or (held is not None and held.row.place == place):
            return
        listing = self._listing

        def came(page: ReceiptPage) -> None:
            if listing == self._listing:
                self.show(replace(self._state, chosen=page, mending=NOT_MENDING, saved=False))

        self._read.run(partial(self._book.page, month.id, place), came, self.failed)

    def hold_chosen(self) -> None:
        self._chosen_by_hand = True

    # The month as a whole

    def again_requested(self) -> None:
        """Everything is compared and asked about once more: charts and registers change."""
        month = self._state.month
        if month is not None and month.is_open and month.asking is None:
            self.change(partial(self._book.compare_again, month.id), month)

    def send_requested(self) -> None:
        """Agreed to by whoever is at the counter."""
        month = self._state.month
        if month is not None and month.is_open and not self._state.busy:
            self.change(partial(want_sending, month.id, self._at_counter(), self._book), month)

    def hold_requested(self) -> None:
        month = self._state.month
        if month is not None and month.wants_sending:
            self.change(partial(hold_back, month.id, self._book), month)

    def forget_requested(self) -> None:
        """A file taken in by mistake goes, copy and all; what was sent stays."""
        month = self._state.month
        if month is None or not month.is_open:
            return
        self._listing += 1
        self._write.run(partial(self._book.forget, month.id), lambda _: self._forgotten(), self.failed)

    # Paper and files

    def save_requested(self, path: str) -> None:
        """path: chosen by the user."""
        month, view = self._state.month, self._state.view
        if month is not None:
            work = partial(save_list, path, month.id, view, self._book)
            self._read.run(
                work, lambda _: self.show(replace(self._state, saved=True, trouble=None)), self.failed
            )

    def print_requested(self) -> None:
        """The list as it is filtered, as many rows as paper is for."""
        month, summary = self._state.month, self._state.summary
        if month is not None and summary is not None:
            work = partial(self._book.rows, month.id, self._state.view, 0, MOST_ON_PAPER)
            self._read.run(work, lambda rows: self._printed(month, summary, rows), self.failed)

    def change(self, work: Callable[[], object], month: MonthFile) -> None:
        self.show(replace(self._state, busy=True, saved=False, trouble=None))

        def done(_: object) -> None:
            if self._state.month is None or self._state.month.id != month.id:
                return  # another month is looked at by now
            self.show(replace(self._state, busy=False, mending=NOT_MENDING))
            self._courier.wake()
            self._look()

        self._write.run(work, done, self._change_failed)

    def _change_failed(self, error: Exception) -> None:
        self.failed(error)
        if isinstance(error, MonthNotOpen):
            self._look()

    def _list_anew(self, state: MonthPageState, place: int | None = None) -> None:
        """place: of the receipt that is to stand beside it, None for its first."""
        self._listing += 1
        self._looking, self._chosen_by_hand = False, place is not None
        self.show(replace(state, chosen=None, mending=NOT_MENDING))
        self._look(place)

    def _look(self, place: int | None = None) -> None:
        """One look at a time; what came meanwhile is looked at afterwards."""
        month = self._state.month
        if month is None:
            return
        if self._looking:
            self._looks_again = True
            return
        self._looking = True
        held, listing = self._state.chosen, self._listing
        if place is None and self._chosen_by_hand and held is not None:
            place = held.row.place
        work = partial(look, self._book, month.id, self._state.view, place)
        self._read.run(work, partial(self._looked, listing), self.failed)

    def _looked(self, listing: int, found: Looked) -> None:
        if listing != self._listing:
            return
        self._looking = False
        self._listing += 1
        rows = Rows(self._listing, found.total, 0, found.rows)
        self.show(
            replace(
                self._state,
                month=found.month,
                summary=found.summary,
                rows=rows,
                chosen=found.chosen,
                mending=_still_standing(self._state, found),
                complaints=found.complaints,
            )
        )
        if self._looks_again:
            self._looks_again = False
            self._look()

    def show(self, state: MonthPageState) -> None:
        self._state = replace(state, now=self._clock())
        self._view.show_state(self._state)


def _still_standing(state: MonthPageState, found: Looked) -> Mending:
    """What is being put right, where it still fits: an offer may have changed meanwhile; what is typed stays."""
    held, page = state.chosen, found.chosen
    if held is None or page is None or not found.month.is_open:
        return NOT_MENDING
    if (page.row.place, page.copy) != (held.row.place, held.copy):
        return NOT_MENDING
    is_typed = state.mending.form is not None
    return state.mending if is_typed or page.precheck == held.precheck else NOT_MENDING
