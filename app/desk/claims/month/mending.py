"""What is wrong in the chosen receipt put right: offered or typed, looked at, laid over the copy, taken back."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from app.claims.claimed import claimed
from app.claims.fixes import changed_lines, mended
from app.claims.month import MonthFile
from app.claims.other_agency import other_agency
from app.claims.ports import ClaimBook, ReceiptPage
from app.claims.preparing import mend, take_back
from app.claims.typed_fixes import TypedReceipt, as_stated, typed_fixes, without_my_numbers
from app.desk.claims.month.state import NOT_MENDING, Mending, MonthPageState
from app.desk.staff.at_counter import AtCounter
from app.patients.enter import FormRefused
from app.scheme.days import Clock, business_day
from app.scheme.receipts.receipt import Receipt


class MonthPage(Protocol):
    """The page on which the receipt stands."""

    @property
    def state(self) -> MonthPageState: ...

    def show(self, state: MonthPageState) -> None: ...

    def hold_chosen(self) -> None:
        """The chosen receipt stays in sight, also where it leaves the list."""

    def change(self, work: Callable[[], object], month: MonthFile) -> None:
        """On the ledger's lane; then the month is looked at again."""


class MendingPresenter:
    """Nothing is laid over the copy that was not shown before, record by record; the file itself is never touched."""

    def __init__(self, page: MonthPage, book: ClaimBook, clock: Clock, at_counter: AtCounter) -> None:
        self._page = page
        self._book = book
        self._clock = clock
        self._at_counter = at_counter

    def fix_requested(self) -> None:
        """First what would change is shown; asked for again, it is laid over the copy."""
        state = self._page.state
        chosen, month = state.chosen, state.month
        if state.busy or chosen is None or month is None:
            return
        if state.mending.fixes:
            work = partial(
                mend, month.id, chosen.row.place, state.mending.fixes, self._at_counter(), self._book
            )
            self._page.change(work, month)
        elif state.can_fix and chosen.precheck is not None:
            self._look_at(replace(NOT_MENDING, fixes=chosen.precheck.fixes), month, chosen)

    def form_opened(self) -> None:
        """Card and person as they stand in the copy now, to be typed over."""
        state = self._page.state
        if state.can_type and state.month is not None and state.chosen is not None:
            self._page.hold_chosen()
            receipt = _receipt(state.month, state.chosen)
            stands = claimed(state.chosen.row.place, receipt)
            form = as_stated(stands, receipt)
            self._page.show(replace(state, mending=Mending(form, form, stands.names_insurance)))

    def typed(self, typed: TypedReceipt) -> None:
        """Complaints stand beside the fields; where there are none, what would change is shown."""
        state = self._page.state
        chosen, month, form = state.chosen, state.month, state.mending.form
        if chosen is None or month is None or form is None or state.busy:
            return
        stands = claimed(chosen.row.place, _receipt(month, chosen))
        try:
            fixes = typed_fixes(stands, form, typed, business_day(self._clock()))
        except FormRefused as refused:
            wrong = tuple((each.field, each.code) for each in refused.complaints)
            emptied = without_my_numbers(typed)
            filled = state.mending.filled if emptied == typed else emptied
            self._page.show(replace(state, mending=replace(state.mending, wrong=wrong, filled=filled)))
            return
        if fixes:
            self._look_at(replace(state.mending, fixes=fixes, wrong=()), month, chosen)
        else:
            self._page.show(replace(state, mending=NOT_MENDING))

    def left(self) -> None:
        """From what was typed back to typing it; from there to the receipt."""
        state = self._page.state
        held = state.mending
        typing = Mending(held.form, held.filled, held.has_card)
        back = typing if held.fixes and held.form is not None else NOT_MENDING
        self._page.show(replace(state, mending=back))

    def undo_requested(self) -> None:
        """The last fix of the chosen receipt; the original was never touched."""
        state = self._page.state
        if state.can_undo and not state.busy and state.chosen is not None and state.month is not None:
            place = state.chosen.row.place
            work = partial(take_back, state.month.id, place, self._at_counter(), self._book)
            self._page.change(work, state.month)

    def _look_at(self, mending: Mending, month: MonthFile, chosen: ReceiptPage) -> None:
        self._page.hold_chosen()
        before = _receipt(month, chosen)
        after = mended(before, mending.fixes)
        elsewhere = other_agency(month.whole, chosen.copy, mending.fixes) if month.whole is not None else None
        looked_at = replace(
            mending,
            lines=changed_lines(before, after),
            retyped=(before.type, after.type) if before.type != after.type else None,
            elsewhere=elsewhere,
        )
        self._page.show(replace(self._page.state, mending=looked_at))


def _receipt(month: MonthFile, page: ReceiptPage) -> Receipt:
    """As it stands in the copy. Raises: ValueError for a month that is still being taken in."""
    if month.whole is None:
        raise ValueError("the file is not in yet")
    return mended(Receipt(month.whole.kind, page.copy.line, page.copy.lines), page.copy.fixes)
