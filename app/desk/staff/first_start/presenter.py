"""The first start in three steps: the manager, the recovery code, the connection. Each can be taken up again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import Protocol

from app.desk.advice import Advice, advice_for
from app.desk.lanes import Lane
from app.errors import ClinicError
from app.staff.member import StaffMember, StaffPinWeak, must_be_strong


class Step(Enum):
    MANAGER = 1
    RECOVERY = 2
    CONNECTION = 3


class FirstStart(Protocol):
    """What the first start needs of the desk. Every call touches disk or keyring and runs on a lane."""

    def create(self, name: str, pin: str) -> StaffMember:
        """Makes the ledger where there is none, and the manager in it.

        Raises: StaffPinWeak, and failures of ledger and keyring.
        """

    def recovery_code(self) -> str:
        """A code for the ledger's key, shown once; each call makes a new one and the one before it is void."""

    def try_recovery_code(self, typed: str) -> None:
        """Once it opened the ledger the step is done for good. Raises: "ledger.recovery_mistyped", which may have
        `groups` that cannot be right, and "ledger.recovery_wrong".
        """


@dataclass(frozen=True, slots=True)
class FirstStartState:
    """complaint: code of what was refused in the step's fields. code: the recovery code; in no repr.

    wrong_groups: of the typed code, counted from 1.
    """

    step: Step = Step.MANAGER
    code: str = ""
    busy: bool = False
    complaint: str | None = None
    wrong_groups: tuple[int, ...] = ()
    trouble: Advice | None = None

    def __repr__(self) -> str:
        return f"FirstStartState({self.step})"


NAME_MISSING = "staff.name_missing"
PINS_DIFFER = "staff.pins_differ"
CODE_DIFFERS = "first_start.code_differs"
_CODE_REFUSED = frozenset({"ledger.recovery_mistyped", "ledger.recovery_wrong"})


class FirstStartView(Protocol):
    def show_state(self, state: FirstStartState) -> None: ...


class FirstStartPresenter:
    """finished: told who signed in by making the first entry, None when an interrupted first start was taken up."""

    def __init__(
        self,
        view: FirstStartView,
        start: FirstStart,
        lane: Lane,
        finished: Callable[[StaffMember | None], None],
    ) -> None:
        self._view = view
        self._start = start
        self._lane = lane
        self._finished = finished
        self._manager: StaffMember | None = None
        self._state = FirstStartState()

    def begin(self, step: Step = Step.MANAGER) -> None:
        """RECOVERY where an earlier start was cut off before its code was tried: a new one is shown."""
        self._show(FirstStartState(step))
        if step is Step.RECOVERY:
            self._make_code()

    def manager_entered(self, name: str, pin: str, pin_again: str) -> None:
        if self._state.busy or self._state.step is not Step.MANAGER:
            return
        complaint = _complaint(name, pin, pin_again)
        if complaint is not None:
            self._show(replace(self._state, complaint=complaint, trouble=None))
            return
        self._show(FirstStartState(Step.MANAGER, busy=True))
        # A closure, not partial(): the PIN appears in no repr.
        self._lane.run(lambda: self._start.create(name.strip(), pin), self._created, self._failed)

    def code_typed(self, typed: str) -> None:
        if not self._state.busy and self._state.step is Step.RECOVERY:
            self._show(FirstStartState(Step.RECOVERY, self._state.code, busy=True))
            self._lane.run(partial(self._start.try_recovery_code, typed), self._tried, self._failed)

    def ended(self) -> None:
        """Connected later or by now: the desk opens either way."""
        if self._state.step is Step.CONNECTION:
            self._finished(self._manager)

    def _created(self, manager: StaffMember) -> None:
        self._manager = manager
        self._show(FirstStartState(Step.RECOVERY))
        self._make_code()

    def _make_code(self) -> None:
        self._show(replace(self._state, busy=True))
        self._lane.run(self._start.recovery_code, self._made, self._failed)

    def _made(self, code: str) -> None:
        self._show(FirstStartState(Step.RECOVERY, code))

    def _tried(self, _: None) -> None:
        self._show(FirstStartState(Step.CONNECTION))

    def _failed(self, error: Exception) -> None:
        rested = replace(self._state, busy=False)
        if isinstance(error, ClinicError) and error.code in _CODE_REFUSED:
            groups: tuple[int, ...] = getattr(error, "groups", ())
            self._show(replace(rested, complaint=CODE_DIFFERS, wrong_groups=groups))
        elif isinstance(error, StaffPinWeak):
            self._show(replace(rested, complaint=error.code))
        else:
            self._show(replace(rested, trouble=advice_for(error)))

    def _show(self, state: FirstStartState) -> None:
        self._state = state
        self._view.show_state(state)


def _complaint(name: str, pin: str, pin_again: str) -> str | None:
    if not name.strip():
        return NAME_MISSING
    if pin != pin_again:
        return PINS_DIFFER
    try:
        must_be_strong(pin)
    except StaffPinWeak as weak:
        return weak.code
    return None
