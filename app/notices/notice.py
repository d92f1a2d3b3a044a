"""A notice of the review (資格確認結果) and who deals with it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from app.scheme.days import written
from app.scheme.numbers import InsuredNumber

NoticeId = NewType("NoticeId", str)


class NoticeKind(StrEnum):
    REASSIGNED = "reassigned"
    SPLIT = "split"
    RETURNED = "returned"
    KOKUHO = "kokuho"
    LAPSED = "lapsed"
    FORWARDED = "forwarded"
    """A later review: the receipt goes on as it came after all."""


KIND_WORDS = {
    NoticeKind.REASSIGNED: "振替",
    NoticeKind.SPLIT: "分割",
    NoticeKind.RETURNED: "返戻",
    NoticeKind.KOKUHO: "国保",
    NoticeKind.LAPSED: "喪失",
    NoticeKind.FORWARDED: "送付",
}


class NoticeState(StrEnum):
    OPEN = "open"
    IN_HAND = "in_hand"
    DONE = "done"


STATE_WORDS = {NoticeState.OPEN: "未対応", NoticeState.IN_HAND: "対応中", NoticeState.DONE: "完了"}


@dataclass(frozen=True, slots=True)
class Part:
    """A receipt, or a part of it, at one insurer. insured: None where no card can be read on it.

    share_percent: the patient's; None not given.
    """

    insured: InsuredNumber | None
    insurer_name: str
    days: tuple[date, ...]
    points: int
    share_percent: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days under one insurer. until: the last day, None open. own: the card the receipt states."""

    insurer_name: str
    own: bool
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the receipt is about, as the clinic wrote it."""

    chart_number: str
    name: str
    kana: str
    sex: str
    birth_on: date | None


@dataclass(frozen=True, slots=True)
class Handling:
    """Kept by the central service, so that two desks agree. version: rises with each change."""

    state: NoticeState
    by: str
    until: date | None
    note: str
    changed_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Notice:
    """One receipt's end. kind: text for one this desk does not know. before: as claimed; after: as it went on.

    share_difference_yen: to collect from the patient (positive) or to refund (negative); None where nothing changed
    or a ratio is not known. lapsed_on: from which day the stated card is without cover. true_spans: what was true on
    each day of the month, as known today; known_spans: what a check on each day showed.
    """

    id: NoticeId
    kind: NoticeKind | str
    reason: str
    reason_words: str
    created_at: datetime
    due_on: date
    treatment_month: str
    receipt_number: str
    receipt: int
    subject: Subject
    visits: tuple[date, ...]
    lapsed_on: date | None
    before: Part
    after: tuple[Part, ...]
    share_difference_yen: int | None
    true_spans: tuple[Span, ...]
    known_spans: tuple[Span, ...]
    handling: Handling

    @property
    def kind_words(self) -> str:
        return KIND_WORDS[self.kind] if isinstance(self.kind, NoticeKind) else self.kind

    @property
    def month_words(self) -> str:
        """令和8年10月分; "" where the receipt names no month."""
        year, _, month = self.treatment_month.partition("-")
        return f"{written(date(int(year), int(month), 1)).partition('月')[0]}月分" if month else ""

    @property
    def limit_on(self) -> date:
        """Until when something is to be done: as somebody promised, else as the notice says."""
        return self.handling.until or self.due_on

    def is_overdue(self, today: date) -> bool:
        """Past its day and not done: its own, or the one somebody promised."""
        return self.handling.state is not NoticeState.DONE and today > self.limit_on
