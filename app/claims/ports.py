"""What claims need from outside. Fakes and real adapters pass the same promises."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from app.claims.evidence import Known
from app.claims.fixes import Fix
from app.claims.month import MonthFile, MonthId
from app.claims.precheck import Precheck, Prediction
from app.claims.taking_in import TakenBlock, TakenFile
from app.eligibility.answer import Answer
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.agencies import ReviewAgency
from app.scheme.receipts.complaints import Complaint, Weight
from app.scheme.receipts.routing import ReviewOutcome


@dataclass(frozen=True, slots=True)
class CopiedReceipt:
    """A receipt of the working copy. lines: as taken in; fixes: laid over them, in the order of the work."""

    place: int
    line: int
    lines: tuple[str, ...]
    fixes: tuple[Fix, ...]


@dataclass(frozen=True, slots=True)
class CardQuestion:
    """One card to be asked about on one day, by its full birth date; the branch is left to the answer."""

    item: int
    insured: InsuredNumber
    birth_on: date
    on: date


@dataclass(frozen=True, slots=True)
class ToldOutcome:
    """What the review made of one receipt: outcome and reason as the service says them. place: in the file."""

    place: int
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class OutcomePage:
    outcomes: tuple[ToldOutcome, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a submission stands. state: uploading, received, reviewed, refused.

    run: counts its reviews; until the first is done it tells nothing.
    """

    receipt_number: str
    state: str
    refusal: str | None
    received_bytes: int
    received_at: datetime | None
    run: int
    closes_on: date | None
    counts: dict[str, int] | None


class ClaimsLine(Protocol):
    """The way of receipts to the review. Every call blocks, has a limit in seconds, and runs on the `line` lane."""

    def announce(self, length: int, sha256: str) -> Standing:
        """The same file again is the same submission. Raises: LineError or RefusedByCentral."""

    def send_part(self, receipt_number: str, position: int, content: bytes) -> Standing:
        """A part that was kept already, or leaves a gap, changes nothing. Raises: as announce."""

    def standing(self, receipt_number: str) -> Standing:
        """Raises: as announce."""

    def outcomes(self, receipt_number: str, cursor: str | None) -> OutcomePage:
        """Every receipt that did not go on as it came. Raises: as announce."""


class Worker(Protocol):
    """Work of more than a few milliseconds of processor time, done where it does not keep the window still."""

    def stream(self, work: Callable[..., Iterator[Any]], *arguments: object) -> Iterator[Any]:
        """What the generator function gives, as it comes. All of it is plain, so that another process can have it."""


class Sort(StrEnum):
    """By what the list is ordered."""

    PLACE = "place"
    KANA = "kana"
    INSURER = "insurer"
    POINTS = "points"
    PREDICTION = "prediction"


