"""A desk's window driven as a receptionist drives it: keys in, words on the screen out."""

import gc
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QEvent
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.assembly.run import stand_up
from app.assembly.tray import CardTray
from app.settings import Settings
from tests.desk.drop import drop
from tests.journeys.pulse import Pulse

WITHIN_MS = 10_000
_TAG = re.compile(r"</?[a-z]+>")


class DeskWindow:
    """Keys go to the window, and Qt finds who has the focus; nothing here touches a widget."""

    def __init__(self, qtbot: QtBot, home: Path, practice: bool = False) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._qtbot = qtbot
        self._switch_interval_s = sys.getswitchinterval()
        home.mkdir(parents=True, exist_ok=True)
        self.pulse = Pulse()
        self.window, self._desk = stand_up(application, Settings(home, practice=practice))
        qtbot.waitUntil(self.window.isActiveWindow, timeout=WITHIN_MS)
        self.pulse.start()

    def press(self, *keys: str) -> None:
        """Keys by their names: "Ctrl+1", "Return", "Tab"."""
        for name in keys:
            self.pulse.doing = name
            pressed = QKeySequence(name)[0]  # type: ignore[index]  # missing in the stubs of the binding
            QTest.keyClick(self.window.windowHandle(), pressed.key(), pressed.keyboardModifiers())

    def type(self, words: str) -> None:
        """Digits and Latin letters by their keys; the rest as an input method hands it over."""
        for letter in words:
            if letter.isascii():
                self.press("Space" if letter == " " else letter)
            else:
                handed_over = QInputMethodEvent()
                handed_over.setCommitString(letter)
                QApplication.sendEvent(QApplication.focusObject(), handed_over)

    def drop(self, screen: QWidget, file: Path) -> None:
        """From a file manager."""
        self.pulse.doing = "drop"
        drop(screen, file)

    def fill(self, *fields: str) -> None:
        """One field after another by Tab, from where the cursor is."""
        for place, words in enumerate(fields):
            if place:
                self.press("Tab")
            self.type(words)

    def sees(self, *words: str, within_ms: int = WITHIN_MS) -> str:
        """What stands on the screen, once all these words do."""

        def seen() -> None:
            with self.pulse.not_counted():
                screen = self.screen()
            missing = [each for each in words if each not in screen]
            assert not missing, f"{missing} not on the screen:\n{screen}"

        self._qtbot.waitUntil(seen, timeout=within_ms)
        return self.screen()

    def until(self, true: Callable[[], bool], within_ms: int = WITHIN_MS) -> None:
        self._qtbot.waitUntil(true, timeout=within_ms)

    def screen(self) -> str:
        """Every word that can be read in the window now, a line a widget."""
        return "\n".join(text for text in map(_words, _visible(self.window)) if text)

    @property
    def typed(self) -> list[str]:
        """What stands in the fields of the screen."""
        return [each.text() for each in _visible(self.window) if isinstance(each, QLineEdit) and each.text()]

    @property
    def focused(self) -> str:
        """The accessible name of what the next key goes to."""
        widget = QApplication.focusWidget()
        return widget.accessibleName() if widget is not None else ""

    def tray(self) -> CardTray:
        """Practice's cards, once they lie ready."""
        self.until(lambda: self._desk.is_at_work and self._desk.work.tray is not None, 60_000)
        tray = self._desk.work.tray
        assert tray is not None
        return tray

    def close(self) -> None:
        self.pulse.stop()
        self.window.close()
        for each in (self._desk, self.window):
            each.deleteLater()
        sys.setswitchinterval(self._switch_interval_s)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        del self.window, self._desk
        assert QApplication.topLevelWidgets() == [], (
            "left to Python, which takes them apart in the wrong order"
        )


@contextmanager
def desk_window(qtbot: QtBot, home: Path, practice: bool = False) -> Iterator[DeskWindow]:
    desk = DeskWindow(qtbot, home, practice)
    try:
        yield desk
    finally:
        desk.close()
        gc.collect()  # nothing of it stands beside the next desk


def _visible(window: QWidget) -> Iterator[QWidget]:
    return (each for each in window.findChildren(QWidget) if each.isVisible())


def _words(widget: QWidget) -> str:
    match widget:
        case QLabel():
            return _plain(widget.text())
        case QLineEdit():
            return widget.displayText()
        case QComboBox():
            return widget.currentText()
        case QAbstractButton():
            return widget.text()
        case QAbstractItemView():
            return _rows(widget)
        case _:
            return ""


def _plain(words: str) -> str:
    return QTextDocumentFragment.fromHtml(words).toPlainText() if _TAG.search(words) else words


def _rows(view: QAbstractItemView) -> str:
    model = view.model()
    if model is None:
        return ""
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()  # a list's cannot be asked
    return "\n".join(
        "　".join(str(model.index(row, column).data() or "") for column in range(columns))
        for row in range(model.rowCount())
    )
