"""Items of the specific health checkup, and what their values may be (R16)."""

from datetime import date
from decimal import Decimal

import pytest

from app.scheme.checkups import CHECKUP_ITEMS, FEMALE, MALE, NO_RANGE, ReferenceRange, ValueKind

WAIST, HAEMOGLOBIN = CHECKUP_ITEMS["9N016160100000001"], CHECKUP_ITEMS["2A030000001930101"]
PROTEIN, WEIGHT = CHECKUP_ITEMS["1A010000000191111"], CHECKUP_ITEMS["9N006000000000001"]
DAY = date(2025, 6, 10)


def test_every_item_has_a_code_of_its_own_and_a_name() -> None:
    assert all(len(code) == 17 and code.isalnum() for code in CHECKUP_ITEMS)
    assert all(
        item.name and (item.unit or item.kind is not ValueKind.NUMBER) for item in CHECKUP_ITEMS.values()
    )


def test_a_range_is_that_of_the_persons_sex_on_the_day() -> None:
    assert WAIST.range_on(MALE, DAY) == ReferenceRange(None, Decimal("84.9"))
    assert WAIST.range_on(FEMALE, DAY) == ReferenceRange(None, Decimal("89.9"))
    assert HAEMOGLOBIN.range_on(FEMALE, DAY) == ReferenceRange(Decimal("12.1"), None, Decimal("11.1"), None)
    assert WAIST.range_on(FEMALE, date(2008, 3, 31)) == NO_RANGE
    assert WEIGHT.range_on(MALE, DAY) == NO_RANGE


def test_beyond_the_range_there_are_two_steps_and_the_second_is_the_farther_one() -> None:
    """Guidance, and a visit to a doctor."""
    stated = [
        each
        for item in CHECKUP_ITEMS.values()
        for sex in (MALE, FEMALE)
        for each in [item.range_on(sex, DAY)]
    ]
    assert sum(each.visit_low is not None or each.visit_high is not None for each in stated) > 40
    for each in stated:
        assert each.visit_high is None or (each.high is not None and each.high < each.visit_high)
        assert each.visit_low is None or (each.low is not None and each.low > each.visit_low)


@pytest.mark.parametrize("value", ["0", "86.5", "99999"])
def test_a_number_is_taken(value: str) -> None:
    assert WAIST.complaint(value) is None


@pytest.mark.parametrize("value", ["", "high", "-1", "NaN", "Infinity", "100000"])
def test_what_is_no_possible_number_is_not(value: str) -> None:
    assert WAIST.complaint(value)


def test_a_grade_is_shown_by_its_sign() -> None:
    assert [PROTEIN.shown(grade) for grade in "12345"] == ["－", "±", "＋", "＋＋", "＋＋＋"]
    assert PROTEIN.complaint("6") and not PROTEIN.complaint("1")
