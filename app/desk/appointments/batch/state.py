"""What the page of one batch shows."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from app.appointments.appointment import Batch, BatchState, FollowUp
from app.appointments.exceptions import ExceptionalItem
from app.appointments.file import Complaint
from app.desk.advice import Advice


class Task(Enum):
    """What staff are doing about the chosen exception."""

    LOOK = auto()
    CALL = auto()
    PUT_OFF = auto()


@dataclass(frozen=True, slots=True)
class BatchPageState:
    """exceptions: all, dealt with or not, in the file's order; rows: those that are shown. left_out: rows of the file

    that could not be read, while this desk remembers them. time_left_s: None while nobody can tell.
    """

    now: datetime
    batch: Batch | None = None
    exceptions: tuple[ExceptionalItem, ...] = ()
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
        return tuple(filter(is_open, self.exceptions)) if self.only_open else self.exceptions

    @property
    def open(self) -> int:
        return sum(map(is_open, self.exceptions))

    @property
    def is_waiting(self) -> bool:
        """For its evening."""
        batch = self.batch
        return batch is not None and batch.state is BatchState.ENTERED and batch.start_at > self.now

    @property
    def is_under_way(self) -> bool:
        batch = self.batch
        return batch is not None and batch.state in (BatchState.ENTERED, BatchState.WORKING)


def is_open(exceptional: ExceptionalItem) -> bool:
    """Whether somebody must still do something."""
    return exceptional.item.follow_up is FollowUp.OPEN
