"""A reception with everything around it in memory: ledger, line, readers, lanes that a test can hold back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from app.desk.lanes import DroppedTicket, Inline, Ticket
from app.desk.reception.presenter import ReceptionLanes, ReceptionNews, ReceptionPresenter
from app.desk.reception.state import ReceptionState
from app.eligibility.answer import Answer, CheckId
from app.eligibility.card import (
    CardKind,
    CardReading,
    Pin,
    Presence,
    ReadersStatus,
    ReaderStatus,
    Watch,
)
from app.eligibility.counter import Counter
from app.eligibility.ports import LineError
from app.eligibility.question import Question
from app.errors import ClinicError
from app.patients.patient import Patient
from app.scheme.outcome import Outcome
from app.staff.member import StaffMember
from tests.desk.views import Shown as View
from tests.fakes.ledger import CheckBookInMemory, PatientsInMemory
from tests.fakes.line import LineInMemory
from tests.people import NOW, RECEPTIONIST, answer

READER = "見本リーダー"


def lies_there(insertion: int = 1, presence: Presence = Presence.CARD) -> ReadersStatus:
    return ReadersStatus(True, (ReaderStatus(READER, presence, insertion),))


def reading(insertion: int = 1, **changes: Any) -> CardReading:
    values: dict[str, Any] = {
        "reader": READER,
        "insertion": insertion,
        "kind": CardKind.PLASTIC,
        "certificate": b"certificate",
        "valid_from": datetime(2025, 2, 14, tzinfo=UTC),
        "valid_until": datetime(2030, 2, 14, tzinfo=UTC),
        "tries_left": 3,
    }
    return CardReading(**(values | changes))


class Readers:
    """`card` is what a read gives or raises; `pin_trouble` what a signature raises. pins: each one sent, once."""

    def __init__(self) -> None:
        self.card: CardReading | ClinicError = reading()
        self.pin_trouble: ClinicError | None = None
        self.pins: list[Pin] = []

    def watch(self, listener: Callable[[ReadersStatus], None]) -> Watch:
        raise AssertionError("the monitor is not the presenter's business")

    def read(self, status: ReaderStatus) -> CardReading:
        if isinstance(self.card, ClinicError):
            raise self.card
        return self.card

    def sign(self, reading: CardReading, pin: Pin, digest_info: bytes) -> bytes:
        self.pins.append(pin)
        if self.pin_trouble is not None:
            raise self.pin_trouble
        return bytes(256)


class HeldBack:
    """A lane that keeps its work until the test lets the oldest piece of it go."""

    def __init__(self) -> None:
        self._errands: list[Callable[[], Any]] = []

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> Ticket:
        self._errands.append(lambda: Inline().run(work, done, failed))
        return DroppedTicket()

    def let_go(self) -> None:
        self._errands.pop(0)()


@dataclass
class News:
    """What the reception told the others."""

    line: list[LineError | None] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    charts: int = 0
    outcomes: list[Outcome] = field(default_factory=list)

    def chart_changed(self) -> None:
        self.charts += 1


class Reception:
    """The presenter at work. respond: the service's answer to any question."""

    def __init__(self, *patients: Patient, respond: Callable[[Question], Answer] | None = None) -> None:
        self.book = CheckBookInMemory()
        self.index = PatientsInMemory(*patients)
        self.line = LineInMemory(respond or (lambda question: answer()))
        self.readers = Readers()
        self.news = News()
        self.view: View[ReceptionState] = View()
        self.staff: StaffMember = RECEPTIONIST
        self.now = NOW
        self.line_lane: Inline | HeldBack = Inline()
        numbers = count(1)
        counter = Counter(
            book=self.book,
            line=self.line,
            index=self.index,
            readers=self.readers,
            clock=lambda: self.now,
            new_id=lambda: CheckId(f"00000000-0000-4000-8000-{next(numbers):012}"),
        )
        counter.refresh_insurers()
        self.presenter = ReceptionPresenter(
            self.view,
            counter,
            ReceptionLanes(line=self, read=Inline(), reader=Inline()),
            lambda: self.staff,
            ReceptionNews(
                self.news.line.append,
                self.news.waiting.append,
                self.news.open.append,
                self.news.chart_changed,
                self.news.outcomes.append,
            ),
            self.book.insurer_name,
            lambda: "",
        )

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> Ticket:
        """The lane of the line, which a test may exchange while the desk is open."""
        return self.line_lane.run(work, done, failed)

    @property
    def shown(self) -> ReceptionState:
        return self.view.last

    def hold_back(self) -> HeldBack:
        """From now on the line answers when the test says so."""
        self.line_lane = HeldBack()
        return self.line_lane
