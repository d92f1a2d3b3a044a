"""What the patient pays of a receipt: each visit to the nearest 10 yen (R14)."""

import pytest

from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.patient_share import patient_share_yen
from tests.scheme.receipts.builders import Act, Claim, receipt


@pytest.mark.parametrize(
    ("points", "percent", "yen"),
    [(356, 30, 1070), (141, 30, 420), (141, 10, 140), (145, 10, 150), (144, 20, 290)],
)
def test_a_visit_is_paid_to_the_nearest_ten_yen(points: int, percent: int, yen: int) -> None:
    """R14."""
    assert patient_share_yen(receipt(Claim(acts=(Act(points, {5: 1}),))), percent) == yen


def test_each_visit_is_rounded_by_itself() -> None:
    """Three visits of 105 points at one tenth: 110 yen each, not 320 for all."""
    visits = receipt(Claim(acts=(Act(105, {5: 1, 12: 1, 20: 1}),)))
    assert patient_share_yen(visits, 10) == 3 * 110
    assert patient_share_yen(receipt(Claim(acts=(Act(315, {5: 1}),))), 10) == 320


def test_a_pharmacys_receipt_is_rounded_once() -> None:
    claim = Claim(kind=ReceiptKind.PHARMACY, acts=(Act(105, {5: 1}), Act(105, {20: 1})))
    assert patient_share_yen(receipt(claim), 10) == 210
