"""What Qt writes by itself."""

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.desk.shell.qt_words import speak_japanese


def test_questions_are_answered_in_japanese_whatever_the_pc_speaks(qapp: QApplication, qtbot: QtBot) -> None:
    """However many windows the application opens, its words are loaded once."""
    for _ in range(2):
        speak_japanese(qapp)
    question = QMessageBox()
    qtbot.addWidget(question)
    question.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    assert {each.text().partition("(")[0] for each in question.buttons()} == {"はい", "いいえ"}
    assert len(qapp.findChildren(QTranslator)) == 1
