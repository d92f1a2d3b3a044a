"""Which service starts when: the outline's dates and today's (R19)."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.scheme.calendar import CALENDARS, OUTLINE, SERVICE_WORDS, TODAY, Calendar, NamedService, NotStarted

ANY = st.sampled_from(tuple(CALENDARS.values()))


@given(ANY, st.sampled_from(NamedService), st.integers(-1500, 3000))
@example(OUTLINE, NamedService.TYPED_CHECK, 0)
@example(OUTLINE, NamedService.TYPED_CHECK, -1)
def test_every_service_is_closed_before_its_one_start_and_open_ever_after(
    calendar: Calendar, service: NamedService, days: int
) -> None:
    """R19"""
    start = calendar.start_of(service).on
    day = start + timedelta(days=days)
    assert calendar.has_started(service, day) == (days >= 0)
    if days < 0:
        with pytest.raises(NotStarted) as early:
            calendar.must_have_started(service, day)
        assert early.value.starts_on == start
    else:
        calendar.must_have_started(service, day)


@pytest.mark.parametrize("calendar", CALENDARS.values(), ids=CALENDARS)
def test_a_calendar_knows_every_service_and_how_each_date_is_known(calendar: Calendar) -> None:
    assert set(calendar.starts) == set(NamedService) == set(SERVICE_WORDS)
    assert all(start.source for start in calendar.starts.values())


@pytest.mark.parametrize(
    ("service", "outline", "today"),
    [
        (NamedService.CARD_CHECK, date(2021, 3, 1), date(2021, 10, 20)),
        (NamedService.TYPED_CHECK, date(2021, 5, 1), date(2021, 10, 20)),
        (NamedService.BRANCH_ON_CARDS, date(2021, 4, 1), date(2021, 4, 1)),
        (NamedService.BRANCH_ON_RECEIPTS, date(2021, 10, 1), date(2021, 10, 1)),
        (NamedService.COST_INFORMATION, date(2021, 10, 1), date(2021, 11, 19)),
    ],
)
def test_the_plan_and_what_became_of_it_stand_side_by_side(
    service: NamedService, outline: date, today: date
) -> None:
    """R19"""
    assert (OUTLINE.start_of(service).on, TODAY.start_of(service).on) == (outline, today)


def test_branches_are_claimed_from_october_for_treatment_from_september() -> None:
    """R19: 9月診療分、10月請求分"""
    start = OUTLINE.start_of(NamedService.BRANCH_ON_RECEIPTS)
    assert (start.treatment_from, start.on) == (date(2021, 9, 1), date(2021, 10, 1))


def test_the_card_is_checked_two_months_before_the_insurance_card() -> None:
    """R19: the outline's own order"""
    eve = date(2021, 5, 1) - timedelta(days=1)
    assert OUTLINE.has_started(NamedService.CARD_CHECK, eve)
    assert not OUTLINE.has_started(NamedService.TYPED_CHECK, eve)
