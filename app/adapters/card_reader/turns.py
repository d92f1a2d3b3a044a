"""One errand at a time on a reader, each on a daemon thread of its own with a limit in seconds.

A connection can wait for ever for another program's transaction, and a card can stay silent for ever: PC/SC knows no
time limit. The thread is then left behind until the card or the reader goes; whoever asked gets a named failure.
"""

import threading
from collections.abc import Callable
from enum import Enum, auto
from typing import Generic, TypeVar

from app.eligibility.card import CardError, CardMute, PinOutcomeUnknown, ReaderInUse

Result = TypeVar("Result")


class Step(Enum):
    """How far an errand has come: what its silence means."""

    WAITING = auto()  # for another program, or for an errand before that never ended
    TALKING = auto()
    PIN_SENT = auto()


_SILENCE: dict[Step, type[CardError]] = {
    Step.WAITING: ReaderInUse,
    Step.TALKING: CardMute,
    Step.PIN_SENT: PinOutcomeUnknown,
}


class Progress:
    """Shared by the errand and who waits for it. Nothing more is sent once nobody waits, above all no PIN."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._step = Step.WAITING
        self._given_up = False

    def reach(self, step: Step) -> None:
        """Raises: CardError when whoever asked has already been told that it failed."""
        with self._lock:
            if self._given_up:
                raise _SILENCE[self._step]("given up")
            self._step = step

    def give_up(self) -> CardError:
        """The failure that the silence means."""
        with self._lock:
            self._given_up = True
            return _SILENCE[self._step]("no answer in time")


class _Errand(Generic[Result]):
    def __init__(self, work: Callable[[Progress], Result], turn: threading.Lock) -> None:
        self.progress = Progress()
        self.done = threading.Event()
        self._work = work
        self._turn = turn
        self._result: Result
        self._failure: BaseException | None = None

    def run(self) -> None:
        try:
            self._result = self._work(self.progress)
        except BaseException as failure:  # carried over to the thread that waits
            self._failure = failure
        finally:
            self._turn.release()
            self.done.set()

    def outcome(self) -> Result:
        if self._failure is not None:
            raise self._failure
        return self._result


class Turns:
    """The errands of one reader."""

    def __init__(self, reader: str, limit_s: float) -> None:
        self._name = f"card reader {reader}"
        self._limit_s = limit_s
        self._turn = threading.Lock()
        self._silent: type[CardError] = ReaderInUse

    def take(self, work: Callable[[Progress], Result]) -> Result:
        """Runs the work in its turn. Raises: what the work raises; CardError when the limit has passed."""
        if not self._turn.acquire(timeout=self._limit_s):
            raise self._silent("still no answer")
        errand = _Errand(work, self._turn)
        threading.Thread(target=errand.run, name=self._name, daemon=True).start()
        if errand.done.wait(self._limit_s):
            return errand.outcome()
        failure = errand.progress.give_up()
        self._silent = ReaderInUse if isinstance(failure, ReaderInUse) else CardMute
        raise failure
