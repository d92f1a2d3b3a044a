"""`--check`: practice goes through one visit by itself, and a picture shows how it ended."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.assembly.desk import Desk
from app.desk.reception.state import CardPhase
from app.scheme.outcome import Outcome

CASE = "valid-employee"
_LOOK_EVERY_MS = 20
_LIMIT_MS = 90_000


class CheckRun(QObject):
    """Lays a card, confirms the photograph, waits for the answer on screen, saves a picture, ends the program.

    Exit status 0 when a valid answer was painted, 1 when it was not within the limit.
    """

    def __init__(self, application: QApplication, desk: Desk, window: QWidget, picture: Path) -> None:
        super().__init__()
        self._application = application
        self._desk = desk
        self._window = window
        self._picture = picture
        self._step: Callable[[], bool] = self._card_laid
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._limit = QTimer(self, singleShot=True, interval=_LIMIT_MS)
        self._limit.timeout.connect(self._give_up)

    def begin(self) -> None:
        self._timer.start()
        self._limit.start()

    def _look(self) -> None:
        """One step after another, each as soon as the one before it is done."""
        if self._step():
            following = {
                self._card_laid: self._photograph_confirmed,
                self._photograph_confirmed: self._answered,
            }
            if self._step == self._answered:
                self._timer.stop()
                QTimer.singleShot(300, self._finish)
            else:
                self._step = following[self._step]

    def _card_laid(self) -> bool:
        if not self._desk.is_at_work or self._desk.work.tray is None:
            return False
        self._desk.work.tray.lay(CASE)
        return True

    def _photograph_confirmed(self) -> bool:
        card = self._desk.work.reception.presenter.card
        if card.state.phase is not CardPhase.READ or card.state.busy:
            return False
        card.photograph_confirmed()
        return True

    def _answered(self) -> bool:
        shown = self._desk.work.reception.presenter.state.answer.shown
        return shown is not None and shown.check.answer is not None

    def _finish(self) -> None:
        shown = self._desk.work.reception.presenter.state.answer.shown
        valid = (
            shown is not None
            and shown.check.answer is not None
            and shown.check.answer.outcome is Outcome.VALID
        )
        self._picture.parent.mkdir(parents=True, exist_ok=True)
        saved = self._window.grab().save(str(self._picture))
        print(f"{'valid' if valid else 'not valid'}: {self._picture}", file=sys.stderr)
        self._end(0 if valid and saved else 1)

    def _give_up(self) -> None:
        print("no answer on the screen within the limit", file=sys.stderr)
        self._end(1)

    def _end(self, status: int) -> None:
        self._timer.stop()
        self._window.close()
        self._application.exit(status)
