"""What the inbox shows."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from app.desk.advice import Advice
from app.notices.notice import Notice, NoticeState
from app.notices.tying import UNTIED, Tie


class Task(Enum):
    """What staff are doing about the chosen notice."""

    LOOK = auto()
    HAND = auto()


@dataclass(frozen=True, slots=True)
class InboxState:
    """notices: as the service has them, in the order in which they are due. loaded: whether they came at all.

    wrong: the field of the form that cannot be right. sees_month: whether the manager's month is for who is here.
    """

    today: date
    notices: tuple[Notice, ...] = ()
    shown: NoticeState = NoticeState.OPEN
    chosen: Notice | None = None
    tie: Tie = UNTIED
    task: Task = Task.LOOK
    connected: bool = True
    loaded: bool = False
    busy: bool = False
    sees_month: bool = False
    told: str = ""
    wrong: str = ""
    trouble: Advice | None = None

    @property
    def rows(self) -> tuple[Notice, ...]:
        return tuple(each for each in self.notices if each.handling.state is self.shown)

    def count(self, state: NoticeState) -> int:
        return sum(each.handling.state is state for each in self.notices)

    @property
    def overdue(self) -> int:
        return sum(each.is_overdue(self.today) for each in self.notices)
