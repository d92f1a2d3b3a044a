"""The first start in a window: typed, printed, tried, begun."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from app.desk.lanes import Inline
from app.desk.staff.first_start.printing import recovery_sheet
from app.desk.staff.first_start.window import FirstStartWindow
from tests.desk.patients.work import TODAY, clock
from tests.desk.staff.test_presenters import NewHome


@pytest.fixture
def window(qtbot) -> FirstStartWindow:
    shown = FirstStartWindow(NewHome(), Inline(), clock)
    qtbot.addWidget(shown)
    shown.resize(1280, 800)
    shown.show()
    qtbot.waitExposed(shown)
    shown.begin()
    return shown


def _fields(window) -> list[QLineEdit]:
    return [each for each in window.findChildren(QLineEdit) if each.isVisible() and not each.isReadOnly()]


def _words(window) -> list[str]:
    return [each.text() for each in window.findChildren(QLabel) if each.isVisible()]


def _enter_manager(qtbot, window) -> None:
    for field, typed in zip(_fields(window), ("鈴木", "4092", "4092"), strict=True):
        field.setText(typed)
    qtbot.keyClick(_fields(window)[2], Qt.Key.Key_Return)


def test_the_code_stands_there_group_by_group_until_it_was_typed_right(qtbot, window):
    _enter_manager(qtbot, window)
    assert {"AAAA", "BBBB", "CCCC"} <= set(_words(window))
    (field,) = _fields(window)
    field.setText("AAAA-BBBB-CCCC")
    with qtbot.assertNotEmitted(window.finished):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not {"AAAA", "BBBB", "CCCC"} & set(_words(window))


def test_pins_that_were_refused_leave_their_fields(qtbot, window):
    name, pin, again = _fields(window)
    name.setText("鈴木")
    pin.setText("1111")
    again.setText("1111")
    qtbot.keyClick(again, Qt.Key.Key_Return)
    assert (name.text(), pin.text(), again.text()) == ("鈴木", "", "")


def test_the_printed_sheet_holds_every_group_with_its_number(qapp):
    words = recovery_sheet("K7Q2-9DXA-3M0B-T8WZ-5RFC-1HJY-NPV4-6GSE", TODAY).toPlainText()
    assert all(group in words for group in ("K7Q2", "6GSE", "令和8年11月22日"))
    assert all(str(number) in words for number in range(1, 9))
