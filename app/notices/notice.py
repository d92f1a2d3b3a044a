"""A notice of the review (資格確認結果) and who deals with it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from app.scheme.numbers import InsuredNumber

NoticeId = NewType("NoticeId", str)


class NoticeKind(StrEnum):
    REASSIGNED = "reassigned"
    SPLIT = "split"
    RETURNED = "returned"
    KOKUHO = "kokuho"
    LAPSED = "lapsed"


KIND_WORDS = {
    NoticeKind.REASSIGNED: "振替",
    NoticeKind.SPLIT: "分割",
    NoticeKind.RETURNED: "返戻",
    NoticeKind.KOKUHO: "国保連絡",
    NoticeKind.LAPSED: "喪失",
}


class NoticeState(StrEnum):
    OPEN = "open"
    IN_HAND = "in_hand"
    DONE = "done"


STATE_WORDS = {NoticeState.OPEN: "未対応", NoticeState.IN_HAND: "対応中", NoticeState.DONE: "完了"}


@dataclass(frozen=True, slots=True)
class Part:
    """A receipt, or a part of it, at one insurer. share_percent: the patient's; None not given."""

    insured: InsuredNumber
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
    birth_on: date


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
    or a ratio is not known. true_spans: what was true, as known today; known_spans: what was known on arrival.
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
    before: Part
    after: tuple[Part, ...]
    share_difference_yen: int | None
    true_spans: tuple[Span, ...]
    known_spans: tuple[Span, ...]
    handling: Handling

    @property
    def kind_words(self) -> str:
        return KIND_WORDS[self.kind] if isinstance(self.kind, NoticeKind) else self.kind

    def is_overdue(self, today: date) -> bool:
        """Past its day and not done: its own, or the one somebody promised."""
        limit = self.handling.until or self.due_on
        return self.handling.state is not NoticeState.DONE and today > limit
