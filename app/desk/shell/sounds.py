"""A sound when an answer came: once for a valid one, twice where somebody must look. It can be off."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.scheme.outcome import Outcome

_PAUSE_MS = 180


class Sounds(QObject):
    """The system's own signal: it follows the volume and the device that the account uses."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.are_on = True
        self._again = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._again.timeout.connect(QApplication.beep)

    def outcome_came(self, outcome: Outcome) -> None:
        if not self.are_on:
            return
        QApplication.beep()
        if outcome is not Outcome.VALID:
            self._again.start()
