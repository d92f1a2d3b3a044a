from datetime import UTC, datetime
from random import Random

from app.health_records.duplicates import DuplicateAlert, DuplicateKind, duplicates
from app.health_records.records import Answered
from tests.health_records.drugs import OTHER_SLEEP, PRESSURE, SLEEP, SLEEP_BRAND, TODAY, dispensed


def _answer(alert: DuplicateAlert) -> Answered:
    moment = datetime(2026, 11, 20, 1, tzinfo=UTC)
    return Answered(alert.key, alert.facts, "asked_doctor", "", "佐藤", moment)


def test_the_same_ingredient_from_two_places_at_once_is_one_alert_with_its_facts() -> None:
    first, second = dispensed(40, SLEEP, "Ａ薬局"), dispensed(30, SLEEP_BRAND, "Ｂ薬局")

    (alert,) = duplicates([second, first], (), TODAY)

    assert alert.kind is DuplicateKind.INGREDIENT
    assert (alert.place_count, alert.supplied_days, alert.span_days, alert.twice_days) == (2, 60, 40, 20)
    assert alert.names == ("見本ゾルム錠５ｍｇ", "ネムレル錠５ｍｇ")
    assert alert.newest_known_at == second.known_at


def test_eighty_one_dispensings_of_one_sleeping_pill_by_twenty_nine_pharmacies_are_one_alert() -> None:
    """A case from the press: no flood of alerts, one with the facts."""
    rows = [dispensed(170 - 2 * each, SLEEP, f"薬局{each % 29}", supply=14) for each in range(81)]
    Random(7).shuffle(rows)

    (alert,) = duplicates(rows, (), TODAY)

    assert (len(alert.dispensings), alert.place_count, alert.supplied_days) == (81, 29, 81 * 14)
    assert alert.factor > 6
    assert [each.on for each in alert.dispensings] == sorted((each.on for each in rows), reverse=True)


def test_two_ingredients_of_one_class_are_a_class_alert_and_come_after_the_same_ingredient() -> None:
    rows = [
        dispensed(40, SLEEP, "Ａ薬局"),
        dispensed(35, OTHER_SLEEP, "Ｂ薬局"),
        dispensed(40, PRESSURE, "Ａ薬局"),
        dispensed(38, PRESSURE, "Ｃ薬局"),
    ]

    alerts = duplicates(rows, (), TODAY)

    assert [(each.kind, each.title) for each in alerts] == [
        (DuplicateKind.INGREDIENT, "アムロジペン"),
        (DuplicateKind.CLASS, "催眠鎮静剤"),
    ]


def test_the_next_supply_fetched_a_little_early_is_no_duplicate() -> None:
    assert not duplicates([dispensed(60, place="Ａ薬局"), dispensed(33, place="Ｂ薬局")], (), TODAY)


def test_one_place_alone_is_no_duplicate_whatever_it_gives() -> None:
    assert not duplicates([dispensed(40), dispensed(39)], (), TODAY)


def test_what_was_rubbed_in_or_lies_long_back_raises_nothing() -> None:
    ointment = [
        dispensed(40, place="Ａ薬局", form="external"),
        dispensed(40, place="Ｂ薬局", form="external"),
    ]
    long_ago = [dispensed(400, place="Ａ薬局"), dispensed(400, place="Ｂ薬局")]
    assert not duplicates([*ointment, *long_ago], (), TODAY)


def test_an_answer_silences_the_alert_until_its_facts_change() -> None:
    rows = [dispensed(40, place="Ａ薬局"), dispensed(30, place="Ｂ薬局")]
    (alert,) = duplicates(rows, (), TODAY)
    answered = (_answer(alert),)

    assert not duplicates(rows, answered, TODAY)

    after_all_is_taken = dispensed(0, place="Ｃ薬局")
    assert not duplicates([*rows, after_all_is_taken], answered, TODAY)
    (again,) = duplicates([*rows, dispensed(20, place="Ｃ薬局")], answered, TODAY)
    assert again.key == alert.key
    assert again.facts != alert.facts
