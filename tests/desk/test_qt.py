"""What we take for granted of the Qt binding."""

import sys

from PySide6.QtWidgets import QLabel


def test_a_desk_may_run_all_day_because_calls_of_qt_give_back_what_they_took(qtbot):
    """PySide6 6.12.0 lost one reference to None with each call returning none; below Python 3.12 that is fatal."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(2000):
        label.setText(str(number))
    assert sys.getrefcount(None) > before - 1000
