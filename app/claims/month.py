"""A month's file of receipts as the clinic hands it over, and how far it has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.letters import FileForm

MonthId = NewType("MonthId", str)
"""A UUID of the desk's own."""


class ClaimState(StrEnum):
    """What a month's file has come to. reading: it is still being taken in."""

    READING = "reading"
    PREPARED = "prepared"
    SENT = "sent"
    REVIEWED = "reviewed"
    SETTLED = "settled"


SENT = (ClaimState.SENT, ClaimState.REVIEWED, ClaimState.SETTLED)
STATE_WORDS = {
    ClaimState.READING: "読み取り中",
    ClaimState.PREPARED: "準備",
    ClaimState.SENT: "送信済",
    ClaimState.REVIEWED: "審査済",
    ClaimState.SETTLED: "完了",
}


@dataclass(frozen=True, slots=True)
class WholeFile:
    """What a file is besides its receipts: kept, so that the copy is written as the original was.

    head: lines before the first receipt; trailer: GO and what follows it. institution: 10 digits as the file says it.
    claim_month: its first day, None where it cannot be read.
    """

    kind: ReceiptKind
    form: FileForm
    head: tuple[str, ...]
    trailer: tuple[str, ...]
    institution: str
    claim_month: date | None

    @property
    def agency(self) -> str:
        """A clinic hands in two files a month: 1 to 支払基金, 2 to 国保連合会; "" where the heading does not say."""
        heading = self.head[0].split(",") if self.head else []
        position = LAYOUTS[self.kind][self.kind.header].index["agency"]
        return heading[position] if position < len(heading) else ""


@dataclass(frozen=True, slots=True)
class Question:
    """The batch that is on its way for this month. receipt_number: the service's; cursor: how far it was fetched."""

    batch_id: str
    receipt_number: str | None
    cursor: str | None
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MonthFile:
    """One file. receipts, claims (件数), points: as counted here, not as its trailer says.

    receipt_number: the service's, once it was announced. length, sent: bytes of the copy, and how many the service
    has. refusal: why the service refused it as a whole. run: which review was told last. asking: what is asked now.
    """

    id: MonthId
    file_name: str
    entered_at: datetime
    staff_name: str
    state: ClaimState
    whole: WholeFile | None = None
    receipts: int = 0
    claims: int = 0
    points: int = 0
    wants_sending: bool = False
    receipt_number: str | None = None
    length: int = 0
    sent: int = 0
    refusal: str | None = None
    sent_at: datetime | None = None
    run: int = 0
    closes_on: date | None = None
    asking: Question | None = None

    @property
    def is_open(self) -> bool:
        """Whether its receipts can still be corrected."""
        return self.state is ClaimState.PREPARED and not self.wants_sending

    @property
    def is_sent(self) -> bool:
        return self.state in SENT

    def is_under_way(self, today: date) -> bool:
        """Whether something may still come of it: what is settled can be reviewed again until its closing day."""
        if self.state is ClaimState.SETTLED:
            return self.closes_on is not None and today <= self.closes_on
        return self.state is not ClaimState.READING


def sent_alike(month: MonthFile, months: Iterable[MonthFile]) -> MonthFile | None:
    """Another file of the same kind, institution, agency and month of claim that was sent already.

    The very same file is one submission; another of the same receipts claims them twice.
    """
    mine = _heading(month)
    others = (each for each in months if each.id != month.id and each.state in SENT)
    return next((each for each in others if mine is not None and _heading(each) == mine), None)


def _heading(month: MonthFile) -> tuple[object, ...] | None:
    whole = month.whole
    return (whole.kind, whole.institution, whole.agency, whole.claim_month) if whole is not None else None
