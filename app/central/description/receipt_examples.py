"""An example of every message about receipts. All persons and numbers are invented."""

from datetime import UTC, date, datetime

from pydantic import BaseModel

from app.contract.receipts import (
    DeliveriesReply,
    DeliveryReply,
    OutcomePart,
    OutcomeReply,
    OutcomesReply,
    PaperReceipt,
    ReviewCounts,
    StatedCard,
    SubmissionReply,
    SubmissionRequest,
)

_RECEIVED = datetime(2026, 4, 8, 1, tzinfo=UTC)
_PAPER = PaperReceipt(
    receipt_number="601",
    insurer="06139992",
    symbol="701",
    number="442",
    branch="02",
    birth_on=date(1988, 2, 14),
    sex="2",
    kana="カクウハナ",
    days=(date(2026, 3, 5), date(2026, 3, 20)),
    points=497,
    public_expense=False,
    meals=False,
    amounts_paid=False,
)
_COUNTS = ReviewCounts(forwarded=571, reassigned=14, split=6, kokuho=4, returned=5)
_STATED = StatedCard(insurer="06139992", symbol="７０１", number="４４２", branch="02")
_PART = OutcomePart(
    insurer="06139992",
    symbol="７０１",
    number="４４２",
    branch="02",
    days=(date(2026, 3, 5),),
    points=356,
    ratio_percent=30,
    stated_ratio_percent=30,
    difference_yen=0,
)
_OUTCOME = OutcomeReply(
    place=1,
    receipt_number="1",
    chart="000231",
    name="架空　花",
    kana="カクウハナ",
    sex="2",
    birth_on=date(1988, 2, 14),
    month=date(2026, 3, 1),
    outcome="split",
    reason="cover_changed",
    confirmation="05",
    stated=_STATED,
    days=(date(2026, 3, 5), date(2026, 3, 20)),
    points=497,
    lapsed_on=date(2026, 3, 15),
    parts=(
        _PART,
        _PART.model_copy(
            update={
                "insurer": "139998",
                "symbol": "例01",
                "number": "000123",
                "branch": "05",
                "days": (date(2026, 3, 20),),
                "points": 141,
            }
        ),
    ),
    changed=True,
)

_DELIVERY = DeliveryReply(
    delivery_id="20260408-5f0c2a9be1d3.1.1",
    agency="1",
    institution="1319990014",
    received_at=_RECEIVED,
    known_at=_RECEIVED,
    closes_on=date(2026, 4, 20),
    final=False,
    receipts=31,
    claims=33,
    points=28_417,
)

RECEIPT_EXAMPLES: tuple[BaseModel, ...] = (
    _PAPER,
    SubmissionRequest(
        length=482_113,
        sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        paper=(_PAPER,),
    ),
    _COUNTS,
    SubmissionReply(
        receipt_number="20260408-5f0c2a9be1d3",
        state="reviewed",
        refusal=None,
        length=482_113,
        received_bytes=482_113,
        received_at=_RECEIVED,
        run=1,
        known_at=_RECEIVED,
        reviewed_at=datetime(2026, 4, 8, 1, 0, 9, tzinfo=UTC),
        closes_on=date(2026, 4, 20),
        counts=_COUNTS,
    ),
    _STATED,
    _PART,
    _OUTCOME,
    OutcomesReply(outcomes=(_OUTCOME,), next_cursor=None),
    _DELIVERY,
    DeliveriesReply(deliveries=(_DELIVERY,), next_cursor=None),
)
