"""A counter in memory: book, line, index and reader that a test can hold in its hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from app.eligibility.answer import Answer, CheckId
from app.eligibility.card import CardReading, Pin, ReadersStatus, ReaderStatus
from app.eligibility.counter import Counter
from app.eligibility.question import Question
from app.errors import ClinicError
from tests.fakes.ledger import CheckBookInMemory, PatientsInMemory
from tests.fakes.line import LineInMemory
from tests.people import NOW, answer


class StillWatch:
    def stop(self) -> None:
        """Nothing runs."""


@dataclass
class ReaderInMemory:
    """reading: of the card that lies there. failure: raised by the next call instead."""

    reading: CardReading | None = None
    failure: ClinicError | None = None
    pins: list[str] = field(default_factory=list)

    def watch(self, listener: Callable[[ReadersStatus], None]) -> StillWatch:
        return StillWatch()

    def read(self, status: ReaderStatus) -> CardReading:
        self._fail()
        assert self.reading is not None
        return self.reading

    def sign(self, reading: CardReading, pin: Pin, digest_info: bytes) -> bytes:
        self.pins.append(pin.digits)
        self._fail()
        return b"signature over " + digest_info[-32:]

    def _fail(self) -> None:
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure


def numbered_ids() -> Callable[[], CheckId]:
    numbers = count(1)
    return lambda: CheckId(f"00000000-0000-4000-8000-{next(numbers):012}")


@dataclass
class DeskInMemory:
    """respond: what the service says; now: what its clock and ours show."""

    respond: Callable[[Question], Answer] = lambda question: answer()
    now: datetime = NOW
    book: CheckBookInMemory = field(default_factory=CheckBookInMemory)
    index: PatientsInMemory = field(default_factory=PatientsInMemory)
    reader: ReaderInMemory = field(default_factory=ReaderInMemory)

    def __post_init__(self) -> None:
        self.line = LineInMemory(lambda question: self.respond(question))
        self.counter = Counter(
            self.book, self.line, self.index, self.reader, lambda: self.now, numbered_ids()
        )
