"""Signing in: who, then the PIN. The locked desk shows nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Door:
    """What lets people in."""

    roll: StaffRoll
    hasher: PinHasher


class SignInView(Protocol):
    def show_state(self, state: SignInState) -> None: ...


class SignInPresenter:
    """lane: the ledger's writing lane, since every try is recorded and hashing a PIN takes tens of milliseconds.

    door: asked on that lane, where the ledger may still be opening when the page is shown.
    """

    def __init__(
        self,
        view: SignInView,
        door: Callable[[], Door],
        lane: Lane,
        clock: Clock,
        signed_in: Callable[[StaffMember], None],
        listed: Callable[[tuple[StaffMember, ...]], None] = lambda members: None,
    ) -> None:
        self._view = view
        self._door = door
        self._lane = lane
        self._clock = clock
        self._signed_in = signed_in
        self._told_listed = listed
        self._tickets: list[Ticket] = []
        self._state = SignInState()

    def begin(self, last: StaffMember | None = None, remembered: tuple[StaffMember, ...] = ()) -> None:
        """Shows who works here. Where one person works alone, nobody has to be chosen.

        remembered: shown until the roll is read; a PIN may be typed meanwhile and is tried as soon as it can be.
        """
        self.drop()
        self._show(SignInState(remembered, _alone(remembered), last))
        self._tickets.append(self._lane.run(lambda: self._door().roll.members(), self._listed, self._failed))

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
        self._tickets.append(self._lane.run(lambda: self._tried(name, pin, now), self._fitted, self._failed))

    def _tried(self, name: str, pin: str, now: datetime) -> StaffMember:
        door = self._door()
        return sign_in(name, pin, door.roll, door.hasher, now)

    def drop(self) -> None:
        while self._tickets:
            self._tickets.pop().drop()

    def _listed(self, members: tuple[StaffMember, ...]) -> None:
        """Who was chosen among the remembered stays chosen, if they still work here."""
        before = self._state.chosen
        still = next((each for each in members if before is not None and each.id == before.id), None)
        self._show(replace(self._state, members=members, chosen=still or _alone(members)))
        self._told_listed(members)

    def _fitted(self, member: StaffMember) -> None:
        """The page stays as it is until the desk stands there: at the start of the day that takes a moment."""
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


def _alone(members: tuple[StaffMember, ...]) -> StaffMember | None:
    return members[0] if len(members) == 1 else None
