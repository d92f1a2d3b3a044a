"""A hand that lays cards on the readers of the real PC/SC service, one card at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.adapters.card_reader import pcsc_readers
from app.adapters.card_reader.soft_card import SoftCard
from app.adapters.card_reader.soft_card.vpcd import LaidCard
from app.contract.soft_card import SoftCardFile
from app.eligibility.card import Presence, ReadersStatus

_WITHIN_S = 10.0


class Hand:
    """Waits for the reader to see what was done: vpcd overlooks a card that is swapped within 0.4 s."""

    def __init__(self, reader: str, port: int) -> None:
        self.reader = reader
        self._port = port
        self._laid: LaidCard | None = None
        self._presence: Presence | None = None
        self._news = threading.Condition()
        self._watch = pcsc_readers().watch(self._seen)

    @contextmanager
    def laying(self, card: SoftCard | SoftCardFile) -> Iterator[None]:
        self.lay(card)
        try:
            yield
        finally:
            self.take_off()

    def lay(self, card: SoftCard | SoftCardFile) -> None:
        self._until(Presence.EMPTY)
        self._laid = LaidCard(card if isinstance(card, SoftCard) else SoftCard(card), self._port)
        self._until(Presence.CARD)

    def take_off(self) -> None:
        laid, self._laid = self._laid, None
        if laid is not None:
            laid.take_off()
            self._until(Presence.EMPTY)

    def close(self) -> None:
        try:
            self.take_off()
        finally:
            self._watch.stop()

    def _seen(self, status: ReadersStatus) -> None:
        with self._news:
            self._presence = next((r.presence for r in status.readers if r.name == self.reader), None)
            self._news.notify_all()

    def _until(self, presence: Presence) -> None:
        with self._news:
            found = self._news.wait_for(lambda: self._presence is presence, _WITHIN_S)
            assert found, f"{self.reader}: {self._presence} instead of {presence}"
