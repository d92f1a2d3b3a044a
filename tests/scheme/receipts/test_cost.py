"""What a receipt cost and who paid which part: the parts make up the whole (R17)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scheme.receipts.cost import ReceiptCost, cost_of, cost_of_part
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.receipt import Receipt, Record
from tests.scheme.receipts.builders import record

PHARMACY = ReceiptKind.PHARMACY


def receipt(points: int, *more: Record, **insurance: object) -> Receipt:
    head = record(PHARMACY, "RE", month="202610")
    return Receipt.of(
        PHARMACY, (head, record(PHARMACY, "HO", receptions=2, total_points=points, **insurance), *more)
    )


def public(points: int, paid: object) -> Record:
    return record(PHARMACY, "KO", payer="54136015", receptions=2, total_points=points, amount_paid=paid)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (receipt(333), ReceiptCost(2, 3330, 1000, 2330, 0)),
        (receipt(10_000, amount_paid=18_000), ReceiptCost(2, 100_000, 18_000, 82_000, 0)),
        (receipt(1_000, public(1_000, 500)), ReceiptCost(2, 10_000, 500, 7_000, 2_500)),
        (receipt(1_000, public(1_000, "")), ReceiptCost(2, 10_000, 0, 7_000, 3_000)),
        (receipt(1_000, public(600, 500)), ReceiptCost(2, 10_000, 1_700, 7_000, 1_300)),
        (receipt(1_000, public(1_000, 9_999)), ReceiptCost(2, 10_000, 3_000, 7_000, 0)),
    ],
    ids=["share", "monthly limit", "public", "public whole", "public in part", "more than the share"],
)
def test_who_paid_what(told: Receipt, expected: ReceiptCost) -> None:
    assert cost_of(told, 30) == expected


def test_where_the_share_is_not_known_nothing_is_made_up() -> None:
    assert cost_of(receipt(333), None) == ReceiptCost(2, 3330, None, None, 0)
    assert cost_of_part(333, (1, 2), None) == ReceiptCost(2, 3330, None, None, 0)


def test_a_part_of_a_split_is_rounded_once() -> None:
    assert cost_of_part(356, (1,), 30) == ReceiptCost(1, 3560, 1070, 2490, 0)


@given(
    st.integers(0, 99_999_999),
    st.sampled_from([10, 20, 30, None]),
    st.lists(st.tuples(st.integers(0, 99_999_999), st.integers(0, 99_999_999)), max_size=2),
    st.one_of(st.just(""), st.integers(0, 99_999_999)),
)
def test_the_parts_make_up_the_whole(
    points: int, percent: int | None, expenses: list[tuple[int, int]], stated: object
) -> None:
    cost = cost_of(receipt(points, *(public(*each) for each in expenses), amount_paid=stated), percent)
    if cost.paid_yen is not None and cost.insurer_yen is not None:
        assert cost.paid_yen + cost.insurer_yen + cost.public_yen == cost.total_yen
        assert min(cost.paid_yen, cost.insurer_yen, cost.public_yen) >= 0
