"""Episodes, the timeline and what generics save."""

from datetime import UTC, date, datetime, timedelta

from app.health_records.episodes import by_month, episodes
from app.health_records.generics import generic_key, savings
from app.health_records.records import Answered
from app.health_records.timeline import timeline
from tests.health_records.drugs import PRESSURE, SLEEP, SLEEP_BRAND, TODAY, dispensed, history


def test_brands_of_one_ingredient_follow_each_other_in_one_episode() -> None:
    found = episodes([dispensed(90, SLEEP), dispensed(60, SLEEP_BRAND), dispensed(55, PRESSURE)])

    assert [(each.key, len(each.supplies)) for each in found] == [("2171022", 1), ("1124009", 2)]
    assert found[1].until == TODAY - timedelta(days=30)


def test_a_pause_of_more_than_a_month_begins_a_new_episode() -> None:
    assert len(episodes([dispensed(120, supply=30), dispensed(60)])) == 1
    assert len(episodes([dispensed(121, supply=30), dispensed(60)])) == 2


def test_months_come_newest_first() -> None:
    found = by_month([dispensed(0), dispensed(20), dispensed(1), dispensed(400)])

    assert [(each.year, each.month, len(each.dispensings)) for each in found] == [
        (2026, 11, 2),
        (2026, 10, 1),
        (2025, 10, 1),
    ]


def test_the_picture_has_a_row_an_ingredient_and_place_and_the_window_nobody_sees_yet() -> None:
    told = history(
        dispensed(30, SLEEP, "Ａ薬局"),
        dispensed(60, SLEEP, "Ａ薬局"),
        dispensed(40, SLEEP_BRAND, "Ｂ薬局"),
        dispensed(20, PRESSURE, "院内", own=True),
    )
    drawn = timeline(told, TODAY - timedelta(days=180), TODAY)

    assert [(each.place, len(each.bars)) for each in drawn.rows] == [
        ("院内", 1),
        ("Ａ薬局", 2),
        ("Ｂ薬局", 1),
    ]
    assert drawn.blind_from == date(2026, 10, 1)
    assert [each.place for each in timeline(told, drawn.since, TODAY, hide_own=True).rows] == [
        "Ａ薬局",
        "Ｂ薬局",
    ]


def test_without_any_receipt_the_whole_picture_is_blind() -> None:
    since = TODAY - timedelta(days=10)
    assert timeline(history(newest_month=None), since, TODAY).blind_from == since


def test_a_generic_is_worth_what_it_saves_in_a_year_at_the_patients_share() -> None:
    """R15."""
    told = history(
        *(dispensed(each, PRESSURE, saving=335) for each in (20, 50, 80, 400)), dispensed(10, SLEEP)
    )

    (saving,) = savings(told, 30, TODAY)

    assert (saving.yen, saving.yen_a_year) == (335, 1005)
    assert (saving.own_yen, saving.own_yen_a_year) == (101, 302)
    assert savings(told, None, TODAY)[0].own_yen is None


def test_who_said_no_to_a_generic_is_not_asked_without_being_told_so() -> None:
    moment = datetime(2026, 5, 1, tzinfo=UTC)
    no = Answered(generic_key(PRESSURE), "-", "declined", "味が合わない", "佐藤", moment)

    (saving,) = savings(history(dispensed(20, PRESSURE, saving=335), about_generics=(no,)), 30, TODAY)

    assert saving.answered == no
    assert saving.is_declined
