"""The receipts' presenters and screen on a real ledger, with everything done at once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from app.claims.month import MonthFile
from app.claims.ports import MonthSummary, ReceiptRow
from app.desk.claims.courier import ClaimsCourier, ClaimsOutside
from app.desk.claims.month.presenter import MonthPresenter
from app.desk.claims.month.state import MonthPageState
from app.desk.claims.months.presenter import MonthsLanes, MonthsPresenter
from app.desk.claims.months.state import MonthsState
from app.desk.claims.screen import ClaimsWork
from app.desk.lanes import Inline, Lane
from app.staff.member import StaffMember
from tests.claims.month_files import Office, ReviewInMemory
from tests.desk.views import Shown
from tests.people import MANAGER, NOW


@dataclass
class ClaimsDesk:
    """connected: whether it has a line. printed, opened: what came out."""

    office: Office
    connected: bool = True
    review: ReviewInMemory = field(default_factory=ReviewInMemory)
    now: datetime = NOW
    lane: Inline = field(default_factory=Inline)
    write: Lane = field(default_factory=Inline)
    sample: Path | None = None
    at_counter: StaffMember = MANAGER

    def __post_init__(self) -> None:
        self.printed: list[tuple[ReceiptRow, ...]] = []
        self.opened: list[MonthFile] = []
        self.forgotten = 0
        self.reviews_told = 0
        self.open_notices: int | None = None
        self.month_view: Shown[MonthPageState] = Shown()
        self.months_view: Shown[MonthsState] = Shown()
        book = self.office.book
        self.courier = ClaimsCourier(
            book,
            self.outside,
            self.lane,
            self.clock,
            self.office.new_id,
            lambda came: self.month.moved(came),
            lambda error: self.month.failed(error),
        )
        self.month = MonthPresenter(
            self.month_view,
            book,
            self.lane,
            self.write,
            self.clock,
            lambda: self.at_counter,
            self.courier,
            self.connected,
            self._print,
            self._forget,
        )
        self.months = MonthsPresenter(
            self.months_view,
            book,
            self.office.worker,
            MonthsLanes(self.lane, self.lane),
            self.clock,
            lambda: self.at_counter,
            self.office.new_id,
            self.connected,
            self.opened.append,
            self.sample,
        )

    @property
    def outside(self) -> ClaimsOutside:
        batches = self.office.batches if self.connected else None
        line = self.review if self.connected else None
        return ClaimsOutside(self.office.worker, batches, line, lambda _: self.open_notices)

    def work(self) -> ClaimsWork:
        return ClaimsWork(
            book=self.office.book,
            outside=self.outside,
            read=self.lane,
            write=self.lane,
            line=self.lane,
            clock=self.clock,
            at_counter=lambda: self.at_counter,
            new_id=self.office.new_id,
            institution=lambda: "見本医院",
            reviewed=self._hear_of_review,
            sample=self.sample,
        )

    def clock(self) -> datetime:
        return self.now

    def go_on(self, rounds: int = 40) -> None:
        """Time passes, and the courier goes its rounds."""
        for _ in range(rounds):
            self.now += timedelta(seconds=5)
            self.courier.tick()

    @property
    def shown(self) -> MonthPageState:
        return self.month_view.last

    def _print(self, month: MonthFile, summary: MonthSummary, rows: tuple[ReceiptRow, ...]) -> None:
        self.printed.append(rows)

    def _hear_of_review(self) -> None:
        self.reviews_told += 1

    def _forget(self) -> None:
        self.forgotten += 1
