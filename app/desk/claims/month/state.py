"""What the page of one month shows."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from app.claims.fixes import ChangedLine, Fix
from app.claims.month import ClaimState, MonthFile
from app.claims.other_agency import other_agency
from app.claims.ports import MonthSummary, ReceiptPage, ReceiptRow, View
from app.claims.precheck import Prediction
from app.claims.typed_fixes import TypedReceipt
from app.desk.advice import Advice
from app.scheme.receipts.agencies import ReviewAgency
from app.scheme.receipts.complaints import Complaint


class Part(Enum):
    """Which list stands on the left."""

    RECEIPTS = auto()
    COMPLAINTS = auto()
    PAYERS = auto()


class Filter(Enum):
    """Which receipts the list shows."""

    ATTENTION = auto()
    ALL = auto()
    RETURNED = auto()
    REASSIGNED = auto()
    SPLIT = auto()
    UNCONFIRMED = auto()
    DIFFERING = auto()
    FAULTY = auto()
    UNLIKE = auto()


FILTER_WORDS = {
    Filter.ATTENTION: "要注意",
    Filter.ALL: "すべて",
    Filter.RETURNED: "返戻・国保連絡",
    Filter.REASSIGNED: "振替",
    Filter.SPLIT: "分割",
    Filter.UNCONFIRMED: "未確認",
    Filter.DIFFERING: "記載の違い",
    Filter.FAULTY: "記録の誤り",
    Filter.UNLIKE: "予測外",
}
_SHOWN = {
    Filter.ATTENTION: frozenset(Prediction) - {Prediction.FORWARDED},
    Filter.RETURNED: frozenset({Prediction.RETURNED, Prediction.KOKUHO}),
    Filter.REASSIGNED: frozenset({Prediction.REASSIGNED}),
    Filter.SPLIT: frozenset({Prediction.SPLIT}),
    Filter.UNCONFIRMED: frozenset({Prediction.UNCONFIRMED}),
}


def view_of(chosen: Filter, view: View) -> View:
    """The same order and search, other receipts."""
    return View(
        predictions=_SHOWN.get(chosen, frozenset()),
        only_differing=chosen is Filter.DIFFERING,
        only_faulty=chosen is Filter.FAULTY,
        only_unlike=chosen is Filter.UNLIKE,
        text=view.text,
        sort=view.sort,
        descending=view.descending,
    )


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of the list. listing: tells one list from the next; total: how many rows it has."""

    listing: int
    total: int
    start: int
    rows: tuple[ReceiptRow, ...]


NO_ROWS = Rows(0, 0, 0, ())


@dataclass(frozen=True, slots=True)
class Mending:
    """What somebody is putting right in the chosen receipt.

    form: what stood in it when typing began, None while nobody types. filled: what the fields are filled with, and
    only when it changes. has_card: False for public expense alone. wrong: a field and the code of what is wrong with
    it. fixes, lines: what would be laid over the copy and what that does to its records, while somebody looks at it;
    retyped: the レセプト種別 before and after, where it changes with them; elsewhere: whose file it then belongs into.
    """

    form: TypedReceipt | None = None
    filled: TypedReceipt | None = None
    has_card: bool = True
    wrong: tuple[tuple[str, str], ...] = ()
    fixes: tuple[Fix, ...] = ()
    lines: tuple[ChangedLine, ...] = ()
    retyped: tuple[str, str] | None = None
    elsewhere: ReviewAgency | None = None

    @property
    def is_typing(self) -> bool:
        """Else, where fixes are there, they are being looked at."""
        return self.form is not None and not self.fixes


NOT_MENDING = Mending()


@dataclass(frozen=True, slots=True)
class MonthPageState:
    """complaints: the heaviest of the file."""

    now: datetime
    month: MonthFile | None = None
    summary: MonthSummary | None = None
    part: Part = Part.RECEIPTS
    filter: Filter = Filter.ATTENTION
    view: View = field(default_factory=View)
    rows: Rows = NO_ROWS
    chosen: ReceiptPage | None = None
    mending: Mending = NOT_MENDING
    complaints: tuple[Complaint, ...] = ()
    connected: bool = True
    is_comparing: bool = False
    busy: bool = False
    saved: bool = False
    trouble: Advice | None = None

    @property
    def has_copy(self) -> bool:
        """Whether its receipts are still there: settled once, they are gone, also where it is reviewed again."""
        settled = self.month is not None and self.month.state is ClaimState.SETTLED
        return not settled and (self.summary is None or bool(self.summary.payers))

    @property
    def elsewhere(self) -> ReviewAgency | None:
        """Whose file the chosen receipt belongs into, where its card was corrected to one that is not settled here."""
        whole = self.month.whole if self.month is not None else None
        return (
            other_agency(whole, self.chosen.copy) if whole is not None and self.chosen is not None else None
        )

    @property
    def can_type(self) -> bool:
        """Whether the chosen receipt can be written over by hand now."""
        return self.month is not None and self.month.is_open and self.chosen is not None

    @property
    def can_fix(self) -> bool:
        """Whether it has a difference that can be written into the copy now."""
        found = self.chosen.precheck if self.chosen is not None else None
        return self.can_type and found is not None and bool(found.fixes)

    @property
    def can_undo(self) -> bool:
        return self.can_type and self.chosen is not None and bool(self.chosen.copy.fixes)
