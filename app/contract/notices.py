"""The inbox of an institution (通知): what the review made of its receipts, and who deals with it (R14)."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.contract.eligibility import StaffName
from app.contract.message import Reply, Request


class NoticePart(Reply):
    """A receipt, or a part of it, at one insurer. days: of treatment. share_percent: the patient's, None not given.

    insurer, number: "" where the receipt states no card that can be read.
    """

    insurer: str
    insurer_name: str
    symbol: str
    number: str
    branch: str | None
    days: tuple[date, ...]
    points: int
    share_percent: int | None


class NoticeSpan(Reply):
    """A stretch of days under one insurer; valid_until is the last day, None open. own: the card the receipt states."""

    insurer_name: str
    own: bool
    valid_from: date
    valid_until: date | None


class NoticeReply(Reply):
    """One notice. kind: reassigned, split, returned, kokuho, lapsed (open). reason: a code, with its words.

    receipt_number: of the submission; receipt: its number in the file. name … chart_number: as the clinic wrote them.
    before: as claimed; after: as it went on, empty where nothing may be told (R11). share_difference_yen: to collect
    from the patient (positive) or to refund (negative), None where no ratio changed or one is not known. lapsed_on:
    from which day the stated card is without cover. true_spans: what was true on each day of the month, as known
    today; known_spans: what a check on each day showed; both of no other cover than before and after. state: open,
    in_hand, done. version: rises with each change. due_on: after it an open notice is overdue.
    """

    id: str
    kind: str
    reason: str
    reason_words: str
    created_at: datetime
    due_on: date
    treatment_month: str
    receipt_number: str
    receipt: int
    chart_number: str
    name: str
    kana: str
    sex: str
    birth_on: date | None
    visits: tuple[date, ...]
    lapsed_on: date | None
    before: NoticePart
    after: tuple[NoticePart, ...]
    share_difference_yen: int | None
    true_spans: tuple[NoticeSpan, ...]
    known_spans: tuple[NoticeSpan, ...]
    state: str
    in_hand_by: str
    in_hand_until: date | None
    note: str
    changed_at: datetime
    version: int


class NoticesReply(Reply):
    """A page of notices, newest first; next_cursor None on the last."""

    notices: tuple[NoticeReply, ...]
    next_cursor: str | None


class NoticeChangeRequest(Request):
    """version: of the notice that was looked at; another one means that a second desk was faster (notice.changed).

    in_hand_until: with in_hand, and only then.
    """

    state: Annotated[str, Field(pattern=r"^(open|in_hand|done)$")]
    staff: StaffName
    in_hand_until: date | None
    note: Annotated[str, Field(max_length=400)]
    version: Annotated[int, Field(ge=0, lt=2**31)]
