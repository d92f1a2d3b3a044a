"""Long work that only the window's thread can do, such as making widgets, cut into slices: one a turn of the loop."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer


class Slices(QObject):
    """Runs the iterator to its end, a step every other turn, so that keys and paints get their turn in between.

    The turn without a step is Qt's own: what was made is styled and laid out in it, which takes as long as making it.
    Whoever needs the result calls `when_done`; what was asked for before the end is called at the end, in order.
    """

    def __init__(self, steps: Iterator[object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[object] | None = steps
        self._waiting: list[Callable[[], None]] = []
        self._is_breath = False
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def when_done(self, then: Callable[[], None]) -> None:
        if self._steps is None:
            then()
        else:
            self._waiting.append(then)

    def stop(self) -> None:
        """The window closes: nobody waits any more."""
        self._timer.stop()
        self._waiting.clear()

    def _step(self) -> None:
        self._is_breath = not self._is_breath
        if self._is_breath:
            return
        if self._steps is not None and next(self._steps, self) is not self:
            return
        self._timer.stop()
        self._steps = None
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()
