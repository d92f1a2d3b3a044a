"""The PC/SC readers of this PC, as the counter's work needs them."""

import threading
from collections.abc import Callable
from functools import partial

from app.adapters.card_reader.allow_list import AllowList, carries_pin
from app.adapters.card_reader.apdu import Transmit
from app.adapters.card_reader.insertions import Insertions
from app.adapters.card_reader.jpki import CardWasReset, Errand, Result, read_card, sign_with_pin
from app.adapters.card_reader.monitor_thread import MonitorThread
from app.adapters.card_reader.turns import Progress, Step, Turns
from app.adapters.card_reader.watchers import ReadersWatch, Watchers
from app.eligibility.card import CardReading, CardTakenAway, Pin, ReadersStatus, ReaderStatus

_LIMIT_S = 10.0


class PcscReaders:
    """CardReaders over PC/SC. limit_s: for a whole reading or signature, after which it counts as failed.

    The PC/SC library is loaded on the threads that use it: it takes longer than a window may stall.
    """

    def __init__(self, limit_s: float = _LIMIT_S) -> None:
        self._limit_s = limit_s
        self._lock = threading.Lock()
        self._turns: dict[str, Turns] = {}
        self._insertions = Insertions()
        self._watchers = Watchers(all_left=self._rest)
        self._monitor: MonitorThread | None = None

    def watch(self, listener: Callable[[ReadersStatus], None]) -> ReadersWatch:
        with self._lock:
            watch = self._watchers.add(listener)
            if self._monitor is None:
                self._monitor = MonitorThread(self._watchers.publish, self._insertions)
        return watch

    def read(self, status: ReaderStatus) -> CardReading:
        reading = self._run(status.name, partial(read_card, status=status))
        if not self._still_lies_there(status):
            raise CardTakenAway
        return reading

    def sign(self, reading: CardReading, pin: Pin, digest_info: bytes) -> bytes:
        errand = partial(sign_with_pin, reading=reading, pin=pin, digest_info=digest_info)
        return self._run(reading.reader, errand)

    def _run(self, reader: str, errand: Errand[Result]) -> Result:
        with self._lock:
            turns = self._turns.setdefault(reader, Turns(reader, self._limit_s))
        return turns.take(partial(_in_session, reader, errand))

    def _still_lies_there(self, status: ReaderStatus) -> bool:
        """As far as the monitor knows; without one the reading stands for itself."""
        known = self._watchers.status
        return known is None or any(
            each.insertion == status.insertion for each in known.readers if each.name == status.name
        )

    def _rest(self) -> None:
        """Nobody watches any more."""
        with self._lock:
            if self._monitor is None or self._watchers.any_left:
                return
            self._monitor.stop()
            self._monitor = None
            self._insertions.forget()
            self._watchers.forget()


def _in_session(reader: str, errand: Errand[Result], progress: Progress) -> Result:
    """The errand in a session of its own; once more from its start where the card was reset before the PIN was sent."""
    from app.adapters.card_reader.session import card_session

    def send(transmit: Transmit, command: bytes) -> bytes:
        progress.reach(Step.PIN_SENT if carries_pin(command) else Step.TALKING)
        return transmit(command)

    for is_last in (False, True):
        with card_session(reader, waiting=partial(progress.reach, Step.WAITING)) as transmit:
            allowed = AllowList(partial(send, transmit))
            try:
                return errand(allowed)
            except CardWasReset:
                if is_last or allowed.pin_sent:
                    raise
    raise AssertionError("the last attempt returns or raises")
