"""An item through the years, as desk and own page draw it (R16)."""

from datetime import date
from decimal import Decimal

import pytest

from app.scheme.checkup_trend import CheckupTrend, MeasuredValue, TrendPoint, checkup_trend, years_of
from app.scheme.checkups import NO_RANGE, ReferenceRange

LDL = ReferenceRange(None, Decimal(119), None, Decimal(139))


def measured(year: int, value: str, within: ReferenceRange = LDL, unit: str = "mg/dL") -> MeasuredValue:
    return MeasuredValue(date(year, 6, 12), value, unit, within)


def trend_of(*values: MeasuredValue) -> CheckupTrend:
    return checkup_trend(values, years_of(each.held_on for each in values))


def values_of(points: tuple[TrendPoint, ...]) -> list[str]:
    return [each.measured.value for each in points]


def test_years_stand_beside_each_other_and_none_is_left_out() -> None:
    trend = trend_of(measured(2022, "108"), measured(2023, "124"), measured(2026, "113"))
    assert [each.year for each in trend.years] == [2022, 2023, 2024, 2025, 2026]
    assert [each.across for each in trend.points] == [0.1, 0.3, 0.9]


def test_the_line_breaks_at_a_year_without_a_value() -> None:
    trend = trend_of(
        measured(2022, "108"), measured(2023, "124"), measured(2025, "135"), measured(2026, "113")
    )
    assert [values_of(run) for run in trend.runs] == [["108", "124"], ["135", "113"]]


def test_a_year_of_the_programme_goes_from_april_to_march() -> None:
    """February 2025 and April 2025 are two years, the one beside the other: nothing is missing between them."""
    trend = trend_of(
        MeasuredValue(date(2025, 2, 20), "120", "mg/dL", LDL),
        MeasuredValue(date(2025, 4, 1), "121", "mg/dL", LDL),
    )
    assert [each.year for each in trend.years] == [2024, 2025]
    assert len(trend.runs) == 1


def test_two_checkups_of_one_year_share_its_place_in_their_order() -> None:
    first, second = measured(2025, "120"), MeasuredValue(date(2025, 11, 1), "118", "mg/dL", LDL)
    trend = trend_of(measured(2024, "110"), first, second)
    assert [each.across for each in trend.points] == [0.25, 0.625, 0.875]


def test_higher_values_and_the_ends_of_the_range_lie_higher() -> None:
    low, middle, high = trend_of(measured(2024, "108"), measured(2025, "119"), measured(2026, "151")).points
    assert low.up is not None and middle.up is not None and high.up is not None
    assert 0 < low.up < middle.up < high.up < 1


def test_an_end_of_the_range_lies_as_high_as_a_value_that_reaches_it() -> None:
    """Both ends belong to the range; an open one has no height."""
    (year,) = trend_of(measured(2026, "119", ReferenceRange(Decimal(100), Decimal(119)))).years
    assert year.low is not None and year.high is not None
    assert (year.low.number, year.high.number) == (Decimal(100), Decimal(119))
    assert 0 < year.low.up < year.high.up == year.points[0].up
    (year,) = trend_of(measured(2026, "119")).years
    assert year.low is None and year.high is not None
    (year,) = trend_of(measured(2026, "61.0", NO_RANGE, "kg")).years
    assert year.low is None and year.high is None


def test_each_year_has_the_range_of_its_day_and_a_missing_one_that_of_the_next() -> None:
    before = ReferenceRange(None, Decimal(139))
    trend = trend_of(measured(2022, "150", before), measured(2025, "150"), measured(2026, "150"))
    assert [each.high.number if each.high else None for each in trend.years] == [139, 119, 119, 119, 119]


def test_the_end_for_a_visit_is_drawn_only_where_a_value_comes_near() -> None:
    """Between 119 and 139; a far end would flatten the line."""
    calm, high = trend_of(measured(2026, "129")), trend_of(measured(2026, "129.5"))
    assert not calm.years[0].visits
    (end,) = high.years[0].visits
    assert end.number == 139
    assert high.points[0].up is not None and high.points[0].up < end.up < 1


def test_too_little_has_an_end_for_a_visit_below() -> None:
    hdl = ReferenceRange(Decimal(40), None, Decimal(35), None)
    assert not trend_of(measured(2026, "38", hdl)).years[0].visits
    (end,) = trend_of(measured(2026, "37", hdl)).years[0].visits
    assert end.number == 35


def test_words_have_no_height_and_break_the_line() -> None:
    trend = trend_of(measured(2024, "108"), measured(2025, "測定不能"), measured(2026, "113"))
    assert [each.up is None for each in trend.points] == [False, True, False]
    assert len(trend.runs) == 2
    answers = trend_of(measured(2025, "1", NO_RANGE, ""), measured(2026, "はい", NO_RANGE, ""))
    assert not answers.is_drawn


@pytest.mark.parametrize("value", ["0", "5.6"])
def test_the_same_value_year_by_year_is_a_level_line_inside_the_picture(value: str) -> None:
    trend = trend_of(measured(2025, value, NO_RANGE), measured(2026, value, NO_RANGE))
    assert [each.up for each in trend.points] == [0.5, 0.5]
    assert trend.is_drawn
