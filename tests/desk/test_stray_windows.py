"""While screens are made nothing flashes up: no part is shown before it has its place."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from app.desk.appointments.batch.panel import BatchPanel
from app.desk.appointments.entry.columns import ColumnsPanel
from app.desk.appointments.entry.panel import ChoosePanel
from app.desk.patients.entry.panel import EntryPanel
from app.desk.patients.merging.panel import MergingPanel
from app.desk.patients.page.panel import PagePanel
from app.desk.patients.search.panel import SearchPanel
from app.desk.reception.panel import ReceptionPanel
from app.desk.settings.overview.panel import Sections, SettingsPanel
from app.desk.settings.readings.panel import ReadingsPanel
from app.desk.settings.rescue.panel import RescuePanel
from app.desk.staff.first_start.panel import FirstStartPanel
from app.desk.staff.roll.panel import RollPanel
from app.desk.staff.sign_in.panel import SignInPanel


class ShownWindows(QObject):
    """Names of the widgets that were shown as windows of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


@pytest.mark.parametrize(
    "make",
    [
        ReceptionPanel,
        SearchPanel,
        PagePanel,
        EntryPanel,
        MergingPanel,
        ChoosePanel,
        ColumnsPanel,
        BatchPanel,
        lambda: SettingsPanel(RollPanel(), ReadingsPanel(), Sections()),
        SignInPanel,
        FirstStartPanel,
        RescuePanel,
    ],
    ids=[
        "reception",
        "search",
        "page",
        "entry",
        "merging",
        "files",
        "columns",
        "batch",
        "settings",
        "sign-in",
        "first start",
        "rescue",
    ],
)
def test_making_a_screen_shows_no_window(qtbot, make: Callable[[], QWidget]) -> None:
    application = QApplication.instance()
    assert application is not None
    shown = ShownWindows()
    application.installEventFilter(shown)
    screen = make()
    qtbot.addWidget(screen)
    application.removeEventFilter(shown)
    assert shown.names == []
