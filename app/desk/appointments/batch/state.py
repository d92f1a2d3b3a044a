"""What the page of one batch shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Self

from app.appointments.appointment import Batch, BatchState, FollowUp
from app.appointments.exceptions import ExceptionalItem, ExceptionKind
from app.appointments.file import Complaint
from app.desk.advice import Advice


class Task(Enum):
    """What staff are doing about the chosen exception."""

    LOOK = auto()
    CALL = auto()
    PUT_OFF = auto()


def is_open(exceptional: ExceptionalItem) -> bool:
    """Whether somebody must still do something."""
    return exceptional.item.follow_up is FollowUp.OPEN


def is_surely_new(exceptional: ExceptionalItem) -> bool:
    """Covered, and nobody in the ledger comes near: entered without a look at each."""
    only_new = exceptional.kinds[0] in (ExceptionKind.UNKNOWN_PATIENT, ExceptionKind.EXPIRING)
    return only_new and exceptional.can_enter_new and not exceptional.candidates


def can_reopen(exceptional: ExceptionalItem) -> bool:
    """A mark can be taken back; what stands in the chart cannot from here."""
    return exceptional.item.follow_up in (FollowUp.CALLED, FollowUp.PUT_OFF)


def can_choose_again(exceptional: ExceptionalItem) -> bool:
    """One of several people was chosen; a mark that was set since goes first."""
    return exceptional.item.several is not None and not can_reopen(exceptional)


@dataclass(frozen=True, slots=True)
class Exceptions:
    """In the file's order; open: those that still need somebody; new: those of them who are surely new to the ledger.

    Told apart off the window's thread.
    """

    all: tuple[ExceptionalItem, ...]
    open: tuple[ExceptionalItem, ...]
    new: tuple[ExceptionalItem, ...]

    @classmethod
    def of(cls, found: Iterable[ExceptionalItem]) -> Self:
        told = tuple(found)
        still_open = tuple(filter(is_open, told))
        return cls(told, still_open, tuple(filter(is_surely_new, still_open)))


NO_EXCEPTIONS = Exceptions((), (), ())


@dataclass(frozen=True, slots=True)
class BatchPageState:
    """rows: the exceptions that are shown. left_out: rows of the file that could not be read.

    time_left_s: None while nobody can tell.
    """

    now: datetime
    batch: Batch | None = None
    exceptions: Exceptions = NO_EXCEPTIONS
    only_open: bool = True
    chosen: ExceptionalItem | None = None
    task: Task = Task.LOOK
    time_left_s: float | None = None
    left_out: tuple[Complaint, ...] = ()
    saved: bool = False
    busy: bool = False
    trouble: Advice | None = None

    @property
    def rows(self) -> tuple[ExceptionalItem, ...]:
        return self.exceptions.open if self.only_open else self.exceptions.all

    @property
    def is_waiting(self) -> bool:
        """For its evening."""
        batch = self.batch
        return batch is not None and batch.state is BatchState.ENTERED and batch.start_at > self.now

    @property
    def is_under_way(self) -> bool:
        batch = self.batch
        return batch is not None and batch.state in (BatchState.ENTERED, BatchState.WORKING)
