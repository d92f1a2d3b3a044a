"""Where the month's file is taken in: the keyboard stays there while it is read."""

from pytestqt.qtbot import QtBot

from app.desk.claims.months.panel import MonthsPanel
from app.desk.claims.months.state import MonthsState
from app.desk.widgets import KeyButton
from tests.people import NOW


def test_while_a_file_is_read_the_keyboard_stays_on_the_page(qtbot: QtBot) -> None:
    """Put out of use, the button would hand it to whatever comes next in the window: the lock."""
    panel = MonthsPanel()
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.show()
    panel.show_state(MonthsState(NOW, connected=True, has_sample=True))
    panel.focus_first()
    button = next(each for each in panel.findChildren(KeyButton) if each.hasFocus())
    panel.show_state(MonthsState(NOW, connected=True, has_sample=True, reading=0))
    assert panel.hasFocus()
    panel.show_state(MonthsState(NOW, connected=True, has_sample=True))
    assert button.hasFocus()
