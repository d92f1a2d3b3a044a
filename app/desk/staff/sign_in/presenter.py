"""Signing in: who, then the PIN. The locked desk shows nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from app.desk.advice import Advice, advice_for
from app.desk.lanes import Lane, Ticket
from app.scheme.days import Clock
from app.staff.member import StaffId, StaffMember, StaffPaused, StaffPinWrong
from app.staff.ports import PinHasher, StaffRoll
from app.staff.sign_in import sign_in


@dataclass(frozen=True, slots=True)
class SignInState:
    """last: who was at the counter before the lock. paused_s: seconds to wait after too many wrong PINs."""

    members: tuple[StaffMember, ...] = ()
    chosen: StaffMember | None = None
    last: StaffMember | None = None
    busy: bool = False
    pin_wrong: bool = False
    paused_s: int | None = None
    trouble: Advice | None = None


class SignInView(Protocol):
    def show_state(self, state: SignInState) -> None: ...


class SignInPresenter:
    """lane: the ledger's writing lane, since every try is recorded and hashing a PIN takes tens of milliseconds."""

    def __init__(
        self,
        view: SignInView,
        roll: StaffRoll,
        hasher: PinHasher,
        lane: Lane,
        clock: Clock,
        signed_in: Callable[[StaffMember], None],
    ) -> None:
        self._view = view
        self._roll = roll
        self._hasher = hasher
        self._lane = lane
        self._clock = clock
        self._signed_in = signed_in
        self._ticket: Ticket | None = None
        self._state = SignInState()

    def begin(self, last: StaffMember | None = None) -> None:
        """Shows who works here. Where one person works alone, nobody has to be chosen."""
        self.drop()
        self._show(SignInState(last=last))
        self._ticket = self._lane.run(self._roll.members, self._listed, self._failed)

    def chosen(self, member: StaffId) -> None:
        found = next((each for each in self._state.members if each.id == member), None)
        if found is not None and not self._state.busy:
            self._show(replace(self._state, chosen=found, pin_wrong=False, paused_s=None, trouble=None))

    def chosen_again(self) -> None:
        """Back to the names."""
        if not self._state.busy:
            self._show(SignInState(self._state.members, last=self._state.last))

    def submitted(self, pin: str) -> None:
        member = self._state.chosen
        if member is None or self._state.busy or not pin:
            return
        self._show(replace(self._state, busy=True, pin_wrong=False, paused_s=None, trouble=None))
        # A closure, not partial(): the PIN appears in no repr.
        name, now = member.name, self._clock()
        self._ticket = self._lane.run(
            lambda: sign_in(name, pin, self._roll, self._hasher, now), self._fitted, self._failed
        )

    def drop(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()

    def _listed(self, members: tuple[StaffMember, ...]) -> None:
        alone = members[0] if len(members) == 1 else None
        self._show(replace(self._state, members=members, chosen=alone))

    def _fitted(self, member: StaffMember) -> None:
        self._show(SignInState())
        self._signed_in(member)

    def _failed(self, error: Exception) -> None:
        rested = replace(self._state, busy=False)
        match error:
            case StaffPinWrong():
                self._show(replace(rested, pin_wrong=True))
            case StaffPaused():
                self._show(replace(rested, paused_s=error.seconds))
            case _:
                self._show(replace(rested, trouble=advice_for(error)))

    def _show(self, state: SignInState) -> None:
        self._state = state
        self._view.show_state(state)
