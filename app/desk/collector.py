"""Cyclic garbage taken away on the window's thread alone.

Python's own collector runs on whichever thread allocates next. On a lane it may meet what a replaced page left behind
and take widgets apart there, which Qt answers with a crash.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 250
_YOUNG, _MIDDLE, _OLD = gc.get_threshold()
_MIDDLE_AT_MOST = 3
_SELDOM = (_MIDDLE + 1) * (_OLD + 1) // _MIDDLE_AT_MOST


def collect_what_is_due() -> None:
    """At most one generation a turn; the youngest and all are due when Python itself would say so.

    The middle one is due sooner: what a day of 1,500 exceptions leaves in it costs 40 ms at once, 8 in parts.
    """
    young, middle, old = gc.get_count()
    if old >= _SELDOM:
        gc.collect(2)
    elif middle >= _MIDDLE_AT_MOST:
        gc.collect(1)
    elif young > _YOUNG:
        gc.collect(0)


class Collector(QObject):
    """From `begin` to `end` in place of Python's own. One a process."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(collect_what_is_due)
        self._by_itself = True

    def begin(self) -> None:
        """What stands now stands to the end: no round goes through it. Begun already, it does nothing."""
        if not self._timer.isActive():
            self._by_itself = gc.isenabled()
            gc.freeze()
            gc.disable()
            self._timer.start()

    def end(self) -> None:
        """Python's own goes on if it ran before."""
        self._timer.stop()
        gc.unfreeze()
        if self._by_itself:
            gc.enable()
