"""The manager's list: asked for on a lane, a page at a time, and closed with the desk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Protocol

from app.desk.advice import Advice, advice_for
from app.desk.lanes import Lane, Result
from app.desk.settings.readings.export import save_readings
from app.desk.staff.at_counter import AtCounter
from app.health_records.readings import (
    PAGE,
    Reading,
    ReadingBook,
    Readings,
    ReadingsAsked,
    see_more,
    see_readings,
)
from app.scheme.days import Clock, DayMalformed, business_day, parse_day, written_short
from app.scheme.digits import MyNumberRefused
from app.staff.member import StaffId, StaffMember

MOST_ON_PAPER = 500
_DAYS_AT_FIRST = 30
_NO_DAY = date.min


@dataclass(frozen=True, slots=True)
class Typed:
    """What is asked for, as typed. first, last: days in any writing, empty is open."""

    first: str = ""
    last: str = ""
    staff: StaffId | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReadingsState:
    """asked: what was understood of typed. found: None while nothing was read. listing: tells one list from the next.

    wrong: days not understood. my_number_refused: the search field is to be emptied, and why is said.
    """

    typed: Typed = Typed()
    asked: ReadingsAsked = field(default_factory=ReadingsAsked)
    found: Readings | None = None
    listing: int = 0
    wrong: frozenset[str] = frozenset()
    my_number_refused: bool = False
    saved: bool = False
    trouble: Advice | None = None

    @property
    def has_more(self) -> bool:
        return self.found is not None and len(self.found.rows) < self.found.total


class ReadingsView(Protocol):
    def show_state(self, state: ReadingsState) -> None: ...


class ReadingsPresenter:
    """read: a lane of the ledger. printed: gets the rows for paper and how many there are in all."""

    def __init__(
        self,
        view: ReadingsView,
        book: ReadingBook,
        read: Lane,
        clock: Clock,
        at_counter: AtCounter,
        printed: Callable[[tuple[Reading, ...], int], None],
    ) -> None:
        self._view = view
        self._book = book
        self._read = read
        self._clock = clock
        self._at_counter = at_counter
        self._printed = printed
        self._more_asked = False
        self._state = ReadingsState()

    def begin(self) -> None:
        """The section comes into sight: the last month, or what was asked for before, as it is now."""
        typed = self._state.typed
        if self._state.found is None and typed == Typed():
            first = business_day(self._clock()) - timedelta(days=_DAYS_AT_FIRST)
            typed = replace(typed, first=written_short(first))
        self.asked(typed)

    def asked(self, typed: Typed) -> None:
        """Another day, member of staff or text."""
        first, last = _day_in(typed.first), _day_in(typed.last)
        self._more_asked = False
        self._show(
            replace(
                self._state,
                typed=typed,
                listing=self._state.listing + 1,
                wrong=frozenset({end for end, day in (("first", first), ("last", last)) if day == _NO_DAY}),
                my_number_refused=False,
                saved=False,
                trouble=None,
            )
        )
        if not self._state.wrong:
            asked = ReadingsAsked(first, self._not_beyond_today(last), typed.staff, typed.text)
            self._show(replace(self._state, asked=asked))
            self._run(partial(see_readings, self._at_counter(), asked, self._book), self._found)

    def more_wanted(self) -> None:
        """The list was scrolled to its end."""
        found = self._state.found
        if found is not None and self._state.has_more and not self._more_asked:
            self._more_asked = True
            self._run(self._rows_after(found.rows), self._more_came)

    def print_requested(self) -> None:
        """The list as it is asked for, as many rows as paper is for."""
        found = self._state.found
        if found is not None:
            self._run(self._rows_after((), MOST_ON_PAPER), lambda rows: self._printed(rows, found.total))

    def save_requested(self, path: str) -> None:
        """All of it. path: chosen by the user."""
        rows = _all(self._at_counter(), self._state.asked, self._book)
        self._run(partial(save_readings, path, rows), self._saved)

    def leave(self) -> None:
        """Locked: nobody's name stays in the list."""
        self._show(ReadingsState(listing=self._state.listing + 1))

    def _rows_after(self, known: tuple[Reading, ...], most: int = PAGE) -> Callable[[], tuple[Reading, ...]]:
        return partial(see_more, self._at_counter(), self._state.asked, self._book, known, most)

    def _found(self, found: Readings) -> None:
        self._show(replace(self._state, found=found))

    def _more_came(self, rows: tuple[Reading, ...]) -> None:
        found = self._state.found
        self._more_asked = False
        if found is not None:
            total = found.total if rows else len(found.rows)
            self._show(replace(self._state, found=replace(found, rows=(*found.rows, *rows), total=total)))

    def _saved(self, _: None) -> None:
        self._show(replace(self._state, saved=True, trouble=None))

    def _run(self, work: Callable[[], Result], came: Callable[[Result], None]) -> None:
        """What belongs to an earlier list is dropped unseen."""
        listing = self._state.listing

        def done(result: Result) -> None:
            if listing == self._state.listing:
                came(result)

        def failed(error: Exception) -> None:
            advice = advice_for(error)
            if listing == self._state.listing:
                self._refused(error, advice)

        self._read.run(work, done, failed)

    def _refused(self, error: Exception, advice: Advice) -> None:
        self._more_asked = False
        if isinstance(error, MyNumberRefused):
            typed = replace(self._state.typed, text="")
            self._show(replace(self._state, typed=typed, my_number_refused=True))
        else:
            self._show(replace(self._state, trouble=advice))

    def _not_beyond_today(self, day: date | None) -> date | None:
        return min(day, business_day(self._clock())) if day is not None else None

    def _show(self, state: ReadingsState) -> None:
        self._state = state
        self._view.show_state(state)


def _all(by: StaffMember, asked: ReadingsAsked, book: ReadingBook) -> Iterator[Reading]:
    """Read from the ledger while it is written out."""
    known: tuple[Reading, ...] = ()
    while known := see_more(by, asked, book, known, MOST_ON_PAPER):
        yield from known


def _day_in(words: str) -> date | None:
    """None where nothing is typed, _NO_DAY where it is no day."""
    try:
        return parse_day(words) if words.strip() else None
    except DayMalformed:
        return _NO_DAY
