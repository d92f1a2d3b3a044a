"""Insurers on the wire: members registered row by row, branches given, and what an insurer is told (R1, R2, R4, R11).

An insurer sees and changes its own members only. Days are Japanese, moments UTC.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from app.contract.eligibility import CertificateReply
from app.contract.message import Reply, Request

MOST_ROWS = 1_000
BRANCHES = 100
"""Two digits: as many members as a symbol and number can ever tell apart (R1)."""

MemberRef = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z_.:-]+$")]


class RegistrationRowRequest(Request):
    """One row, its cells as texts, the same as in the file of `insurer register`; an empty cell tells nothing, and
    `-` in lost_on, certificate_to or card_returned_on takes a loss, a certificate or a card back.

    action: acquire, lose, correct, move, reissue; empty is acquire, or correct for a period that is known. cover_ref:
    the insurer's own name for the period. Days: 2026-11-20 or with an era. A cell that cannot be read refuses its own
    row alone.
    """

    action: str = ""
    cover_ref: str = ""
    my_number: str = ""
    insurer_number: str = ""
    symbol: str = ""
    number: str = ""
    branch: str = ""
    relationship: str = ""
    name: str = ""
    kana: str = ""
    sex: str = ""
    birth_on: str = ""
    postcode: str = ""
    address: str = ""
    acquired_on: str = ""
    lost_on: str = ""
    loss_reason: str = ""
    card_issued_on: str = ""
    card_returned_on: str = ""
    filed_on: str = ""
    certificate_kind: str = ""
    certificate_class: str = ""
    certificate_ratio: str = ""
    certificate_from: str = ""
    certificate_to: str = ""


class RegistrationRequest(Request):
    """Up to a thousand rows, entered in their order."""

    rows: Annotated[tuple[RegistrationRowRequest, ...], Field(min_length=1, max_length=MOST_ROWS)]


class ComplaintReply(Reply):
    """What is wrong with a row, or odd about it. code is stable (open); words: Japanese, without values of the row."""

    field: str
    code: str
    words: str


class RowReply(Reply):
    """What became of a row. row: its place in the message, from 1. status: accepted, unchanged, set_aside (for a human,
    since the person known under the same My Number differs), refused (open)."""

    row: int
    status: str
    complaints: tuple[ComplaintReply, ...]
    warnings: tuple[ComplaintReply, ...]


class RegistrationReply(Reply):
    """One answer a row, in the order of the rows; none is lost. counts: rows by status."""

    rows: tuple[RowReply, ...]
    counts: dict[str, int]


class BranchesRequest(Request):
    """Branches (枝番) for the members of a symbol and number. member_refs: the insurer's own names for them, never a My
    Number; the same name again gets the same branch."""

    symbol: Annotated[str, Field(max_length=40)]
    number: Annotated[str, Field(min_length=1, max_length=40)]
    member_refs: Annotated[tuple[MemberRef, ...], Field(min_length=1, max_length=BRANCHES)]


class BranchReply(Reply):
    """branch: 2 digits, this member's for ever."""

    member_ref: str
    branch: str


class BranchesReply(Reply):
    """In the order asked."""

    branches: tuple[BranchReply, ...]


class FindingReply(Reply):
    """Something an insurer is told of a member of its own. kind: overlap, gap, no_successor, details_differ; once
    settled details_confirmed (the same person) or details_agree (told right since) (open).

    cover_ref, symbol, number, branch: of the insurer's own period; where a row of its own was set aside, as told there.
    day_from, day_until: the days it is about, both included. closed_at: when it stopped being so, or was settled.
    detail: of details_differ the fields that differ, parted by commas. alike: in what the member and who was told under
    the same My Number are alike all the same: name, kana, given_name (behind another family name), sex, birth_on,
    birth_slip (one part of the date, or month and day exchanged); empty for who told it. What was told is not.
    """

    finding_id: int
    kind: str
    cover_ref: str | None
    symbol: str | None
    number: str | None
    branch: str | None
    day_from: date | None
    day_until: date | None
    detail: str
    alike: str
    found_at: datetime
    closed_at: datetime | None


class FindingsReply(Reply):
    """A page of findings, oldest first; next_cursor None on the last."""

    findings: tuple[FindingReply, ...]
    next_cursor: str | None


class FindingSettleRequest(Request):
    """What a human of the insurer found out about details that differ. confirm: same_person, told again the row enters;
    other_person, the row stays out, whoever tells it again."""

    confirm: Literal["same_person", "other_person"]


class DaysReply(Reply):
    """How many days something took: half of the rows at most p50, 95 of 100 at most p95; None where rows is 0."""

    rows: int
    p50: int | None
    p95: int | None


class SlowRowReply(Reply):
    """One of the slowest rows. days: from the true day to the day the register knew."""

    cover_ref: str | None
    symbol: str
    number: str
    branch: str | None
    true_on: date
    filed_on: date | None
    known_on: date
    days: int


class EventDelaysReply(Reply):
    """Delays of acquisitions or losses (event) between true, filed and known (R4)."""

    event: str
    true_to_filed: DaysReply
    filed_to_known: DaysReply
    true_to_known: DaysReply
    slowest: tuple[SlowRowReply, ...]


class DelaysReply(Reply):
    """What became known in a month. usual_delay_days: as published to desks now."""

    insurer: str
    month: str
    usual_delay_days: int | None
    events: tuple[EventDelaysReply, ...]


class CardIssueReply(Reply):
    """An insurance card or 資格確認書 of the insurer; returned_on None while it is out."""

    issued_on: date
    returned_on: date | None


class UnreturnedCardReply(Reply):
    """A card that is still out though its cover was lost (R11)."""

    cover_ref: str | None
    symbol: str
    number: str
    branch: str | None
    name: str
    postcode: str | None
    address: str | None
    lost_on: date
    loss_reason: str | None
    issued_on: date


class UnreturnedCardsReply(Reply):
    """A page of cards, by period; next_cursor None on the last."""

    cards: tuple[UnreturnedCardReply, ...]
    next_cursor: str | None


class MemberReply(Reply):
    """A member's period of cover as the register knew it at a moment. registered_at: since when it stands so.
    ratio_percent: the share of 後期高齢, of whom it is told with the cover; others' stand in a certificate.

    Name and address of somebody whose cover was lost are those known when the loss was.
    """

    cover_ref: str | None
    symbol: str
    number: str
    branch: str | None
    relationship: str
    name: str
    kana: str
    sex: str
    birth_on: date
    postcode: str | None
    address: str | None
    acquired_on: date
    lost_on: date | None
    loss_reason: str | None
    ratio_percent: int | None
    filed_on: date | None
    registered_at: datetime
    certificates: tuple[CertificateReply, ...]
    cards: tuple[CardIssueReply, ...]


class MembersReply(Reply):
    """Everyone ever covered by the insurer under a symbol and number, oldest cover first."""

    known_at: datetime
    members: tuple[MemberReply, ...]
