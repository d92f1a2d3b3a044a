"""Invented appointments and batches for tests: every value can be overridden by name."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.appointments.appointment import Appointment, Batch, BatchId, BatchState, Item, ItemId, ItemState
from app.eligibility.answer import Answer
from tests.people import NOW, TODAY, insured


def appointment(**changes: Any) -> Appointment:
    """架空 花's, today at nine."""
    made = Appointment(
        line=2,
        on=TODAY,
        at="9:00",
        chart_number="0231",
        name="架空　花",
        kana="カクウ　ハナ",
        birth_on=date(1988, 2, 14),
        month_day=None,
        insured=insured(),
    )
    return replace(made, **changes)


def batch(batch_id: str = "8f1c1d0e-2f64-4a0b-9b7d-5f2f8f1f6c22", **changes: Any) -> Batch:
    made = Batch(
        id=BatchId(batch_id),
        file_name="予約.csv",
        entered_at=NOW,
        start_at=NOW,
        staff_name="佐藤",
        state=BatchState.ENTERED,
        receipt_number=None,
        cursor=None,
        total=1,
        done=0,
    )
    return replace(made, **changes)


def item(said: Answer | str | None = None, **changes: Any) -> Item:
    """said: the answer, the code of a refusal, or None while it waits."""
    made = Item(ItemId("1"), appointment(), ItemState.WAITING, None, None, None)
    if isinstance(said, Answer):
        made = replace(made, state=ItemState.ANSWERED, answer=said)
    elif said is not None:
        made = replace(made, state=ItemState.REFUSED, failure_code=said)
    return replace(made, **changes)
