"""One batch: how far it is, its exceptions, and what staff make of each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol

from app.appointments.appointment import Batch, BatchId, FollowUp, Item, ItemId
from app.appointments.exceptions import (
    ExceptionalItem,
    called,
    enter_new_patient,
    put_off,
    reopen,
    take_over,
    take_over_into,
)
from app.appointments.ports import AppointmentBook
from app.appointments.several import choose_again, choose_person
from app.desk.advice import advice_for
from app.desk.appointments.batch.gathering import (
    Gathered,
    Known,
    enter_all,
    exception_or_settled,
    exceptions_in,
    gather,
)
from app.desk.appointments.batch.state import BatchPageState, Task, can_choose_again, can_reopen
from app.desk.appointments.courier import Courier, Round
from app.desk.appointments.export import save_exceptions
from app.desk.lanes import Lane, Ticket
from app.desk.staff.at_counter import AtCounter
from app.patients.ports import PatientIndex
from app.scheme.days import Clock

_NEW_AT_ONCE = 20


class BatchView(Protocol):
    def show_state(self, state: BatchPageState) -> None: ...


class BatchPresenter:
    """slow: works exceptions out. write: of the ledger. courier: None without a line.

    open_changed: told how many still need somebody; charts_changed: when a chart took something over.
    """

    def __init__(
        self,
        view: BatchView,
        book: AppointmentBook,
        index: PatientIndex,
        slow: Lane,
        write: Lane,
        clock: Clock,
        at_counter: AtCounter,
        courier: Courier | None,
        open_changed: Callable[[int], None],
        charts_changed: Callable[[], None],
    ) -> None:
        self._view = view
        self._book = book
        self._index = index
        self._slow = slow
        self._write = write
        self._clock = clock
        self._at_counter = at_counter
        self._courier = courier
        self._open_changed = open_changed
        self._charts_changed = charts_changed
        self._opened: BatchId | None = None
        self._known: Known = {}
        self._ticket: Ticket | None = None
        self._gathering = False
        self._looks_again = False
        self._first_seen: tuple[datetime, int] | None = None
        self._state = BatchPageState(clock())

    @property
    def state(self) -> BatchPageState:
        return self._state

    def open(self, batch_id: BatchId) -> None:
        if self._ticket is not None:
            self._ticket.drop()
        self._opened = batch_id
        self._known, self._first_seen, self._gathering, self._looks_again = {}, None, False, False
        self._show(BatchPageState(self._clock()))
        self._gather(batch_id)

    def refresh(self) -> None:
        """Patients may have changed elsewhere: every exception is worked out anew."""
        if self._state.batch is not None and not self._gathering:
            self._known = {}
            self._gather(self._state.batch.id)

    def moved(self, came: Round) -> None:
        """A round of the courier: how far it is, and what it found."""
        trouble = advice_for(came.trouble) if came.trouble is not None else None
        mine = next((each for each in came.batches if each.id == self._opened), None)
        if mine is None:
            return
        batch = self._state.batch
        if batch is None:  # being read: what is read now may be older than this round
            self._looks_again = True
            return
        self._show(replace(self._state, batch=mine, time_left_s=self._time_left(mine), trouble=trouble))
        if mine.done != batch.done or mine.state is not batch.state:
            self._gather(mine.id)

    def failed(self, error: Exception) -> None:
        self._show(replace(self._state, busy=False, trouble=advice_for(error)))

    def chosen(self, item_id: ItemId) -> None:
        """Another row came under the cursor."""
        found = next((each for each in self._state.rows if each.item.id == item_id), None)
        if found is not None and found != self._state.chosen:
            self._show(replace(self._state, chosen=found, task=Task.LOOK, saved=False))

    def only_open_changed(self, only_open: bool) -> None:
        self._show(self._with_choice(replace(self._state, only_open=only_open)))

    def task_opened(self, task: Task) -> None:
        chosen = self._state.chosen
        if chosen is not None and (task is not Task.CALL or chosen.words):
            self._show(replace(self._state, task=task, trouble=None))

    def task_left(self) -> None:
        self._show(replace(self._state, task=Task.LOOK))

    def noted(self, note: str) -> None:
        """The call was made, or the exception is put off; Enter in the note says so."""
        what = {Task.CALL: called, Task.PUT_OFF: put_off}.get(self._state.task)
        batch, chosen = self._state.batch, self._state.chosen
        if what is not None and batch is not None and chosen is not None:
            self._do(partial(what, chosen.item, note, batch.id, self._book))

    def take_over_requested(self) -> None:
        batch, chosen = self._state.batch, self._state.chosen
        if batch is not None and chosen is not None and chosen.can_take_over:
            self._do(partial(take_over, chosen, batch.id, self._at_counter(), self._book, self._index))

    def choice_made(self, place: int) -> None:
        """One of several people found, or which of the ledger's people it is; place counts from 0."""
        batch, chosen = self._state.batch, self._state.chosen
        if batch is None or chosen is None:
            return
        where = batch.id, self._at_counter(), self._book, self._index
        if place < len(chosen.people):
            self._do(partial(choose_person, chosen.item, chosen.people[place], *where))
        elif place < len(chosen.candidates) and chosen.can_enter_new:
            self._do(partial(take_over_into, chosen.item, chosen.candidates[place].patient.id, *where))

    def new_patient_requested(self) -> None:
        batch, chosen = self._state.batch, self._state.chosen
        if batch is not None and chosen is not None and chosen.can_enter_new:
            work = partial(
                enter_new_patient, chosen.item, batch.id, self._at_counter(), self._book, self._index
            )
            self._do(work)

    def all_new_requested(self) -> None:
        """Everybody who is surely new becomes a patient, a few at a time: others write to the ledger in between."""
        batch, new = self._state.batch, self._state.exceptions.new
        if batch is None or self._state.busy or not new:
            return
        self._show(replace(self._state, busy=True, saved=False, trouble=None))
        self._enter_next(batch.id, new)

    def _enter_next(self, batch_id: BatchId, new: tuple[ExceptionalItem, ...]) -> None:
        here, later = new[:_NEW_AT_ONCE], new[_NEW_AT_ONCE:]
        work = partial(enter_all, here, batch_id, self._at_counter(), self._book, self._index)
        self._write.run(work, lambda found: self._entered(batch_id, found, later), self.failed)

    def _entered(self, batch_id: BatchId, found: Known, later: tuple[ExceptionalItem, ...]) -> None:
        if self._state.batch is None or self._state.batch.id != batch_id:
            return
        self._known = {**self._known, **found}
        state = replace(self._state, exceptions=exceptions_in(self._known), busy=bool(later))
        self._show(self._with_choice(state))
        if later:
            self._enter_next(batch_id, later)
        else:
            self._open_changed(len(self._state.exceptions.open))
            self._charts_changed()

    def reopen_requested(self) -> None:
        batch, chosen = self._state.batch, self._state.chosen
        if batch is None or chosen is None:
            return
        if can_reopen(chosen):
            self._do(partial(reopen, chosen.item, batch.id, self._book))
        elif can_choose_again(chosen):
            where = batch.id, self._at_counter(), self._book, self._index
            self._do(partial(choose_again, chosen.item, *where))

    def start_requested(self) -> None:
        """Not in the evening, but now."""
        batch = self._state.batch
        if batch is not None and self._state.is_waiting:
            now = self._clock()
            started = replace(batch, start_at=now)
            work = partial(self._book.advance, started, (), {})
            self._write.run(work, lambda _: self._started(started), self.failed)

    def cancel_requested(self) -> None:
        if self._courier is not None and self._state.batch is not None and self._state.is_under_way:
            self._courier.cancel(self._state.batch.id)

    def save_requested(self, path: str) -> None:
        """path: chosen by the user."""
        state = self._state
        work = partial(save_exceptions, path, state.exceptions.all, state.left_out)
        self._slow.run(
            work, lambda _: self._show(replace(self._state, saved=True, trouble=None)), self.failed
        )

    def _gather(self, batch_id: BatchId) -> None:
        """One at a time; what came meanwhile is looked at afterwards."""
        if self._gathering:
            self._looks_again = True
            return
        self._gathering = True
        work = partial(gather, batch_id, self._known, self._book, self._index)
        self._ticket = self._slow.run(work, self._gathered, self._gathering_failed)

    def _gathered(self, found: Gathered) -> None:
        self._gathering = False
        self._known = found.known
        newest = self._state.batch
        batch = newest if newest is not None and newest.done > found.batch.done else found.batch
        seen = replace(self._state, batch=batch, exceptions=found.exceptions, left_out=found.left_out)
        self._show(self._with_choice(seen))
        self._open_changed(len(self._state.exceptions.open))
        if self._looks_again:
            self._looks_again = False
            self._gather(batch.id)

    def _gathering_failed(self, error: Exception) -> None:
        self._gathering = False
        self.failed(error)

    def _do(self, work: Callable[[], Item]) -> None:
        if self._state.busy:
            return
        self._show(replace(self._state, busy=True, saved=False, trouble=None))
        whole = partial(_done_and_seen, work, self._index)
        self._write.run(whole, self._dealt_with, self.failed)

    def _dealt_with(self, found: tuple[Item, ExceptionalItem | None]) -> None:
        item, exceptional = found
        self._known = {**self._known, item.id: found}
        exceptions = exceptions_in(self._known)
        state = replace(self._state, exceptions=exceptions, busy=False, task=Task.LOOK)
        self._show(self._with_choice(state))
        self._open_changed(len(self._state.exceptions.open))
        if exceptional is None or item.follow_up in (FollowUp.TAKEN_OVER, FollowUp.CHOSEN):
            self._charts_changed()

    def _with_choice(self, state: BatchPageState) -> BatchPageState:
        """The row under the cursor stays; where it left the list, the one that took its place is next."""
        rows, chosen = state.rows, self._state.chosen
        if chosen is not None:
            same = next((each for each in rows if each.item.id == chosen.item.id), None)
            if same is not None:
                return replace(state, chosen=same)
            place = next((at for at, each in enumerate(rows) if _after(each, chosen)), len(rows) - 1)
            return replace(state, chosen=rows[place] if rows else None, task=Task.LOOK)
        return replace(state, chosen=rows[0] if rows else None)

    def _time_left(self, batch: Batch) -> float | None:
        """From how it went since this desk first looked; a pause counts until its end."""
        now = self._clock()
        if batch.paused_until is not None or self._first_seen is None or batch.done < self._first_seen[1]:
            self._first_seen = (now, batch.done)
            return None
        since, done = self._first_seen
        passed, came = (now - since).total_seconds(), batch.done - done
        return passed * (batch.total - batch.done) / came if came and passed > 0 else None

    def _started(self, batch: Batch) -> None:
        self._show(replace(self._state, batch=batch, now=self._clock()))
        if self._courier is not None:
            self._courier.wake()

    def _show(self, state: BatchPageState) -> None:
        self._state = replace(state, now=self._clock())
        self._view.show_state(self._state)


def _done_and_seen(work: Callable[[], Item], index: PatientIndex) -> tuple[Item, ExceptionalItem | None]:
    item = work()
    return item, exception_or_settled(item, index)


def _after(exceptional: ExceptionalItem, other: ExceptionalItem) -> bool:
    return int(exceptional.item.id) > int(other.item.id)
