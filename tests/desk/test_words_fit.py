"""At 1280×800 with text at 150 % nothing is cut, covered or nameless, on any screen that has a picture."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desk.theme import Theme, apply_theme
from tests.desk.legible import nameless, overlaps
from tests.shots import PERCENTS, cut_texts, every_shot, posed


@pytest.fixture(autouse=True, scope="module")
def plain_look(qapp):
    yield
    apply_theme(qapp, Theme())


@pytest.mark.parametrize("name", sorted(every_shot()))
def test_everything_can_be_read_at_150_percent(qtbot: QtBot, name: str) -> None:
    screen = posed(every_shot()[name], 150)
    qtbot.addWidget(screen)
    assert list(cut_texts(screen)) == []
    assert list(overlaps(screen)) == []
    assert list(nameless(screen)) == []


def _checkups_table(screen: QWidget) -> QTableView:
    (table,) = (each for each in screen.findChildren(QTableView) if each.isVisible())
    assert table.model().columnCount() == 7
    return table


@pytest.mark.parametrize("percent", PERCENTS)
@pytest.mark.parametrize("name", ["records-checkups", "records-whole-sheets"])
def test_five_checkups_stand_beside_each_other_and_no_value_is_cut(
    qtbot: QtBot, name: str, percent: int
) -> None:
    screen = posed(every_shot()[name], percent)
    qtbot.addWidget(screen)
    table = _checkups_table(screen)
    assert table.horizontalScrollBar().maximum() == 0
    cut = [column for column in range(1, 7) if table.columnWidth(column) < table.sizeHintForColumn(column)]
    assert cut == []


def test_with_the_largest_text_checkups_scroll_before_a_mark_is_cut(qtbot: QtBot) -> None:
    """↑↑受診 must not end after its first arrow, nor the name of what it belongs to."""
    screen = posed(every_shot()["records-whole-sheets"], 200)
    qtbot.addWidget(screen)
    table = _checkups_table(screen)
    letter = table.fontMetrics().horizontalAdvance("診")
    assert table.columnWidth(0) > 7 * letter
    assert table.columnWidth(2) > table.fontMetrics().horizontalAdvance("142↑↑受診") + letter / 2
    assert list(overlaps(screen)) == []


@pytest.mark.parametrize("percent", [150, 200])
def test_who_cannot_scroll_sees_what_to_do_next(qtbot: QtBot, percent: int) -> None:
    """On the window that faces the patient."""
    screen = posed(every_shot()["records-facing-the-patient"], percent)
    qtbot.addWidget(screen)
    (told,) = (each for each in screen.findChildren(QLabel) if "暗証番号" in each.text())
    assert not told.visibleRegion().isEmpty()
    assert told.visibleRegion().boundingRect() == told.rect()


def test_a_squeezed_word_is_noticed(qtbot: QtBot) -> None:
    def squeezed() -> QWidget:
        screen = QWidget()
        column = QVBoxLayout(screen)
        for widget in (QLabel("資格確認"), QPushButton("確認する"), QLabel("よい")):
            column.addWidget(widget)
        screen.findChildren(QLabel)[0].setFixedWidth(20)
        screen.findChildren(QPushButton)[0].setFixedHeight(6)
        return screen

    screen = posed(squeezed, 100)
    qtbot.addWidget(screen)
    assert sorted(cut_texts(screen)) == ["確認する", "資格確認"]
