"""A month of an invented clinic: its working copy in a real ledger, and a review that answers as the test says."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from app.adapters.ledger.ledger import Ledger
from app.adapters.worker_process import WorkerHere
from app.appointments.appointment import Item
from app.claims.month import MonthFile, MonthId
from app.claims.ports import ClaimBook, OutcomePage, ReceiptRow, Standing, ToldOutcome, View
from app.claims.preparing import Step, enter_month, step
from app.eligibility.answer import Answer
from app.eligibility.ports import RefusedByCentral
from app.errors import ClinicError
from app.scheme.outcome import Outcome
from tests.central.review.files import Bill, uke
from tests.fakes.appointments import BatchLineInMemory
from tests.people import MANAGER, NOW, TODAY, answer, information, insured

BILL = Bill(insurer="06139992", symbol="７０１", number="４４２", branch="02")
"""The card of `people.insured()`, seen on 5 and 20 October."""
OTHER = insured("01139997", "13990001", "7", "01")
OCTOBER_12 = date(2026, 10, 12)
RECEIPT_NUMBER = "20261122-1"
RECEIVED_AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def told(item: Item, outcome: Outcome = Outcome.VALID, **changes: Any) -> Answer:
    """The service's answer about the card of an item."""
    card = replace(item.appointment.insured, branch="02")
    about = information(card, birth_on=item.appointment.birth_on, **changes)
    people = () if outcome is Outcome.NONE else (about,)
    return answer(outcome, *people, on=item.appointment.on)


@dataclass
class ReviewInMemory:
    """Fulfils `ClaimsLine`. cut_after: the line fails with the part after so many; refusal: of the whole file."""

    cut_after: int | None = None
    trouble: ClinicError | None = None
    refusal: str | None = None
    outcomes_told: list[ToldOutcome] = field(default_factory=list)
    run: int = 0
    is_reviewing_again: bool = False
    announced: int = 0
    received: bytes = b""
    _length: int = 0
    _sha256: str = ""

    def announce(self, length: int, sha256: str) -> Standing:
        self.announced += 1
        if sha256 != self._sha256:
            self._length, self._sha256, self.received = length, sha256, b""
        return self._standing()

    def send_part(self, receipt_number: str, position: int, content: bytes) -> Standing:
        if self.cut_after == 0 and self.trouble is not None:
            self.cut_after = None
            raise self.trouble
        if self.cut_after is not None:
            self.cut_after -= 1
        if position == len(self.received):
            self.received += content
        return self._standing_of(receipt_number)

    def standing(self, receipt_number: str) -> Standing:
        return self._standing_of(receipt_number)

    def _standing_of(self, receipt_number: str) -> Standing:
        if receipt_number != RECEIPT_NUMBER or not self._sha256:
            raise RefusedByCentral("receipts.unknown")
        return self._standing()

    def outcomes(self, receipt_number: str, cursor: str | None) -> OutcomePage:
        """Two a page."""
        if self._standing_of(receipt_number).counts is None:
            raise RefusedByCentral("receipts.not_reviewed")
        start = int(cursor or 0)
        page = tuple(self.outcomes_told[start : start + 2])
        more = start + 2 < len(self.outcomes_told)
        return OutcomePage(page, str(start + 2) if more else None)

    def review(self, *outcomes: ToldOutcome) -> None:
        self.outcomes_told, self.run = list(outcomes), self.run + 1
        self.is_reviewing_again = False

    def review_again(self) -> None:
        """It goes on: nothing is told until it is done."""
        self.run, self.is_reviewing_again = self.run + 1, True

    def come_back_from_a_copy(self) -> None:
        """Of the days before anything was announced."""
        self._length, self._sha256, self.received, self.run = 0, "", b"", 0

    def _standing(self) -> Standing:
        whole = bool(self._length) and len(self.received) == self._length
        fits = hashlib.sha256(self.received).hexdigest() == self._sha256
        refusal = (self.refusal if fits else "digest") if whole else None
        state = "uploading"
        if whole:
            state = "refused" if refusal else "reviewed" if self.run else "received"
        named: dict[str, int] = {"forwarded": 1}
        for each in self.outcomes_told:
            named[each.outcome] = named.get(each.outcome, 0) + 1
        return Standing(
            receipt_number=RECEIPT_NUMBER,
            state=state,
            refusal=refusal,
            received_bytes=len(self.received),
            received_at=RECEIVED_AT if whole else None,
            run=self.run,
            closes_on=date(2026, 12, 20),
            counts=named if state == "reviewed" and not self.is_reviewing_again else None,
        )


@dataclass
class Office:
    """A clinic's desk without its window. respond: what the service says about a card on a day."""

    folder: Path
    ledger: Ledger
    respond: Callable[[Item], Answer | str] = told
    worker: WorkerHere = field(default_factory=WorkerHere)

    def __post_init__(self) -> None:
        self.batches = BatchLineInMemory(lambda item: self.respond(item))
        self._ids = map(str, count(1))

    @property
    def book(self) -> ClaimBook:
        return self.ledger.claims

    def new_id(self) -> str:
        return next(self._ids)

    def file(self, *bills: Bill, name: str = "RECEIPTC.UKE") -> Path:
        path = self.folder / name
        path.write_bytes(uke(*bills))
        return path

    def enter(self, *bills: Bill) -> MonthFile:
        month_id = MonthId(self.new_id())
        return enter_month(self.file(*bills), MANAGER, NOW, month_id, self.book, self.worker, lambda _: None)

    def took(self, month: MonthFile, connected: bool = True) -> Step:
        line = self.batches if connected else None
        return step(month.id, self.book, self.worker, line, TODAY, self.new_id)

    def step(self, month: MonthFile, connected: bool = True) -> bool:
        return self.took(month, connected) is not Step.NONE

    def compare(self, month: MonthFile, connected: bool = True) -> None:
        while self.step(month, connected):
            pass

    def prepared(self, *bills: Bill, connected: bool = True) -> MonthFile:
        month = self.enter(*bills)
        self.compare(month, connected)
        return self.book.month(month.id)

    def rows(self, month: MonthFile, view: View | None = None) -> tuple[ReceiptRow, ...]:
        return self.book.rows(month.id, view or View(), 0, 1000)

    def row(self, month: MonthFile) -> ReceiptRow:
        """Of a month of one receipt."""
        (found,) = self.rows(month)
        return found
