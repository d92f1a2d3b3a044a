"""Receipts on the wire: handed in part by part, reviewed, and what became of each (R13, R14)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.contract.message import Reply, Request
from app.scheme.receipts.routing import OUTCOME_WORDS, REASON_WORDS

LONGEST_FILE = 2**31 - 1
LONGEST_PART = 4 * 1024 * 1024
MOST_PAPER = 1_000


def _listed(words: Mapping[str, str]) -> str:
    """Codes with their words, for the description of the API; the list is open."""
    return "; ".join(f"{code!s}: {meaning}" for code, meaning in words.items())


class PaperReceipt(Request):
    """A receipt on paper, announced as a row: it is routed as others are, and never split.

    receipt_number: レセプト番号 on the sheet. days: treatment days, ascending.
    """

    receipt_number: Annotated[str, Field(min_length=1, max_length=6, pattern=r"^[0-9]+$")]
    insurer: Annotated[str, Field(min_length=6, max_length=8)]
    symbol: Annotated[str, Field(max_length=40)]
    number: Annotated[str, Field(min_length=1, max_length=40)]
    branch: Annotated[str, Field(pattern=r"^[0-9]{2}$")] | None
    birth_on: date
    sex: Annotated[str, Field(pattern=r"^[12]$")]
    kana: Annotated[str, Field(max_length=80)]
    days: Annotated[tuple[date, ...], Field(min_length=1, max_length=31)]
    points: Annotated[int, Field(ge=0, lt=100_000_000)]
    public_expense: bool
    meals: bool
    amounts_paid: bool


class SubmissionRequest(Request):
    """A file that is about to be handed in, by length in bytes and SHA-256 (hex): the same file again is the same
    submission. Without a file (length 0, sha256 of nothing) it announces paper receipts alone.
    """

    length: Annotated[int, Field(ge=0, le=LONGEST_FILE)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    paper: Annotated[tuple[PaperReceipt, ...], Field(max_length=MOST_PAPER)]


class ReviewCounts(Reply):
    """How many receipts had which outcome."""

    forwarded: int
    reassigned: int
    split: int
    kokuho: int
    returned: int


class SubmissionReply(Reply):
    """Where a submission stands. state: uploading, received, reviewed, refused (open).

    received_bytes: send on from there. refusal: why the file as a whole was refused: unreadable, other_institution,
    no_trailer, counts, points, items, digest (open); items are those of the head and of GO. known_at: the moment whose
    knowledge decided. run: which review it is; it may run again until closes_on.
    """

    receipt_number: str
    state: str
    refusal: str | None
    length: int
    received_bytes: int
    received_at: datetime | None
    run: int
    known_at: datetime | None
    reviewed_at: datetime | None
    closes_on: date | None
    counts: ReviewCounts | None


class StatedCard(Reply):
    """Insurer, symbol, number and branch as the receipt states them."""

    insurer: str
    symbol: str
    number: str
    branch: str | None


class OutcomePart(Reply):
    """One payer's part. ratio_percent: the patient's share there; difference_yen: to collect (to pay back if negative).

    Shares are None where they did not change hands, are not known, or are not the same on all days of the part.
    """

    insurer: str
    symbol: str
    number: str
    branch: str | None
    days: tuple[date, ...]
    points: int
    ratio_percent: int | None
    stated_ratio_percent: int | None
    difference_yen: int | None


class OutcomeReply(Reply):
    """What became of one receipt. place: in the file, from 1; of paper below 0. receipt_number: レセプト番号.

    month: its first day.
    outcome, reason: codes of open lists, which the API's description tells with their words; confirmation: 確認区分.
    lapsed_on: from which day the stated card is without cover (R11). changed: other than the review before told.
    """

    place: int
    receipt_number: str
    chart: str
    name: str
    kana: str
    sex: str
    birth_on: date | None
    month: date | None
    outcome: Annotated[str, Field(description=_listed(OUTCOME_WORDS))]
    reason: Annotated[str, Field(description=_listed(REASON_WORDS))]
    confirmation: str
    stated: StatedCard | None
    days: tuple[date, ...]
    points: int
    lapsed_on: date | None
    parts: tuple[OutcomePart, ...]
    changed: bool


class DeliveryReply(Reply):
    """What one submission's newest review has for an insurer. agency: 1 支払基金, 2 国保連合会, both a receipt file;
    kokuho: a list of people whose cover ended and whose new one is not known, without claims and points.

    institution: who handed in. known_at: whose knowledge decided. final: closes_on is past, nothing takes its place.
    """

    delivery_id: str
    agency: str
    institution: str
    received_at: datetime
    known_at: datetime
    closes_on: date
    final: bool
    receipts: int
    claims: int
    points: int


class DeliveriesReply(Reply):
    """In the order of receipt numbers; next_cursor None on the last page."""

    deliveries: tuple[DeliveryReply, ...]
    next_cursor: str | None


class OutcomesReply(Reply):
    """Everything that did not go on as it came, in the order of the file; next_cursor None on the last page."""

    outcomes: tuple[OutcomeReply, ...]
    next_cursor: str | None
