"""A counter with a reader: once in process, once on the real PC/SC service. Tests of a promise run on both."""

import threading
from collections.abc import Callable, Iterator

import pytest

from app.adapters.card_reader.pcsc import PcscReaders
from app.adapters.card_reader.soft_card import SoftCard, SoftReaders
from app.adapters.card_reader.soft_card.vpcd import LaidCard
from app.eligibility.card import CardReaders, Presence, ReadersStatus, ReaderStatus
from tests.card_service import CardService

WITHIN_S = 10.0


class Seen:
    """What a listener was told, in order; a test waits for what it expects."""

    def __init__(self) -> None:
        self.statuses: list[ReadersStatus] = []
        self._news = threading.Condition()

    def __call__(self, status: ReadersStatus) -> None:
        with self._news:
            self.statuses.append(status)
            self._news.notify_all()

    def until(self, expected: Callable[[ReadersStatus], bool]) -> ReadersStatus:
        """The newest status, once it is as expected."""
        with self._news:
            found = self._news.wait_for(lambda: bool(self.statuses) and expected(self.statuses[-1]), WITHIN_S)
            assert found, f"last seen: {self.statuses[-1:]}"
            return self.statuses[-1]

    def reader(self, name: str, expected: Callable[[ReaderStatus], bool]) -> ReaderStatus:
        """The named reader, once it is as expected."""
        status = self.until(lambda each: any(r.name == name and expected(r) for r in each.readers))
        return next(each for each in status.readers if each.name == name)


class Counter:
    """One reader under test and the hand that lays cards on it."""

    def __init__(
        self, readers: CardReaders, name: str, lay: Callable[[SoftCard], None], take_off: Callable[[], None]
    ) -> None:
        self.readers = readers
        self.name = name
        self.seen = Seen()
        self.take_off = take_off
        self._lay = lay
        self.watch = readers.watch(self.seen)

    def lay(self, card: SoftCard) -> ReaderStatus:
        """Returns when the reader has seen the card."""
        before = self.seen.reader(self.name, lambda each: each.presence is Presence.EMPTY).insertion
        self._lay(card)
        return self.seen.reader(
            self.name, lambda each: each.presence is Presence.CARD and each.insertion > before
        )

    def swap(self, card: SoftCard) -> ReaderStatus:
        """One card off, another one on. vpcd must see the gap: a card laid on within its 0.4 s can pass for the old."""
        self.take_off()
        return self.lay(card)


class Slot:
    """A slot of vpcd: which card lies there."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._laid: LaidCard | None = None

    def lay(self, card: SoftCard) -> None:
        self._laid = LaidCard(card, self._port)

    def take_off(self) -> None:
        if self._laid is not None:
            self._laid.take_off()
            self._laid = None


@pytest.fixture
def slot(card_service: CardService) -> Iterator[Slot]:
    slot = Slot(card_service.ports[0])
    yield slot
    slot.take_off()


@pytest.fixture
def second_slot(card_service: CardService) -> Iterator[Slot]:
    slot = Slot(card_service.ports[1])
    yield slot
    slot.take_off()


@pytest.fixture
def pcsc_counter(card_service: CardService, slot: Slot) -> Iterator[Counter]:
    counter = Counter(PcscReaders(), card_service.readers[0], slot.lay, slot.take_off)
    yield counter
    counter.watch.stop()


@pytest.fixture
def soft_counter() -> Iterator[Counter]:
    readers = SoftReaders(["受付1", "受付2"])
    counter = Counter(readers, "受付1", readers.lay, readers.take_off)
    yield counter
    counter.watch.stop()


@pytest.fixture(params=["in process", "PC/SC service"])
def counter(request: pytest.FixtureRequest) -> Counter:
    name = "soft_counter" if request.param == "in process" else "pcsc_counter"
    found: Counter = request.getfixturevalue(name)
    return found
