"""Slow work off the window's thread: what presenters see of it, and the lane that does it at once for tests."""

from collections.abc import Callable
from typing import Protocol, TypeVar

Result = TypeVar("Result")


class Ticket(Protocol):
    """A piece of work under way."""

    def drop(self) -> None:
        """Nobody waits any more: neither `done` nor `failed` is called. What was begun is not undone."""


class Lane(Protocol):
    """Threads for one kind of slow work: the ledger's writes, its reads, the line, one reader."""

    def run(
        self, work: Callable[[], Result], done: Callable[[Result], None], failed: Callable[[Exception], None]
    ) -> Ticket:
        """Calls one of `done` and `failed` later, on the window's thread."""


class DroppedTicket:
    """A ticket of work that is over."""

    def drop(self) -> None:
        """Nothing to stop."""


class Inline:
    """Does the work at once, where it stands."""

    def run(
        self, work: Callable[[], Result], done: Callable[[Result], None], failed: Callable[[Exception], None]
    ) -> Ticket:
        try:
            result = work()
        except Exception as error:  # whatever it is belongs to `failed`, as on a real lane
            failed(error)
        else:
            done(result)
        return DroppedTicket()
