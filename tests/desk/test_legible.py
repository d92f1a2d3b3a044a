"""What the checks of every screen would notice."""

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.desk.legible import nameless, overlaps


def _shown(qtbot: QtBot, screen: QWidget) -> QWidget:
    qtbot.addWidget(screen)
    with qtbot.waitExposed(screen):
        screen.show()
    return screen


def test_a_word_over_another_is_noticed(qtbot: QtBot) -> None:
    screen = QWidget()
    for words, left in (("氏名", 0), ("生年月日", 40)):
        label = QLabel(words, screen)
        label.setGeometry(left, 0, 60, 20)
    assert list(overlaps(_shown(qtbot, screen))) == [("QLabel 氏名", "QLabel 生年月日")]


def test_neighbours_are_left_in_peace(qtbot: QtBot) -> None:
    screen = QWidget()
    column = QVBoxLayout(screen)
    for words in ("氏名", "生年月日"):
        column.addWidget(QLabel(words))
    assert list(overlaps(_shown(qtbot, screen))) == []


def test_a_field_that_a_screen_reader_cannot_name_is_noticed(qtbot: QtBot) -> None:
    screen = QWidget()
    column = QVBoxLayout(screen)
    named = QLineEdit()
    named.setAccessibleName("保険者番号")
    for part in (named, QLineEdit(), QPushButton("確認")):
        column.addWidget(part)
    assert list(nameless(_shown(qtbot, screen))) == ["QLineEdit"]
