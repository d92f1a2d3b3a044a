"""Work that goes on by itself in rounds on a lane: each round tells when there is something to do next."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from app.desk.lanes import Lane
from app.scheme.days import Clock

AFTER_TROUBLE = timedelta(seconds=15)


class Came(Protocol):
    """What a round came to."""

    @property
    def again_at(self) -> datetime | None:
        """When there is something to do next; None until somebody wakes it."""


Found = TypeVar("Found", bound=Came)


class Rounds(Generic[Found]):
    """Told `tick` every fraction of a second; does nothing while nothing is due. moved: told after each round."""

    def __init__(
        self,
        go_round: Callable[[], Found],
        lane: Lane,
        clock: Clock,
        moved: Callable[[Found], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._go_round = go_round
        self._lane = lane
        self._clock = clock
        self._moved = moved
        self._failed = failed
        self._under_way = False
        self._again_at: datetime | None = clock()

    def wake(self) -> None:
        """There is something to do now."""
        self._again_at = self._clock()

    def tick(self) -> None:
        """On the window's thread: compares two moments."""
        if self._under_way or self._again_at is None or self._clock() < self._again_at:
            return
        self._under_way, self._again_at = True, None
        self._lane.run(self._go_round, self._back, self._broke)

    def _back(self, came: Found) -> None:
        self._under_way = False
        self._again_at = soonest((self._again_at, came.again_at))
        self._moved(came)

    def _broke(self, error: Exception) -> None:
        self._under_way = False
        self._again_at = self._clock() + AFTER_TROUBLE
        self._failed(error)


def soonest(moments: Iterable[datetime | None]) -> datetime | None:
    """None where there is nothing to do at any."""
    return min((each for each in moments if each is not None), default=None)
