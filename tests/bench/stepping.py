"""Steps at a real window with a 5 ms timer beside them: prints the longest gap in milliseconds, and in which step."""

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

TICK_MS = 5
Ready = Callable[[], bool]
Step = tuple[str, Ready]
"""What is done in it, and whether the next one may begin; looked at with each tick, so it must cost nothing."""


class Stepping:
    """Each step as soon as the one before it is done; the window closes behind the last."""

    def __init__(self, window: QWidget, begun: Ready, steps: Iterator[Step]) -> None:
        self._window = window
        self._steps = steps
        self._step, self._ready = "start", begun
        self._ticked = 0.0
        self._longest = (0.0, self._step)
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def run(self, application: QApplication) -> None:
        QTimer.singleShot(0, self._timer.start)
        application.exec()
        print(*self._longest, flush=True)

    def _tick(self) -> None:
        now = time.perf_counter()
        if self._ticked:
            self._longest = max(self._longest, ((now - self._ticked) * 1000, self._step))
        self._ticked = now
        if not self._ready():
            return
        following = next(self._steps, None)
        if following is None:
            self._timer.stop()
            self._window.close()
        else:
            self._step, self._ready = following


def after(seconds: float) -> Ready:
    until = time.perf_counter() + seconds
    return lambda: time.perf_counter() > until
