"""Readers in process, on which soft cards are laid: practice without PC/SC, the same JPKI code, the same allow-list."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from app.adapters.card_reader.allow_list import AllowList
from app.adapters.card_reader.apdu import Transmit
from app.adapters.card_reader.jpki import read_card, sign_with_pin
from app.adapters.card_reader.soft_card.chip import LeftField, SoftCard
from app.adapters.card_reader.watchers import ReadersWatch, Watchers
from app.eligibility.card import (
    CardReading,
    CardTakenAway,
    NoCard,
    NoReader,
    Pin,
    Presence,
    ReadersStatus,
    ReaderStatus,
)

Result = TypeVar("Result")
PRACTICE_TRAY = "練習用リーダー"


class _Tray:
    """One reader. insertion as in ReaderStatus; turn: one errand at a time."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.card: SoftCard | None = None
        self.insertion = 0
        self.turn = threading.Lock()

    def put(self, card: SoftCard | None) -> None:
        self.card = card
        self.insertion += 1

    @property
    def status(self) -> ReaderStatus:
        presence = Presence.CARD if self.card else Presence.EMPTY
        return ReaderStatus(self.name, presence, self.insertion)


class SoftReaders:
    """CardReaders of practice mode. `lay` and `take_off` may be called from any thread."""

    def __init__(self, trays: Sequence[str] = (PRACTICE_TRAY,)) -> None:
        self._trays = {name: _Tray(name) for name in trays}
        self._first = trays[0]
        self._lock = threading.Lock()
        self._watchers = Watchers()
        self._watchers.publish(self._status())

    def lay(self, card: SoftCard, tray: str | None = None) -> None:
        """Puts the card on the tray (the first one by default); what lay there is taken off first."""
        with self._lock:
            self._take_off(self._trays[tray or self._first])
            self._trays[tray or self._first].put(card)
            self._watchers.publish(self._status())

    def take_off(self, tray: str | None = None) -> None:
        with self._lock:
            self._take_off(self._trays[tray or self._first])

    def watch(self, listener: Callable[[ReadersStatus], None]) -> ReadersWatch:
        return self._watchers.add(listener)

    def read(self, status: ReaderStatus) -> CardReading:
        reading = self._errand(status.name, lambda transmit: read_card(transmit, status))
        if self._trays[status.name].insertion != status.insertion:
            raise CardTakenAway
        return reading

    def sign(self, reading: CardReading, pin: Pin, digest_info: bytes) -> bytes:
        return self._errand(
            reading.reader, lambda transmit: sign_with_pin(transmit, reading, pin, digest_info)
        )

    def _errand(self, name: str, errand: Callable[[Transmit], Result]) -> Result:
        tray = self._trays.get(name)
        if tray is None:
            raise NoReader
        with tray.turn:
            card, insertion = tray.card, tray.insertion
            if card is None:
                raise NoCard

            def transmit(command: bytes) -> bytes:
                try:
                    answer = card.transmit(command)
                except LeftField as left:
                    raise CardTakenAway from left
                if tray.insertion != insertion:
                    raise CardTakenAway
                return answer

            card.power_on()
            try:
                return errand(AllowList(transmit))
            finally:
                card.power_on()  # as after a power down: no PIN stays in force

    def _take_off(self, tray: _Tray) -> None:
        if tray.card is not None:
            tray.put(None)
            self._watchers.publish(self._status())

    def _status(self) -> ReadersStatus:
        return ReadersStatus(True, tuple(tray.status for tray in self._trays.values()))
