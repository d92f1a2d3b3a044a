"""Items of the specific health checkup, and what their values may be (R16)."""

from datetime import date
from decimal import Decimal

import pytest

from app.scheme.checkups import (
    CHECKUP_ITEMS,
    FEMALE,
    MALE,
    NO_RANGE,
    CheckupLevel,
    OutOfRange,
    ReferenceRange,
    ValueKind,
    number_of,
    place_on_sheet,
)

WAIST, HAEMOGLOBIN = CHECKUP_ITEMS["9N016160100000001"], CHECKUP_ITEMS["2A030000001930101"]
PROTEIN, WEIGHT = CHECKUP_ITEMS["1A010000000191111"], CHECKUP_ITEMS["9N006000000000001"]
SMOKING, SYSTOLIC = CHECKUP_ITEMS["9N736000000000011"], "9A751000000000001"
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


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2023, 6, 1), "いいえ"), (date(2024, 3, 31), "いいえ"), (date(2024, 4, 1), "以前は吸っていた")],
)
def test_an_answer_is_shown_by_the_words_it_had_on_that_day(day: date, words: str) -> None:
    """R16: the question of smoking got a third answer in 2024."""
    assert SMOKING.shown("2", day) == words
    assert SMOKING.shown("9", day) == "9"


def test_every_question_and_judgement_has_words() -> None:
    coded = [each for each in CHECKUP_ITEMS.values() if each.kind is ValueKind.CODE]
    assert coded and all(each.shown("1", DAY) != "1" for each in coded)


@pytest.mark.parametrize(
    ("number", "beyond"),
    [
        ("129", None),
        ("129.5", OutOfRange(CheckupLevel.GUIDANCE, is_high=True)),
        ("139", OutOfRange(CheckupLevel.GUIDANCE, is_high=True)),
        ("140", OutOfRange(CheckupLevel.VISIT, is_high=True)),
    ],
)
def test_a_number_calls_for_the_farther_step_that_it_passes(number: str, beyond: OutOfRange | None) -> None:
    """R16: both ends belong to the range."""
    assert CHECKUP_ITEMS[SYSTOLIC].range_on(MALE, DAY).beyond(Decimal(number)) == beyond


def test_too_little_is_told_apart_from_too_much() -> None:
    within = HAEMOGLOBIN.range_on(FEMALE, DAY)
    assert within.beyond(Decimal("12.1")) is None
    assert within.beyond(Decimal("11.5")) == OutOfRange(CheckupLevel.GUIDANCE, is_high=False)
    assert within.beyond(Decimal("11.0")) == OutOfRange(CheckupLevel.VISIT, is_high=False)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(None, 119, "119以下"), (40, None, "40以上"), (100, 119, "100〜119"), (None, None, "")],
)
def test_a_range_is_told_by_its_ends(low: int | None, high: int | None, words: str) -> None:
    ends = (None if end is None else Decimal(end) for end in (low, high))
    assert ReferenceRange(*ends).words == words


def test_values_are_sorted_as_on_a_result_sheet_and_strange_ones_come_last() -> None:
    """Height before blood pressure before sugar, which the codes would turn round."""
    assert sorted(("9Z999000000000001", PROTEIN.code, SYSTOLIC, WEIGHT.code), key=place_on_sheet) == [
        WEIGHT.code,
        SYSTOLIC,
        PROTEIN.code,
        "9Z999000000000001",
    ]


@pytest.mark.parametrize("value", ["－", "", "<5", "NaN", "Infinity"])
def test_what_cannot_be_laid_against_a_range_is_no_number(value: str) -> None:
    assert number_of(value) is None


def test_a_grade_is_shown_by_its_sign() -> None:
    assert [PROTEIN.shown(grade, DAY) for grade in "12345"] == ["－", "±", "＋", "＋＋", "＋＋＋"]
    assert PROTEIN.complaint("6") and not PROTEIN.complaint("1")
