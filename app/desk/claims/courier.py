"""Takes months on their way by itself: compares, asks, sends, awaits the review; waits out a cut line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from app.appointments.ports import BatchLine
from app.claims.month import ClaimState, MonthFile, MonthId
from app.claims.ports import ClaimBook, ClaimsLine, Worker
from app.claims.preparing import Step, step
from app.claims.sending import OpenNotices, Sending, follow
from app.desk.lanes import Lane
from app.desk.rounds import AFTER_TROUBLE, Rounds, soonest
from app.errors import ClinicError
from app.scheme.days import Clock, business_day

_ROUND_S = 0.5
"""A round reports after so long, so that the screen shows progress."""
_WHILE_ASKED = timedelta(milliseconds=300)
_WHILE_PAUSED = timedelta(seconds=30)
_WHILE_REVIEWED = timedelta(seconds=3)
_WHILE_NOTICES = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ClaimsRound:
    """What one round came to. moved: months that changed. comparing: whose predictions do not stand yet.

    reviewed: months whose review ended, for the first time or again.
    """

    moved: frozenset[MonthId]
    comparing: frozenset[MonthId]
    reviewed: frozenset[MonthId]
    trouble: ClinicError | None
    again_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClaimsOutside:
    """batches, line: None on a desk that takes no part (R20). open_notices: None where nobody can tell."""

    worker: Worker
    batches: BatchLine | None
    line: ClaimsLine | None
    open_notices: OpenNotices | None


class ClaimsCourier(Rounds[ClaimsRound]):
    """Does nothing while no month is under way."""

    def __init__(
        self,
        book: ClaimBook,
        outside: ClaimsOutside,
        lane: Lane,
        clock: Clock,
        new_id: Callable[[], str],
        moved: Callable[[ClaimsRound], None],
        failed: Callable[[Exception], None],
    ) -> None:
        super().__init__(self._go_on_with_all, lane, clock, moved, failed)
        self._book = book
        self._outside = outside
        self._new_id = new_id
        self._sending: dict[MonthId, Sending] = {}
        self._stopped = False

    def stop(self) -> None:
        self._stopped = True

    def _go_on_with_all(self) -> ClaimsRound:
        moved: set[MonthId] = set()
        comparing: set[MonthId] = set()
        reviewed: set[MonthId] = set()
        again: list[datetime | None] = []
        trouble: ClinicError | None = None
        today = business_day(self._clock())
        for month in self._book.months():
            if not month.is_under_way(today):
                continue
            try:
                found = self._go_on(month, moved, comparing, reviewed)
            except ClinicError as error:
                trouble, found = error, self._clock() + AFTER_TROUBLE
                moved.add(month.id)
                self._sending.pop(month.id, None)
            again.append(found)
        return ClaimsRound(
            frozenset(moved), frozenset(comparing), frozenset(reviewed), trouble, soonest(again)
        )

    def _go_on(
        self, month: MonthFile, moved: set[MonthId], comparing: set[MonthId], reviewed: set[MonthId]
    ) -> datetime | None:
        """When there is something to do for the month next. Raises: ClinicError."""
        outside, now = self._outside, self._clock()
        if month.state is not ClaimState.PREPARED:
            if outside.line is None:
                return None
            after = follow(month.id, self._book, outside.line, outside.open_notices)
            if after != month:
                moved.add(month.id)
            if after.run != month.run:
                reviewed.add(month.id)
            if not after.is_under_way(business_day(now)):
                return None
            return now + (_WHILE_REVIEWED if after.state is ClaimState.SENT else _WHILE_NOTICES)
        if month.wants_sending:
            return self._send(month, moved) if outside.line is not None else None
        return self._prepare(month, moved, comparing)

    def _prepare(self, month: MonthFile, moved: set[MonthId], comparing: set[MonthId]) -> datetime | None:
        outside, until = self._outside, monotonic() + _ROUND_S
        today = business_day(self._clock())
        while True:
            went = step(month.id, self._book, outside.worker, outside.batches, today, self._new_id)
            if went is Step.NONE:
                comparing.discard(month.id)
                return None
            moved.add(month.id)
            comparing.add(month.id)
            if went is Step.AWAITED:
                return self._asked_again_at(month.id)
            if self._stopped or monotonic() > until:
                return self._clock()

    def _asked_again_at(self, month_id: MonthId) -> datetime:
        now, asking = self._clock(), self._book.month(month_id).asking
        paused = asking.paused_until if asking is not None else None
        if paused is not None and paused > now:
            return min(paused, now + _WHILE_PAUSED)
        return now + _WHILE_ASKED

    def _send(self, month: MonthFile, moved: set[MonthId]) -> datetime | None:
        line = self._outside.line
        if line is None:
            return None
        sending = self._sending.get(month.id)
        if sending is None:
            sending = Sending(month.id, self._book, self._outside.worker, line, self._clock)
            self._sending[month.id] = sending
        until = monotonic() + _ROUND_S
        moved.add(month.id)
        while sending.step():
            if self._stopped or monotonic() > until:
                return self._clock()
        del self._sending[month.id]
        return self._clock()
