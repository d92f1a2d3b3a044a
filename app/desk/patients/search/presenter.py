"""Finding a patient as one types: the newest key press wins, older answers step aside."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Protocol

from app.desk.advice import Advice, advice_for
from app.desk.lanes import Lane, Ticket
from app.patients.find import PAGE, Found, find_patients
from app.patients.patient import PatientRow
from app.patients.ports import PatientIndex
from app.scheme.days import Clock, business_day
from app.scheme.digits import MyNumberRefused


@dataclass(frozen=True, slots=True)
class SearchState:
    """rows: best first, for `text`. my_number_refused: the field is to be emptied, and why is said."""

    today: date
    text: str = ""
    rows: tuple[PatientRow, ...] = ()
    has_more: bool = False
    my_number_refused: bool = False
    trouble: Advice | None = None


class SearchView(Protocol):
    def show_state(self, state: SearchState) -> None: ...


class SearchPresenter:
    """lane: reads of the ledger."""

    def __init__(self, view: SearchView, index: PatientIndex, lane: Lane, clock: Clock) -> None:
        self._view = view
        self._index = index
        self._lane = lane
        self._clock = clock
        self._ticket: Ticket | None = None
        self._text = ""
        self._limit = PAGE
        self._state = SearchState(business_day(clock()))

    def text_changed(self, text: str) -> None:
        self._text, self._limit = text, PAGE
        self.refresh()

    def more_requested(self) -> None:
        self._limit += PAGE
        self.refresh()

    def refresh(self) -> None:
        """Looks again for the same text: also after something was entered, merged or confirmed."""
        self.drop()
        work = partial(find_patients, self._text, self._index, self._limit)
        self._ticket = self._lane.run(work, self._found, self._failed)

    def drop(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()

    def _found(self, found: Found) -> None:
        self._show(SearchState(business_day(self._clock()), found.text, found.rows, found.has_more))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, MyNumberRefused):
            self._text = ""
            self._show(SearchState(business_day(self._clock()), my_number_refused=True))
        else:
            self._show(replace(self._state, trouble=advice_for(error)))

    def _show(self, state: SearchState) -> None:
        self._state = state
        self._view.show_state(state)
