"""What the pages say of a history (R15, R16)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.desk.health_records.checkups.page import checkups_page
from app.desk.health_records.drugs.page import Choices, DrugsPage, RollUp, as_text, chosen, drugs_page
from app.health_records.records import CheckupValue, DrugHistory
from tests.desk.health_records.room import TODAY, checkups, drug_history
from tests.health_records.drugs import PRESSURE, dispensed, history


def page(found: DrugHistory | None = None) -> DrugsPage:
    return drugs_page(found or drug_history(), 30, TODAY)


def names(choices: Choices) -> list[str]:
    return [each.name for each in chosen(page(), choices, TODAY).lines]


def test_each_line_says_where_it_comes_from_and_how_old_it_is() -> None:
    newest = page().lines[0]
    assert (newest.day, newest.place, newest.source) == ("2026/9/26", "さくら薬局", "調剤　11/5（15日前）")


def test_the_page_says_from_when_it_is_whole_and_what_is_still_to_come() -> None:
    assert page().complete == "R5.11.1以降の分がそろっています。2026年9月より後の調剤は、まだ届いていません。"


def test_who_did_not_let_the_service_answer_is_named() -> None:
    assert page().withheld == ("例示市国保の期間は提供なし（保険者が提供を委託していません）",)


def test_lines_of_an_alert_are_marked() -> None:
    marked = {each.name for each in page().lines if each.is_double}
    assert marked == {"ネムレル錠５ｍｇ", "見本ゾルム錠５ｍｇ", "見本トリゾ錠"}


def test_own_dispensings_can_be_hidden_from_list_and_picture() -> None:
    hidden = chosen(page(), Choices(hide_own=True), TODAY)
    assert {each.name for each in hidden.lines} == {"ネムレル錠５ｍｇ", "見本ゾルム錠５ｍｇ"}
    assert not any(row.own for row in hidden.picture.rows)
    assert any(row.own for row in chosen(hidden, Choices(), TODAY).picture.rows)


def test_looking_for_a_word_takes_full_width_and_half_width_alike() -> None:
    assert names(Choices(find="ﾈﾑﾚﾙ錠5MG")) == ["ネムレル錠５ｍｇ"]
    assert names(Choices(find="さくら")) == ["ネムレル錠５ｍｇ"]
    assert names(Choices(find="どこにもない")) == []


def test_a_month_tells_a_medicine_once() -> None:
    twice = history(dispensed(50, PRESSURE, supply=14), dispensed(55, PRESSURE, supply=14))
    rolled = chosen(page(twice), Choices(RollUp.MONTH), TODAY).lines
    assert [(each.day, each.amount) for each in rolled] == [
        ("2026/10", "1回　計14日分"),
        ("2026/9", "1回　計14日分"),
    ]


def test_a_course_is_one_line_with_all_its_places() -> None:
    lines = chosen(page(), Choices(RollUp.EPISODE), TODAY).lines
    sleep = next(each for each in lines if each.name == "ネムレル錠５ｍｇ")
    assert (sleep.day, sleep.amount, sleep.place) == (
        "2026/9/21〜10/25",
        "2回　計60日分",
        "見本薬局、さくら薬局",
    )


def test_what_is_copied_stands_as_it_is_shown() -> None:
    text = as_text(chosen(page(), Choices(find="さくら"), TODAY))
    assert text.splitlines()[0].startswith("R5.11.1以降")
    assert text.splitlines()[-1].split("\t") == [
        "2026/9/26",
        "ネムレル錠５ｍｇ",
        "30錠　30日分",
        "さくら薬局",
        "調剤　11/5（15日前）",
    ]


def test_guidance_and_a_visit_are_told_apart_by_word_sign_and_tone() -> None:
    """R16: readable without colour."""
    told = {line.name: line for line in checkups_page(checkups()).lines}
    ldl = told["LDLコレステロール（mg/dL）"].cells
    assert [each.words for each in ldl] == ["113", "151↑↑受診", "135↑指導", "124↑指導", "108"]
    assert [each.tone for each in ldl] == [None, "lapsed", "caution", "caution", None]
    assert [each.spoken for each in ldl[:3]] == [
        "113",
        "151、高い、受診勧奨判定値",
        "135、高い、保健指導判定値",
    ]
    low = told["HDLコレステロール（mg/dL）"]
    assert (low.range, low.cells[0].words, low.cells[0].tone) == ("40以上", "34↓↓受診", "lapsed")
    assert told["空腹時血糖（mg/dL）"].cells[0].tone is None


@pytest.mark.parametrize(("value", "words"), [("119", "119"), ("120", "120↑指導"), ("139", "139↑指導")])
def test_the_ends_of_a_range_belong_to_it(value: str, words: str) -> None:
    """R16: the value for guidance is the first beyond the range."""
    ldl = CheckupValue("3F077000002327101", "ＬＤＬ", value, "mg/dL", None, Decimal(119), None, Decimal(139))
    history = checkups()
    (line,) = checkups_page(replace(history, checkups=(replace(history.checkups[0], values=(ldl,)),))).lines
    assert line.cells[0].words == words


def test_the_marks_are_explained_where_there_are_any() -> None:
    history = checkups()
    calm = replace(history.checkups[0], values=history.checkups[0].values[-1:])
    assert checkups_page(history).is_marked
    assert not checkups_page(replace(history, checkups=(calm,))).is_marked
