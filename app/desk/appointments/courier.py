"""Takes batches on their way by itself: hands over what is due, fetches what is there, and waits out a cut line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from app.appointments.appointment import Batch, BatchId, BatchState
from app.appointments.ports import AppointmentBook, BatchLine
from app.appointments.refresh import cancel, go_on
from app.desk.lanes import Lane
from app.desk.rounds import AFTER_TROUBLE, Rounds, soonest
from app.errors import ClinicError
from app.patients.ports import PatientIndex
from app.scheme.days import Clock

_WHILE_PAUSED = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round came to. batches: as they stand now. again_at: when there is something to do next."""

    batches: tuple[Batch, ...]
    trouble: ClinicError | None
    again_at: datetime | None


class Courier(Rounds[Round]):
    """Asks nobody while nothing is due."""

    def __init__(
        self,
        book: AppointmentBook,
        line: BatchLine,
        index: PatientIndex,
        lane: Lane,
        clock: Clock,
        moved: Callable[[Round], None],
        failed: Callable[[Exception], None],
    ) -> None:
        super().__init__(self._go_on_with_all, lane, clock, moved, failed)
        self._book = book
        self._line = line
        self._index = index

    def cancel(self, batch_id: BatchId) -> None:
        work = partial(cancel, batch_id, self._book, self._line, self._index)
        self._lane.run(work, self._cancelled, self._failed)

    def _go_on_with_all(self) -> Round:
        """One round of every batch that is due; the trouble of one is no other's, that of the line is."""
        now = self._clock()
        trouble: ClinicError | None = None
        moved: list[Batch] = []
        again: list[datetime | None] = []
        for batch in self._book.unfinished():
            if batch.start_at > now:
                again.append(batch.start_at)
                continue
            try:
                batch = go_on(batch.id, self._book, self._line, self._index)
            except ClinicError as error:
                trouble = error
                batch = self._book.batch(batch.id)
                again.append(now + AFTER_TROUBLE)
            else:
                again.append(_next_look(batch, now))
            moved.append(batch)
        return Round(tuple(moved), trouble, soonest(again))

    def _cancelled(self, batch: Batch) -> None:
        self._moved(Round((batch,), None, None))


def _next_look(batch: Batch, now: datetime) -> datetime | None:
    if batch.state in (BatchState.DONE, BatchState.CANCELLED):
        return None
    if batch.paused_until is not None and batch.paused_until > now:
        return min(batch.paused_until, now + _WHILE_PAUSED)
    return now
