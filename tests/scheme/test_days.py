"""Eras, ages and the business day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scheme.days import (
    DayMalformed,
    age_on,
    business_day,
    elderly_rules_from,
    era_of,
    last_of_month,
    months_from,
    parse_day,
    parse_month_day,
    school_age_from,
    written,
    written_short,
)

VALENTINE = date(1988, 2, 14)


@pytest.mark.parametrize(
    "typed",
    [
        "S63.2.14",
        "s63/2/14",
        "Ｓ６３．２．１４",
        "昭和63年2月14日",
        "昭63.2.14",
        "S630214",
        "1988-02-14",
        "1988/2/14",
        "19880214",
        "1988年2月14日",
    ],
)
def test_a_birthday_is_read_in_every_way_people_write_it(typed: str) -> None:
    assert parse_day(typed) == VALENTINE


def test_the_first_year_of_an_era_is_gannen() -> None:
    assert parse_day("平成元年1月8日") == date(1989, 1, 8)
    assert written(date(2019, 5, 1)) == "令和元年5月1日"


@pytest.mark.parametrize(
    "typed", ["", "S64.1.8", "R0.5.1", "H31.5.1", "630214", "S63.2.30", "昨日", "1788-01-01"]
)
def test_a_day_that_never_was_is_refused(typed: str) -> None:
    with pytest.raises(DayMalformed):
        parse_day(typed)


@given(st.dates(date(1868, 10, 23), date(2100, 1, 1)))
def test_every_day_is_read_back_as_it_was_written(day: date) -> None:
    assert parse_day(written(day)) == day
    assert parse_day(written_short(day)) == day
    assert parse_day(day.strftime("%Y%m%d")) == day


@given(st.dates(date(1868, 10, 24), date(2100, 1, 1)))
def test_eras_follow_each_other_without_gap(day: date) -> None:
    before, now = era_of(day - timedelta(days=1)), era_of(day)
    assert now is before or now.first_day == day


@pytest.mark.parametrize("typed", ["0214", "０２１４", "2月14日", "2/14", "02-14"])
def test_month_and_day_guard_against_slips(typed: str) -> None:
    """R6."""
    assert parse_month_day(typed) == "0214"


@pytest.mark.parametrize("typed", ["0230", "1301", "214", "S63.2.14", ""])
def test_month_and_day_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(DayMalformed):
        parse_month_day(typed)


def test_the_business_day_is_japanese_whatever_the_pc_says() -> None:
    assert business_day(datetime(2026, 11, 21, 15, 0, tzinfo=UTC)) == date(2026, 11, 22)
    assert business_day(datetime(2026, 11, 21, 14, 59, tzinfo=UTC)) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("birth", "first_day"),
    [
        (date(1956, 11, 1), date(2026, 11, 1)),
        (date(1956, 11, 2), date(2026, 12, 1)),
        (date(1956, 12, 31), date(2027, 1, 1)),
        (date(1956, 2, 29), date(2026, 3, 1)),
    ],
)
def test_rules_for_seventy_begin_the_month_after_the_birthday(birth: date, first_day: date) -> None:
    assert elderly_rules_from(birth) == first_day


@pytest.mark.parametrize(
    ("birth", "day"), [(date(2020, 4, 1), date(2026, 4, 1)), (date(2020, 4, 2), date(2027, 4, 1))]
)
def test_school_age_begins_on_the_april_after_the_sixth_birthday(birth: date, day: date) -> None:
    assert school_age_from(birth) == day


def test_somebody_born_on_a_leap_day_ages_on_the_first_of_march() -> None:
    assert age_on(date(2000, 2, 29), date(2026, 2, 28)) == 25
    assert age_on(date(2000, 2, 29), date(2026, 3, 1)) == 26


@pytest.mark.parametrize(
    ("day", "months", "first"),
    [
        (date(2026, 1, 31), -1, date(2025, 12, 1)),
        (date(2026, 12, 5), 1, date(2027, 1, 1)),
        (date(2026, 11, 22), 0, date(2026, 11, 1)),
        (date(2026, 11, 22), -13, date(2025, 10, 1)),
    ],
)
def test_months_follow_one_another(day: date, months: int, first: date) -> None:
    assert months_from(day, months) == first


def test_a_month_ends_on_its_last_day() -> None:
    assert last_of_month(date(2028, 2, 1)) == date(2028, 2, 29)
    assert last_of_month(date(2026, 12, 31)) == date(2026, 12, 31)