@dataclass(frozen=True, slots=True)
class View:
    """Which receipts the list shows, and how. predictions: empty for all; of what is reviewed, also what became of it.

    text: name, kana, number or chart. descending: the other way round.
    """

    predictions: frozenset[Prediction] = frozenset()
    only_differing: bool = False
    only_faulty: bool = False
    only_unlike: bool = False
    text: str = ""
    sort: Sort = Sort.PLACE
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A line of the list. payer_name: of the insurer, "" where the ledger does not know it.

    outcome: of the review, None before it; of a receipt that went on as it came, forwarded. fixed: how many fixes
    were applied; open_fixes: how many are suggested.
    """

    place: int
    number: str
    chart: str
    name: str
    kana: str
    birth_on: date | None
    month: date | None
    payer: str
    payer_name: str
    points: int
    prediction: Prediction | None
    reason: str
    weight: Weight | None
    outcome: ReviewOutcome | None
    fixed: int
    open_fixes: int

    @property
    def is_unlike(self) -> bool:
        """Predicted one way, reviewed another; of what was unconfirmed nothing was predicted."""
        if self.outcome is None or self.prediction in (None, Prediction.UNCONFIRMED):
            return False
        return self.prediction.value != self.outcome.value


@dataclass(frozen=True, slots=True)
class PayerSum:
    """What goes to one payer."""

    payer: str
    name: str
    receipts: int
    points: int


@dataclass(frozen=True, slots=True)
class MonthSummary:
    """The month in figures. compared: receipts whose prediction stands. predictions, outcomes: how many of each.

    questions: cards still to be asked about. elsewhere: receipts whose corrected card belongs into another agency's
    file. unlike: predicted one way, reviewed another.
    """

    compared: int
    predictions: dict[Prediction, int]
    differing: int
    faulty: int
    questions: int
    payers: tuple[PayerSum, ...]
    complaints: dict[Weight, int]
    fixed: int
    elsewhere: dict[ReviewAgency, int]
    outcomes: dict[ReviewOutcome, int]
    unlike: int


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """One receipt as its page shows it. precheck: None until it was compared."""

    row: ReceiptRow
    copy: CopiedReceipt
    precheck: Precheck | None
    complaints: tuple[Complaint, ...]
    reviewed: ToldOutcome | None


class ClaimBook(Protocol):
    """Working copies in the ledger, encrypted with it. Each write is on disk when the call returns."""

    def begin(self, month: MonthFile) -> None:
        """What an earlier taking-in left half-done goes. Raises: ValueError where this id is there already."""

    def take(self, month_id: MonthId, block: TakenBlock) -> None:
        """Raises: KeyError."""

    def taken(self, month: MonthFile, file: TakenFile) -> None:
        """The whole file is in. Raises: KeyError."""

    def keep(self, month: MonthFile) -> None:
        """As it stands now. Settled, it loses its working copy. Raises: KeyError."""

    def forget(self, month_id: MonthId) -> None:
        """Takes the month and its working copy away."""

    def month(self, month_id: MonthId) -> MonthFile:
        """Raises: KeyError."""

    def months(self) -> tuple[MonthFile, ...]:
        """Newest first; none that is still being taken in."""

    def copies(self, month_id: MonthId, after: int, most: int) -> tuple[CopiedReceipt, ...]:
        """Receipts behind that place, in the file's order."""

    def to_compare(self, month_id: MonthId, most: int) -> tuple[tuple[CopiedReceipt, Known], ...]:
        """Receipts whose prediction does not stand yet, with what the ledger knows about them."""

    def keep_prechecks(self, month_id: MonthId, found: Sequence[Precheck]) -> None:
        """What was fixed since it was compared is left to be compared again."""

    def compare_again(self, month_id: MonthId, place: int | None = None) -> None:
        """One receipt, or all: charts may have changed."""

    def questions(self, month_id: MonthId, most: int) -> tuple[CardQuestion, ...]:
        """What the predictions ask and was not asked yet, each card and day once; from now on it counts as asked."""

    def asked(self, month_id: MonthId) -> tuple[CardQuestion, ...]:
        """What was handed over and has no answer yet."""

    def answer(self, month: MonthFile, answers: Sequence[tuple[int, Answer | None]]) -> None:
        """Answers by item, None for refused, and where the batch stands. Whom they are about is compared again."""

    def fix(self, month_id: MonthId, place: int, fixes: Sequence[Fix]) -> None:
        """Lays them over what was fixed before; compared again."""

    def undo_fix(self, month_id: MonthId, place: int) -> None:
        """Takes the last one back; nothing where there is none."""

    def keep_outcomes(self, month: MonthFile, outcomes: Sequence[ToldOutcome]) -> None:
        """What the review made of the month, whole; receipts that are not named went on as they came."""

    def count(self, month_id: MonthId, view: View) -> int: ...

    def rows(self, month_id: MonthId, view: View, start: int, most: int) -> tuple[ReceiptRow, ...]: ...

    def page(self, month_id: MonthId, place: int) -> ReceiptPage:
        """Raises: KeyError."""

    def complaints(self, month_id: MonthId, most: int) -> tuple[Complaint, ...]:
        """The heaviest first."""

    def summary(self, month_id: MonthId) -> MonthSummary: ...
