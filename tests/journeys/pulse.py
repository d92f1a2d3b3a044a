"""How long the window's thread was kept from the next tick of a 5 ms timer: the longest gap, and what led to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer

_EVERY_MS = 5


class Pulse(QObject):
    """longest: the longest gap in ms by the key that was pressed last."""

    def __init__(self) -> None:
        super().__init__()
        self.longest: dict[str, float] = {}
        self.doing = "start"
        self._last: float | None = None
        self._timer = QTimer(self, interval=_EVERY_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def __str__(self) -> str:
        """The three longest, longest first."""
        first = sorted(self.longest.items(), key=lambda each: -each[1])[:3]
        return ", ".join(f"{gap_ms:.0f} ms after {doing}" for doing, gap_ms in first)

    @contextmanager
    def not_counted(self) -> Iterator[None]:
        """What the test itself does on the window's thread, such as reading the screen, is not the desk's."""
        began = perf_counter()
        try:
            yield
        finally:
            if self._last is not None:
                self._last += perf_counter() - began

    def _tick(self) -> None:
        now = perf_counter()
        if self._last is not None:
            gap_ms = (now - self._last) * 1000
            self.longest[self.doing] = max(gap_ms, self.longest.get(self.doing, 0.0))
        self._last = now
