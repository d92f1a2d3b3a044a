"""The ledger cannot be opened: which of its causes, and the way back for each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from functools import partial
from typing import Protocol

from app.desk.advice import Advice, advice_for
from app.desk.lanes import Lane
from app.errors import ClinicError


class Way(Enum):
    """What the user can do from here."""

    RECOVERY_CODE = auto()
    RESTORE = auto()
    RETRY = auto()
    CLOSE = auto()


_WAYS = {
    "ledger.locked": (Way.RECOVERY_CODE, Way.RETRY),
    "ledger.damaged": (Way.RESTORE,),
    "ledger.missing": (Way.RESTORE, Way.RETRY),
    "ledger.too_new": (Way.CLOSE,),
    "ledger.recovery_missing": (Way.RETRY,),
    "keyring.locked": (Way.RETRY, Way.RECOVERY_CODE),
    "keyring.missing": (Way.RETRY,),
}
_USUAL_WAYS = (Way.RETRY,)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that can be restored. name: what the rescue knows it by. checks: how many it holds, None unknown."""

    name: str
    made_at: datetime
    checks: int | None


class Rescue(Protocol):
    """Every call touches disk and keyring and runs on a lane. Failures are ClinicErrors of ledger and keyring."""

    def open(self) -> None:
        """Tries again as at start."""

    def open_with_code(self, code: str) -> None:
        """Opens with the recovery code and puts the key into this account's keyring."""

    def backups(self) -> tuple[Backup, ...]:
        """Newest first."""

    def restore(self, name: str, at_any_loss: bool) -> None:
        """The damaged file is kept beside. Raises: "ledger.restore_would_lose" unless at_any_loss."""


@dataclass(frozen=True, slots=True)
class RescueState:
    """cause: code of what keeps the ledger shut. wrong_groups: of the typed code, counted from 1.

    losing: the backup whose restoring would lose checks, until the user agrees.
    """

    cause: str
    ways: tuple[Way, ...]
    advice: Advice
    backups: tuple[Backup, ...] = ()
    code_wrong: bool = False
    wrong_groups: tuple[int, ...] = ()
    losing: str | None = None
    busy: bool = False


class RescueView(Protocol):
    def show_state(self, state: RescueState) -> None: ...


class RescuePresenter:
    """opened: told once the ledger stands open."""

    def __init__(self, view: RescueView, rescue: Rescue, lane: Lane, opened: Callable[[], None]) -> None:
        self._view = view
        self._rescue = rescue
        self._lane = lane
        self._opened = opened
        self._state: RescueState | None = None

    def begin(self, error: ClinicError) -> None:
        """error: what opening the ledger raised."""
        ways = _WAYS.get(error.code, _USUAL_WAYS)
        self._show(RescueState(error.code, ways, advice_for(error)))
        if Way.RESTORE in ways:
            self._lane.run(self._rescue.backups, self._listed, self._failed)

    def retry_requested(self) -> None:
        self._run(self._rescue.open)

    def code_entered(self, code: str) -> None:
        self._run(partial(self._rescue.open_with_code, code))

    def restore_requested(self, name: str, at_any_loss: bool = False) -> None:
        """at_any_loss only after the user was told what would be gone."""
        self._asked_for = name
        self._run(partial(self._rescue.restore, name, at_any_loss))

    def _run(self, work: Callable[[], None]) -> None:
        if self._state is None or self._state.busy:
            return
        self._show(replace(self._state, busy=True, code_wrong=False, wrong_groups=(), losing=None))
        self._lane.run(work, lambda _: self._opened(), self._failed)

    def _listed(self, backups: tuple[Backup, ...]) -> None:
        if self._state is not None:
            self._show(replace(self._state, backups=backups))

    def _failed(self, error: Exception) -> None:
        if self._state is None or not isinstance(error, ClinicError):
            raise error
        rested = replace(self._state, busy=False)
        match error.code:
            case "ledger.recovery_wrong" | "ledger.recovery_mistyped":
                groups: tuple[int, ...] = getattr(error, "groups", ())
                self._show(replace(rested, code_wrong=True, wrong_groups=groups))
            case "ledger.restore_would_lose":
                self._show(replace(rested, losing=self._asked_for, advice=advice_for(error)))
            case _:
                self.begin(error)

    def _show(self, state: RescueState) -> None:
        self._state = state
        self._view.show_state(state)
