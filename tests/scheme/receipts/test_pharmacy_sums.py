"""Points of a pharmacy's records, which stand in many items."""

import pytest

from app.scheme.receipts.checking import complaints_of
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.pharmacy_sums import points_of, reception_of
from tests.scheme.receipts.builders import Act, Claim, receipt, record

PHARMACY = ReceiptKind.PHARMACY
FEES = {
    "preparation_points": 24,
    "drug_points": 50,
    "addition3": 8,
    "addition30": 9,
    "support_points": 34,
    "management_points": 4,
    "after_hours_points": 3,
}


def test_every_fee_of_a_dispensing_counts() -> None:
    dispensed = record(PHARMACY, "CZ", reception=2, addition1="1", addition2="430000370", **FEES)
    assert points_of(dispensed) == (132, 132)
    assert reception_of(dispensed) == "2"


def test_every_fee_of_a_reception_counts() -> None:
    fees = record(
        PHARMACY, "KI", reception=1, basic_points=47, basic_addition4=5, basic_addition40=6, care3=1, care4=45
    )
    assert points_of(fees) == (103, 103)


@pytest.mark.parametrize(("times", "expected"), [("", (45, 45)), ("1", (45, 45)), ("3", (45, 135))])
def test_a_fee_given_several_times_is_counted_once_and_each_time(
    times: str, expected: tuple[int, int]
) -> None:
    assert points_of(record(PHARMACY, "KI", care3=times, care4=45)) == expected
    assert points_of(record(PHARMACY, "KI", noted_care11=times, noted_care12=45)) == expected


@pytest.mark.parametrize(("total", "codes"), [("190", []), ("280", []), ("235", ["total.pharmacy_points"])])
def test_either_way_may_be_what_adds_up(total: str, codes: list[str]) -> None:
    changes = {"KI": {"care3": "3", "care4": "45"}, "HO": {"total_points": total}}
    found = complaints_of(receipt(Claim(kind=PHARMACY, acts=[Act(145, {5: 1})], changes=changes)))
    assert [each.code for each in found] == codes


def test_a_record_cut_short_counts_what_is_left() -> None:
    assert points_of(["CZ", "1"]) == (0, 0)
    assert reception_of(["KI", "20260305"]) == ""
