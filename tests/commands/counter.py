"""`check` joined to a ledger, a line and a reader in memory, started with the words one types."""

import argparse
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from app.commands import check
from app.eligibility.answer import Answer
from app.eligibility.card import CardKind, CardReading, Pin, Presence, ReadersStatus, ReaderStatus
from app.eligibility.question import Question
from app.errors import ClinicError
from tests.eligibility.desk import ReaderInMemory, StillWatch, numbered_ids
from tests.fakes.ledger import CheckBookInMemory, QuickPinHasher, StaffRollInMemory
from tests.fakes.line import LineInMemory
from tests.people import NOW, answer

READER = "見本リーダー"
READING = CardReading(
    reader=READER,
    insertion=1,
    kind=CardKind.PLASTIC,
    certificate=b"certificate",
    valid_from=datetime(2024, 4, 1, tzinfo=UTC),
    valid_until=datetime(2029, 4, 1, tzinfo=UTC),
    tries_left=3,
)
WITH_BRANCH = "--insurer 06139992 --symbol 701 --number 442 --branch 02 --month-day 0214"
WITHOUT_BRANCH = "--insurer 06139992 --symbol 701 --number 442 --birth S63.2.14"


@dataclass
class WatchedReader(ReaderInMemory):
    """One reader; presence None is a PC without any. service_running: of PC/SC. pin_failure: raised by `sign`."""

    presence: Presence | None = Presence.CARD
    service_running: bool = True
    pin_failure: ClinicError | None = None

    def watch(self, listener: Callable[[ReadersStatus], None]) -> StillWatch:
        lying = () if self.presence is None else (ReaderStatus(READER, self.presence, 1),)
        listener(ReadersStatus(self.service_running, lying if self.service_running else ()))
        return StillWatch()

    def sign(self, reading: CardReading, pin: Pin, digest_info: bytes) -> bytes:
        self.failure = self.pin_failure
        return super().sign(reading, pin, digest_info)


class Ended(NamedTuple):
    """out, err: what was printed."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


@dataclass
class Terminal:
    """respond: what the service says to a question."""

    capsys: pytest.CaptureFixture[str]
    respond: Callable[[Question], Answer] = lambda question: answer()
    now: datetime = NOW
    book: CheckBookInMemory = field(default_factory=CheckBookInMemory)
    roll: StaffRollInMemory = field(default_factory=StaffRollInMemory)
    reader: WatchedReader = field(default_factory=lambda: WatchedReader(READING))

    def __post_init__(self) -> None:
        self.line = LineInMemory(lambda question: self.respond(question))
        self.hasher = QuickPinHasher()
        self.new_id = numbered_ids()

    def check(self, words: str, stdin: str = "") -> Ended:
        parser = argparse.ArgumentParser()
        check.add_arguments(parser)
        tools = check.CheckTools(
            book=self.book,
            line=self.line,
            readers=lambda: self.reader,
            roll=self.roll,
            hasher=self.hasher,
            clock=lambda: self.now,
            new_id=self.new_id,
            explain=lambda code: f"«{code}»",
            card_wait_s=0.0,
        )
        status = check.run(parser.parse_args(words.split()), tools, io.StringIO(stdin))
        return Ended(status, *self.capsys.readouterr())
