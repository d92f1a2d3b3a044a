"""Taking in a month's file, and the months of before."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from app.claims.month import MonthFile, MonthId
from app.claims.ports import ClaimBook, Worker
from app.claims.preparing import enter_month
from app.desk.advice import advice_for
from app.desk.claims.months.state import MonthsState
from app.desk.lanes import Lane
from app.desk.staff.at_counter import AtCounter
from app.scheme.days import Clock


class MonthsView(Protocol):
    def show_state(self, state: MonthsState) -> None: ...


@dataclass(frozen=True, slots=True)
class MonthsLanes:
    """slow: reads files. read: of the ledger."""

    slow: Lane
    read: Lane


class MonthsPresenter:
    """entered: told of a month that was taken in just now. sample: a file to practise with, in practice only."""

    def __init__(
        self,
        view: MonthsView,
        book: ClaimBook,
        worker: Worker,
        lanes: MonthsLanes,
        clock: Clock,
        at_counter: AtCounter,
        new_id: Callable[[], str],
        connected: bool,
        entered: Callable[[MonthFile], None],
        sample: Path | None = None,
    ) -> None:
        self._view = view
        self._book = book
        self._worker = worker
        self._lanes = lanes
        self._clock = clock
        self._at_counter = at_counter
        self._new_id = new_id
        self._entered = entered
        self._sample = sample
        self._so_far = 0
        self._state = MonthsState(clock(), connected=connected, has_sample=sample is not None)

    @property
    def state(self) -> MonthsState:
        return self._state

    def begin(self) -> None:
        self._lanes.read.run(self._book.months, self._listed, self.failed)

    def file_chosen(self, path: str) -> None:
        """One file at a time."""
        if self._state.reading is not None:
            return
        self._so_far = 0
        self._show(replace(self._state, reading=0, trouble=None))
        staff, now, month_id = self._at_counter(), self._clock(), MonthId(self._new_id())

        def work() -> MonthFile:
            return enter_month(Path(path), staff, now, month_id, self._book, self._worker, self._came_so_far)

        self._lanes.slow.run(work, self._taken_in, self.failed)

    def sample_requested(self) -> None:
        """In practice nobody has a file of their own."""
        if self._sample is not None:
            self.file_chosen(str(self._sample))

    def _came_so_far(self, receipts: int) -> None:
        """On the lane: a number that `tick` looks at."""
        self._so_far = receipts

    def tick(self) -> None:
        if self._state.reading is not None and self._state.reading != self._so_far:
            self._show(replace(self._state, reading=self._so_far))

    def failed(self, error: Exception) -> None:
        self._show(replace(self._state, reading=None, trouble=advice_for(error)))

    def _taken_in(self, month: MonthFile) -> None:
        self._show(replace(self._state, reading=None))
        self._entered(month)
        self.begin()

    def _listed(self, months: tuple[MonthFile, ...]) -> None:
        self._show(replace(self._state, months=months))

    def _show(self, state: MonthsState) -> None:
        self._state = replace(state, now=self._clock())
        self._view.show_state(self._state)
