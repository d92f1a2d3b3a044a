"""Keeping the roll: managers add, change roles, give a new PIN, retire; everybody changes their own PIN."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Protocol

from app.desk.advice import Advice, advice_for
from app.desk.lanes import Lane, Ticket
from app.desk.staff.at_counter import AtCounter
from app.errors import ClinicError
from app.staff.member import Duty, Role, StaffId, StaffMember
from app.staff.ports import PinHasher, StaffRoll
from app.staff.sign_in import add_member, change_pin, change_roles, reset_pin, retire


class Task(Enum):
    """What the form beside the roll is open for."""

    ADD = auto()
    ROLES = auto()
    NEW_PIN = auto()
    OWN_PIN = auto()
    RETIRE = auto()


@dataclass(frozen=True, slots=True)
class RollForm:
    """As typed. old_pin only where one changes one's own. Never shown in a repr."""

    name: str = ""
    roles: frozenset[Role] = frozenset()
    old_pin: str = ""
    pin: str = ""
    pin_again: str = ""

    def __repr__(self) -> str:
        return "RollForm(…)"


@dataclass(frozen=True, slots=True)
class RollState:
    """complaint: code of what was refused, e.g. "staff.pin_weak". task: the form that is open, about `member`."""

    members: tuple[StaffMember, ...] = ()
    me: StaffMember | None = None
    task: Task | None = None
    member: StaffMember | None = None
    busy: bool = False
    complaint: str | None = None
    trouble: Advice | None = None

    @property
    def may_keep(self) -> bool:
        return self.me is not None and self.me.may(Duty.KEEP_STAFF)


NAME_MISSING = "staff.name_missing"
ROLES_MISSING = "staff.roles_missing"
PINS_DIFFER = "staff.pins_differ"
BESIDE_FIELD = frozenset(
    {
        "staff.pin_weak",
        "staff.pin_wrong",
        "staff.name_taken",
        "staff.last_manager",
        NAME_MISSING,
        ROLES_MISSING,
        PINS_DIFFER,
    }
)
"""Codes that the form tells in its own words; everything else is general advice."""


class RollView(Protocol):
    def show_state(self, state: RollState) -> None: ...


class RollPresenter:
    """lane: the ledger's writing lane."""

    def __init__(
        self, view: RollView, roll: StaffRoll, hasher: PinHasher, lane: Lane, at_counter: AtCounter
    ) -> None:
        self._view = view
        self._roll = roll
        self._hasher = hasher
        self._lane = lane
        self._at_counter = at_counter
        self._ticket: Ticket | None = None
        self._state = RollState()

    def begin(self) -> None:
        self._show(RollState(self._state.members, self._at_counter()))
        self._ticket = self._lane.run(self._roll.members, self._listed, self._failed)

    def task_opened(self, task: Task, member: StaffId | None = None) -> None:
        """A form opens; only one's own PIN is open to everybody."""
        about = next((each for each in self._state.members if each.id == member), None)
        if task is Task.OWN_PIN:
            about = self._at_counter()
        if (task is Task.OWN_PIN or self._state.may_keep) and (about is not None or task is Task.ADD):
            self._show(replace(self._state, task=task, member=about, complaint=None, trouble=None))

    def task_closed(self) -> None:
        if not self._state.busy:
            self._show(replace(self._state, task=None, member=None, complaint=None, trouble=None))

    def submitted(self, form: RollForm) -> None:
        task = self._state.task
        if task is None or self._state.busy:
            return
        complaint = _complaint(task, form)
        if complaint is not None:
            self._show(replace(self._state, complaint=complaint))
            return
        self._show(replace(self._state, busy=True, complaint=None, trouble=None))
        self._ticket = self._lane.run(self._work(task, form), self._done, self._failed)

    def drop(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()

    def _work(self, task: Task, form: RollForm) -> Callable[[], object]:
        me, roll, hasher = self._at_counter(), self._roll, self._hasher
        member = self._state.member or me
        match task:
            case Task.ADD:
                return lambda: add_member(me, form.name, form.roles, form.pin, roll, hasher)
            case Task.ROLES:
                return lambda: change_roles(me, member, form.roles, roll)
            case Task.NEW_PIN:
                return lambda: reset_pin(me, member, form.pin, roll, hasher)
            case Task.OWN_PIN:
                return lambda: change_pin(me, form.old_pin, form.pin, roll, hasher)
            case Task.RETIRE:
                return lambda: retire(me, member, roll)

    def _done(self, _: object) -> None:
        self._show(RollState(self._state.members, self._state.me))
        self.begin()

    def _listed(self, members: tuple[StaffMember, ...]) -> None:
        self._show(replace(self._state, members=members))

    def _failed(self, error: Exception) -> None:
        rested = replace(self._state, busy=False)
        if isinstance(error, ClinicError) and error.code in BESIDE_FIELD:
            self._show(replace(rested, complaint=error.code))
        else:
            self._show(replace(rested, trouble=advice_for(error)))

    def _show(self, state: RollState) -> None:
        self._state = state
        self._view.show_state(state)


def _complaint(task: Task, form: RollForm) -> str | None:
    """What is plainly missing, before anything is asked of the ledger."""
    if task is Task.ADD and not form.name.strip():
        return NAME_MISSING
    if task in (Task.ADD, Task.ROLES) and not form.roles:
        return ROLES_MISSING
    if task in (Task.ADD, Task.NEW_PIN, Task.OWN_PIN) and form.pin != form.pin_again:
        return PINS_DIFFER
    return None
