"""Dated tables: every day has one value, and nothing else can be written down."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scheme.dated import Dated

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(st.sets(DAYS, min_size=1, max_size=8), DAYS)
def test_every_day_has_exactly_one_value_in_force(firsts: set[date], day: date) -> None:
    """R19: the value of the latest first day not after it; none before the first."""
    table = Dated(tuple((first, first.isoformat()) for first in sorted(firsts)))
    begun = [first for first in firsts if first <= day]
    assert table.on(day) == (max(begun).isoformat() if begun else None)


@given(st.lists(DAYS, min_size=2, max_size=6))
def test_steps_out_of_order_are_refused(firsts: list[date]) -> None:
    rising = firsts == sorted(set(firsts))
    if rising:
        assert Dated(tuple((day, 1) for day in firsts)).first_days == tuple(firsts)
    else:
        with pytest.raises(ValueError, match="rise"):
            Dated(tuple((day, 1) for day in firsts))


def test_a_table_without_steps_is_refused() -> None:
    with pytest.raises(ValueError, match="rise"):
        Dated[int](())


def test_a_value_holds_through_its_last_day() -> None:
    change = date(2026, 8, 1)
    table = Dated(((date(2015, 1, 1), "old"), (change, "new")))
    assert (table.on(change - timedelta(days=1)), table.on(change)) == ("old", "new")
