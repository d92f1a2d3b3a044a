"""Checkups at the desk: the table, and one item through the years as a picture (R16)."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from app.desk.health_records.checkups.page import NOT_GIVEN, CheckupLine, checkups_page
from app.desk.health_records.checkups.panel import CheckupsPanel
from app.desk.health_records.checkups.picture import TrendPicture
from app.desk.theme import LIGHT
from app.health_records.records import Checkup, CheckupHistory
from tests.desk.found import one
from tests.desk.in_front import in_front
from tests.health_records.checkups import HDL, LDL, SUGAR, SYSTOLIC, checked_up, held, whole_sheets

CTRL = Qt.KeyboardModifier.ControlModifier
WIDE, HIGH = 600, 200


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[CheckupsPanel]:
    made = in_front(qtbot, CheckupsPanel(), 1050, 560)
    made.show_page(checkups_page(whole_sheets()), "女")
    yield made


def line_of(*checkups: Checkup) -> CheckupLine:
    (line,) = checkups_page(held(*checkups)).lines
    return line


def pressures(*years: int) -> tuple[Checkup, ...]:
    return tuple(checked_up(date(year, 6, 12), **{SYSTOLIC: "121"}) for year in years)


def names_in(panel: CheckupsPanel) -> list[str]:
    model = one(panel, QTableView).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def painted(qtbot: QtBot, line: CheckupLine, ratio: float = 1) -> QImage:
    picture = TrendPicture()
    qtbot.addWidget(picture)
    picture.resize(WIDE, HIGH)
    picture.show_line(line)
    image = QImage(round(WIDE * ratio), round(HIGH * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(LIGHT.card))
    picture.render(image)
    return image


def columns_in(image: QImage, colour: str) -> set[int]:
    """Where the colour stands, in hundredths of the width."""
    wanted = QColor(colour).rgb()
    return {
        x * 100 // image.width()
        for x in range(image.width())
        if any(image.pixel(x, y) == wanted for y in range(image.height()))
    }


def test_items_stand_as_on_a_result_sheet() -> None:
    names = [each.name for each in checkups_page(whole_sheets()).lines]
    assert names[:5] == ["身長（cm）", "体重（kg）", "BMI（kg/m2）", "腹囲（cm）", "収縮期血圧（mmHg）"]
    assert names[-1] == "喫煙"


def test_the_picture_is_told_in_words_year_by_year_and_missing_years_too() -> None:
    line = line_of(
        checked_up(date(2026, 6, 12), **{LDL: "151"}),
        checked_up(date(2025, 6, 12), **{LDL: "124"}),
        checked_up(date(2023, 6, 12), **{LDL: "108"}),
    )
    assert line.told == (
        "2023年度 108。2024年度 提供なし。2025年度 124、高い、保健指導判定値。2026年度 151、高い、受診勧奨判定値。"
        "基準 119以下。"
    )


def test_two_methods_on_one_day_lose_neither_value() -> None:
    """The same item under two codes: the more serious one marks the cell."""
    both = checked_up(date(2026, 6, 12), **{SUGAR: "96", "3D010000002227101": "104"})
    line = line_of(both)
    assert (line.cells[0].words, line.cells[0].tone) == ("96・104↑指導", "caution")
    assert line.cells[0].spoken == "96・104、高い、保健指導判定値"
    assert len(line.trend.points) == 2


def test_what_finds_no_column_stands_in_the_picture_and_the_page_says_so() -> None:
    page = checkups_page(held(*pressures(2026, 2025, 2024, 2023, 2022, 2021)))
    assert len(page.days) == len(page.lines[0].cells) == 5
    assert len(page.lines[0].trend.points) == 6
    assert page.source.endswith("表より前の1回は、推移の図にあります。")
    assert "図" not in checkups_page(whole_sheets()).source


def test_who_was_never_examined_has_an_empty_page(panel: CheckupsPanel) -> None:
    page = checkups_page(held())
    assert (page.days, page.lines) == ((), ())
    panel.show_page(page, "女")
    assert not one(panel, QTableView).isVisible()
    assert not one(panel, TrendPicture).isVisible()


def test_the_first_item_that_calls_for_a_visit_is_chosen_and_has_the_keyboard(panel: CheckupsPanel) -> None:
    """In the newest checkup: systolic pressure of 142."""
    table, picture = one(panel, QTableView), one(panel, TrendPicture)
    assert table.hasFocus()
    assert picture.accessibleName() == "推移の図：収縮期血圧（mmHg）"
    assert "2026年度 142、高い、受診勧奨判定値" in picture.accessibleDescription()


def test_the_picture_follows_the_arrow_keys(panel: CheckupsPanel, qtbot: QtBot) -> None:
    table, picture = one(panel, QTableView), one(panel, TrendPicture)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert picture.accessibleName() == "推移の図：拡張期血圧（mmHg）"
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert picture.hasFocus()


def test_one_key_leaves_only_what_lies_outside_its_range(panel: CheckupsPanel, qtbot: QtBot) -> None:
    assert "身長（cm）" in names_in(panel)
    qtbot.keyClick(panel, Qt.Key.Key_T, CTRL)
    assert "身長（cm）" not in names_in(panel)
    assert "収縮期血圧（mmHg）" in names_in(panel)
    assert one(panel, TrendPicture).accessibleName() == "推移の図：収縮期血圧（mmHg）"
    qtbot.keyClick(panel, Qt.Key.Key_T, CTRL)
    assert "身長（cm）" in names_in(panel)


def test_ranges_say_whose_they_are(panel: CheckupsPanel) -> None:
    """R16: by sex."""
    model = one(panel, QTableView).model()
    assert model.headerData(1, Qt.Orientation.Horizontal) == "基準（女）"
    panel.show_page(checkups_page(whole_sheets()), "")
    assert model.headerData(1, Qt.Orientation.Horizontal) == "基準"


def test_a_closed_page_leaves_nothing_of_its_picture(panel: CheckupsPanel) -> None:
    """R15."""
    panel.show_page(None)
    picture = one(panel, TrendPicture)
    assert (picture.accessibleName(), picture.accessibleDescription()) == ("", "")
    assert not names_in(panel)


@pytest.mark.parametrize("ratio", [1, 2], ids=["plain", "fine screen"])
def test_the_line_is_drawn_through_years_that_follow_and_not_through_a_gap(
    qtbot: QtBot, ratio: float
) -> None:
    """Three years, the middle one missing: discs at both sides, no line between. The gutter takes 12 hundredths."""
    whole = columns_in(painted(qtbot, line_of(*pressures(2026, 2025, 2024)), ratio), LIGHT.accent)
    parted = columns_in(painted(qtbot, line_of(*pressures(2026, 2024)), ratio), LIGHT.accent)
    assert set(range(30, 80)) <= whole
    assert not parted & set(range(42, 70))
    assert {26, 85} <= parted


def test_the_range_stands_behind_as_a_band_over_every_year(qtbot: QtBot) -> None:
    band = columns_in(painted(qtbot, line_of(*pressures(2026, 2024))), LIGHT.valid_soft)
    assert set(range(15, 98)) <= band
    weight = checked_up(date(2026, 6, 12), **{"9N006000000000001": "61.0"})
    assert not columns_in(painted(qtbot, line_of(weight)), LIGHT.valid_soft)


def lowest_rows(image: QImage, colour: str) -> tuple[int, ...]:
    """How many dots of the colour stand in each of its lowest six rows."""
    wanted = QColor(colour).rgb()
    rows = [sum(image.pixel(x, y) == wanted for x in range(WIDE)) for y in range(HIGH)]
    last = max(y for y, count in enumerate(rows) if count)
    return tuple(rows[last - 5 : last + 1])


def test_a_mark_has_a_shape_of_its_own(qtbot: QtBot) -> None:
    """R16: readable without colour. HDL within its range, too low, far too low; words stand above the dot."""
    shapes = {
        lowest_rows(painted(qtbot, line_of(checked_up(date(2026, 6, 12), **{HDL: value}))), colour)
        for value, colour in (("60", LIGHT.accent), ("38", LIGHT.caution), ("34", LIGHT.lapsed))
    }
    assert len(shapes) == 3
    assert all(all(shape) for shape in shapes)


def test_answers_and_signs_stand_as_words_without_a_line(qtbot: QtBot) -> None:
    smoking = line_of(checked_up(date(2026, 6, 12), **{"9N736000000000011": "3"}))
    assert smoking.cells[0].words == "いいえ"
    assert not smoking.trend.is_drawn
    image = painted(qtbot, smoking)
    assert not columns_in(image, LIGHT.accent)
    assert columns_in(image, LIGHT.ink)


def test_an_item_that_was_not_examined_this_time_says_so() -> None:
    history: CheckupHistory = held(
        checked_up(date(2026, 6, 12), **{SYSTOLIC: "121"}),
        checked_up(date(2025, 6, 12), **{SYSTOLIC: "121", LDL: "108"}),
    )
    ldl = next(each for each in checkups_page(history).lines if each.name.startswith("LDL"))
    assert [each.words for each in ldl.cells] == [NOT_GIVEN, "108"]
    assert ldl.told == "2025年度 108。2026年度 提供なし。基準 119以下。"
