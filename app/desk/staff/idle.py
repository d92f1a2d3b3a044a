"""When nobody has touched the desk for a while, or the PC slept, the desk locks itself."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from app.scheme.days import Clock

_TICK_S = 5
_SLEPT_AFTER = timedelta(seconds=30)
"""Ticks come every five seconds; a gap like this means that the PC slept, whatever the system tells us of it."""

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """idle: emitted once, when the time is over or the PC woke from sleep; then not again before the next `begin`."""

    idle = Signal()

    def __init__(self, application: QCoreApplication, clock: Clock) -> None:
        super().__init__(application)
        self._application = application
        self._clock = clock
        self._limit = timedelta(minutes=5)
        self._touched_at = clock()
        self._ticked_at = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_S * 1000)
        self._timer.timeout.connect(self.tick)

    def set_minutes(self, minutes: int) -> None:
        self._limit = timedelta(minutes=minutes)

    def begin(self) -> None:
        """Somebody signed in."""
        self._touched_at = self._ticked_at = self._clock()
        self._application.installEventFilter(self)
        self._timer.start()

    def end(self) -> None:
        """The desk is locked, or closes."""
        self._application.removeEventFilter(self)
        self._timer.stop()

    def tick(self) -> None:
        now = self._clock()
        if self._timer.isActive() and self._is_over(now):
            self.end()
            self.idle.emit()
        self._ticked_at = now

    def _is_over(self, now: datetime) -> bool:
        return now - self._touched_at >= self._limit or now - self._ticked_at > _SLEPT_AFTER

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched_at = self._clock()
        return False
