"""Work that goes on by itself: when its next round is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from app.desk.lanes import DroppedTicket, Inline, Lane, Result, Ticket
from app.desk.rounds import Rounds, soonest

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Came:
    again_at: datetime | None


class Desk:
    """next: what the next round comes to."""

    def __init__(self, lane: Lane) -> None:
        self.now = NOON
        self.next: datetime | Exception | None = None
        self.moved: list[Came] = []
        self.failed: list[Exception] = []
        self.rounds = Rounds(self._round, lane, lambda: self.now, self.moved.append, self.failed.append)

    def _round(self) -> Came:
        if isinstance(self.next, Exception):
            raise self.next
        return Came(self.next)

    def at(self, moment: datetime) -> int:
        """How many rounds have come back once it was told that moment's tick."""
        self.now = moment
        self.rounds.tick()
        return len(self.moved)


class Held:
    """Ends its work when it is told to."""

    def __init__(self) -> None:
        self.ends: list[Callable[[], object]] = []

    def run(
        self, work: Callable[[], Result], done: Callable[[Result], None], failed: Callable[[Exception], None]
    ) -> Ticket:
        self.ends.append(lambda: Inline().run(work, done, failed))
        return DroppedTicket()


def test_a_round_begins_at_once_and_the_next_when_it_is_due() -> None:
    desk = Desk(Inline())
    desk.next = NOON + MINUTE

    assert [desk.at(NOON), desk.at(NOON + MINUTE / 2), desk.at(NOON + MINUTE)] == [1, 1, 2]


def test_nothing_is_done_until_somebody_wakes_it() -> None:
    desk = Desk(Inline())
    assert [desk.at(NOON), desk.at(NOON + 100 * MINUTE)] == [1, 1]

    desk.rounds.wake()
    assert desk.at(NOON + 100 * MINUTE) == 2


def test_what_wakes_it_during_a_round_is_not_forgotten() -> None:
    lane = Held()
    desk = Desk(lane)
    desk.at(NOON)
    desk.rounds.wake()
    assert desk.at(NOON) == 0 and len(lane.ends) == 1  # one at a time

    lane.ends.pop()()
    desk.at(NOON)
    assert len(desk.moved) == 1 and len(lane.ends) == 1


def test_after_trouble_it_waits_and_goes_on_by_itself() -> None:
    desk = Desk(Inline())
    desk.next = OSError("a bug, or a disk that is full")
    desk.at(NOON)
    assert [str(each) for each in desk.failed] == ["a bug, or a disk that is full"]

    desk.next = None
    assert [desk.at(NOON + timedelta(seconds=14)), desk.at(NOON + timedelta(seconds=15))] == [0, 1]


@pytest.mark.parametrize(
    ("moments", "first"), [((), None), ((None,), None), ((NOON + MINUTE, None, NOON), NOON)]
)
def test_the_soonest_moment_is_the_first_at_which_there_is_something_to_do(
    moments: tuple[datetime | None, ...], first: datetime | None
) -> None:
    assert soonest(moments) == first
