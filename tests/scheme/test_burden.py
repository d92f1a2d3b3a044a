"""The share and the monthly limit of one person on one day (R8)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scheme.burden import BurdenSource, age_group_of, burden_of, monthly_limit
from app.scheme.certificates import EntitlementCertificate
from app.scheme.ratios import RATIOS, AgeGroup, only_ratio
from tests.people import information, insured

SINCE = date(2020, 8, 1)


def _held(code: str) -> EntitlementCertificate:
    return EntitlementCertificate("limit", code, None, SINCE, None)


@pytest.mark.parametrize(
    ("day", "group", "percent"),
    [
        (date(2024, 3, 31), AgeGroup.PRESCHOOL, 20),
        (date(2024, 4, 1), AgeGroup.UNDER_70, 30),
    ],
)
def test_a_child_pays_two_tenths_until_school(day: date, group: AgeGroup, percent: int) -> None:
    child = information(birth_on=date(2018, 2, 3), certificates=())
    assert age_group_of(child, day) is group
    assert (burden_of(child, day).percent, burden_of(child, day).source) == (percent, BurdenSource.AGE)


def test_from_70_the_share_hangs_on_income_and_is_not_guessed() -> None:
    """R8"""
    elder = information(birth_on=date(1954, 5, 10), certificates=())
    assert burden_of(elder, date(2024, 5, 31)).percent == 30
    assert burden_of(elder, date(2024, 6, 1)).source is BurdenSource.NOT_GIVEN


@given(st.sampled_from(AgeGroup), st.dates(date(2014, 4, 1), date(2040, 1, 1)))
def test_every_age_has_its_shares_on_every_day(group: AgeGroup, day: date) -> None:
    """R19: no gap in the tables since they are complete"""
    ratios = RATIOS[group].on(day)
    assert ratios and set(ratios) <= {10, 20, 30}
    assert (only_ratio(group, day) is None) == (len(ratios) > 1)


def test_two_tenths_for_the_late_elderly_began_in_october_2022() -> None:
    eve, first = (RATIOS[AgeGroup.LATE_ELDERLY].on(day) for day in (date(2022, 9, 30), date(2022, 10, 1)))
    assert (eve, first) == ((10, 30), (10, 20, 30))


def test_the_monthly_limit_follows_the_class_the_age_and_the_day() -> None:
    """R8"""
    adult = information(certificates=(_held("A03"),))
    limit = monthly_limit(adult, date(2026, 7, 31))
    assert limit is not None and limit.household.base_yen == 80_100
    assert monthly_limit(information(certificates=()), date(2026, 7, 31)) is None
    assert monthly_limit(information(certificates=(_held("B03"),)), date(2026, 7, 31)) is None


@pytest.mark.parametrize(
    ("born", "day", "base"),
    [
        (date(1951, 6, 15), date(2026, 6, 1), 40_050),
        (date(1951, 6, 15), date(2026, 7, 1), 80_100),
        (date(1951, 6, 1), date(2026, 6, 1), 80_100),
    ],
)
def test_two_insurers_share_the_month_of_the_75th_birthday(born: date, day: date, base: int) -> None:
    late = information(insured("39139993", "", "00123456", ""), birth_on=born, certificates=(_held("B03"),))
    limit = monthly_limit(late, day)
    assert limit is not None
    assert limit.household.base_yen == base
