"""A visit in practice with a 5 ms timer beside it: prints the longest gap in milliseconds, from first paint."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.assembly.run import stand_up
from app.desk.reception.state import CardPhase
from app.eligibility.question import TypedForm
from app.settings import Settings

_TICK_MS = 5


class Visit:
    """Card, photograph, typed card, patients, settings: each step as soon as the one before it is done."""

    def __init__(self, application: QApplication) -> None:
        self._window, self._desk = stand_up(application, Settings(Path("."), practice=True))
        self._ticked = 0.0
        self._longest = (0.0, "start")
        self._step = "start"
        self._steps = self._visit()
        self._ready: Callable[[], bool] = lambda: self._desk.is_at_work
        self._timer = QTimer()
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        QTimer.singleShot(0, self._timer.start)

    def _tick(self) -> None:
        now = time.perf_counter()
        if self._ticked:
            gap = (now - self._ticked) * 1000
            self._longest = max(self._longest, (gap, self._step))
        self._ticked = now
        if self._ready():
            following = next(self._steps, None)
            if following is None:
                print(*self._longest, flush=True)
                self._timer.stop()
                self._window.close()
            else:
                self._step, self._ready = following

    def _visit(self) -> Iterator[tuple[str, Callable[[], bool]]]:
        reception = self._desk.work.reception
        tray = self._desk.work.tray
        assert tray is not None
        card = reception.presenter.card
        tray.lay("valid-employee")
        yield "card", lambda: card.state.phase is CardPhase.READ and not card.state.busy
        card.photograph_confirmed()
        yield "answer", lambda: card.state.done
        reception.presenter.form.submitted(TypedForm("06139992", "101", "99999", "00", "0214"))
        yield "typed", lambda: self._answered()
        self._window.open_screen("patients")
        yield "patients", _after(0.3)
        self._window.open_screen("settings")
        yield "settings", _after(0.3)
        self._window.open_screen("reception")
        yield "reception", _after(0.1)

    def _answered(self) -> bool:
        shown = self._desk.work.reception.presenter.state.answer.shown
        return shown is not None and shown.check.answer is not None and not shown.check.answer.information


def _after(seconds: float) -> Callable[[], bool]:
    until = time.perf_counter() + seconds
    return lambda: time.perf_counter() > until


def main() -> None:
    application = QApplication([])
    visit = Visit(application)
    application.exec()
    del visit


if __name__ == "__main__":
    main()
