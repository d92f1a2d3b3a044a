"""Monthly limits by class and date, as far as they are known (R8)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scheme.certificates import CLASS_WORDS
from app.scheme.limits import ELDERLY, UNDER_70, Ceiling, limit_of

LAST_OF_OLD = date(2026, 7, 31)
RAISED = date(2026, 8, 1)


@pytest.mark.parametrize(
    ("code", "elderly", "words"),
    [
        ("A01", False, "252,600円＋（医療費−842,000円）×1%　多数回 140,100円"),
        ("A02", False, "167,400円＋（医療費−558,000円）×1%　多数回 93,000円"),
        ("A03", False, "80,100円＋（医療費−267,000円）×1%　多数回 44,400円"),
        ("A04", False, "57,600円　多数回 44,400円"),
        ("A05", False, "35,400円　多数回 24,600円"),
        ("B01", True, "252,600円＋（医療費−842,000円）×1%　多数回 140,100円"),
        ("B03", True, "80,100円＋（医療費−267,000円）×1%　多数回 44,400円"),
        ("B04", True, "外来 18,000円　世帯 57,600円　多数回 44,400円"),
        ("B05", True, "外来 8,000円　世帯 24,600円"),
        ("B06", True, "外来 8,000円　世帯 15,000円"),
        ("B10", True, "外来 18,000円　世帯 57,600円　多数回 44,400円"),
    ],
)
def test_the_limits_until_july_2026_are_told_as_clinics_write_them(
    code: str, elderly: bool, words: str
) -> None:
    limit = limit_of(code, elderly, LAST_OF_OLD)
    assert limit is not None
    assert limit.words == words


@pytest.mark.parametrize(
    ("code", "elderly", "words"),
    [
        ("A01", False, "270,300円＋（医療費−901,000円）×1%　多数回 140,100円"),
        ("A02", False, "179,100円＋（医療費−597,000円）×1%　多数回 93,000円"),
        ("A03", False, "85,800円＋（医療費−286,000円）×1%　多数回 44,400円"),
        ("A04", False, "61,500円　多数回 44,400円"),
        ("A05", False, "36,900円　多数回 24,600円"),
        ("B01", True, "270,300円＋（医療費−901,000円）×1%　多数回 140,100円"),
        ("B02", True, "179,100円＋（医療費−597,000円）×1%　多数回 93,000円"),
        ("B03", True, "85,800円＋（医療費−286,000円）×1%　多数回 44,400円"),
        ("B04", True, "外来 22,000円　世帯 61,500円　多数回 44,400円"),
        ("B05", True, "外来 11,000円　世帯 25,700円　多数回 24,600円"),
        ("B06", True, "外来 8,000円　世帯 15,700円"),
        ("B09", True, "外来 22,000円　世帯 61,500円　多数回 44,400円"),
        ("B10", True, "外来 22,000円　世帯 61,500円　多数回 44,400円"),
    ],
)
def test_the_limits_from_august_2026_are_those_of_that_month(code: str, elderly: bool, words: str) -> None:
    """R8: never an old value in a new time, and none from August 2027, when the classes are split."""
    limit = limit_of(code, elderly, RAISED)
    assert limit is not None and limit.words == words
    assert limit_of(code, elderly, date(2027, 7, 31)) == limit
    assert limit_of(code, elderly, date(2027, 8, 1)) is None


@given(st.sampled_from((*UNDER_70, *ELDERLY)), st.integers(0, 50_000_000))
def test_nobody_pays_less_at_once_from_august_2026(code: str, cost: int) -> None:
    before, after = (limit_of(code, code.startswith("B"), day) for day in (LAST_OF_OLD, RAISED))
    assert before is not None and after is not None
    assert before.household.yen(cost) < after.household.yen(cost)


def test_two_tenths_at_75_and_over_were_eased_until_september_2025() -> None:
    eased, after = (limit_of("B09", True, day) for day in (date(2025, 9, 30), date(2025, 10, 1)))
    assert eased is not None and after is not None
    assert eased.outpatient == Ceiling(6_000, 30_000, 10, 18_000)
    assert eased.outpatient.yen(50_000) == 8_000
    assert eased.outpatient.yen(500_000) == 18_000
    assert after.outpatient == Ceiling(18_000)
    assert limit_of("B09", True, date(2022, 9, 30)) is None, "the class was not there yet"


def test_a_million_yen_of_treatment_costs_an_ordinary_family_87430() -> None:
    limit = limit_of("A03", False, LAST_OF_OLD)
    assert limit is not None
    assert limit.household.yen(1_000_000) == 87_430
    assert limit.household.yen(267_049) == 80_100, "less than half a yen falls away"
    assert limit.household.yen(267_050) == 80_101
    assert limit.household.yen(1) == 80_100, "never below its base"


@given(st.sampled_from((*UNDER_70, *ELDERLY)), st.dates(date(2015, 1, 1), date(2026, 7, 31)))
def test_a_class_of_the_other_age_has_no_limit(code: str, day: date) -> None:
    """R8: an amount of the wrong table would be worse than none."""
    assert limit_of(code, code.startswith("A"), day) is None


@given(st.sampled_from((*UNDER_70.items(), *ELDERLY.items())), st.dates(date(2010, 1, 1), date(2040, 1, 1)))
def test_every_day_has_one_limit_of_a_class_or_none_given(table: tuple[str, object], day: date) -> None:
    """R19: what holds on a day is what held the day before, unless a step begins on it."""
    code, _ = table
    elderly = code.startswith("B")
    begins = day in (ELDERLY if elderly else UNDER_70)[code].first_days
    before = limit_of(code, elderly, day - timedelta(days=1))
    assert (limit_of(code, elderly, day) == before) or begins


@given(st.integers(0, 50_000_000), st.integers(0, 50_000_000))
def test_more_treatment_never_costs_less(cost: int, more: int) -> None:
    for limits in (UNDER_70, ELDERLY):
        for code in limits:
            limit = limit_of(code, limits is ELDERLY, LAST_OF_OLD)
            assert limit is not None
            assert limit.household.yen(cost) <= limit.household.yen(cost + more)
            assert limit.halved().household.yen(cost // 2) * 2 <= limit.household.yen(cost) + 1


def test_every_class_with_a_limit_has_words_and_an_unknown_one_has_no_limit() -> None:
    """R8: an open code set"""
    assert {*UNDER_70, *ELDERLY} <= set(CLASS_WORDS)
    assert limit_of("C01", False, LAST_OF_OLD) is None
