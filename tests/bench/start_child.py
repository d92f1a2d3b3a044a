"""The desk from its start: prints seconds until the sign-in field takes keys, and from sign-in to the first rows."""

import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView

from app.assembly.run import stand_up
from app.settings import Settings

PIN = "73519"


class Watch:
    """Looks every millisecond, as a person cannot."""

    def __init__(self, application: QApplication, started: float, home: Path) -> None:
        self._application = application
        self._started = started
        self._signed_in_at = 0.0
        self._window, self._desk = stand_up(application, Settings(home))
        self._timer = QTimer()
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._look_for_field)
        self._timer.start()

    def _look_for_field(self) -> None:
        field = self._application.focusWidget()
        if (
            isinstance(field, QLineEdit)
            and field.echoMode() is QLineEdit.EchoMode.Password
            and field.isEnabled()
        ):
            print(time.monotonic() - self._started, flush=True)
            self._timer.timeout.disconnect()
            self._timer.timeout.connect(self._look_for_desk)
            QTest.keyClicks(field, PIN)
            QTest.keyClick(field, Qt.Key.Key_Return)

    def _look_for_desk(self) -> None:
        if self._desk.is_at_work and not self._signed_in_at:
            self._signed_in_at = time.monotonic()
            self._window.open_screen("patients")
        elif self._signed_in_at and any(self._rows()):
            print(time.monotonic() - self._signed_in_at, flush=True)
            self._timer.stop()
            self._window.close()

    def _rows(self) -> list[int]:
        tables = self._window.findChildren(QTableView)
        return [table.model().rowCount() for table in tables if table.isVisible()]


def main() -> None:
    application = QApplication([])
    watch = Watch(application, float(sys.argv[1]), Path(sys.argv[2]))
    application.exec()
    del watch


if __name__ == "__main__":
    main()
