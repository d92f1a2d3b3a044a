"""Hears of every failure that nobody expected, on every thread, and of what Qt complains about."""

import logging
import sys
import threading
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from app.desk.crash.log import LOG
from app.desk.crash.presenter import Crash
from app.desk.crash.telling import kind_of, place_of, without_persons
from app.scheme.days import Clock

_LOGGED_AT_MOST = 10
"""Of one failure: what goes wrong in each painting would push everything else out of the log."""

_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashWatch(QObject):
    """happened carries a Crash; connect it queued, since it may come from any thread and from within a painting."""

    happened = Signal(object)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._counted: Counter[tuple[str, str]] = Counter()
        self._undo: list[Callable[[], Any]] = []

    def begin(self) -> None:
        before = sys.excepthook, threading.excepthook, sys.unraisablehook
        self._undo = [lambda: self._put_back(*before)]
        sys.excepthook = self._unexpected
        threading.excepthook = self._unexpected_on_thread
        sys.unraisablehook = self._unraisable
        handler = qInstallMessageHandler(self._qt_said)
        self._undo.append(lambda: qInstallMessageHandler(handler))

    def end(self) -> None:
        while self._undo:
            self._undo.pop()()

    @staticmethod
    def _put_back(main: Any, thread: Any, unraisable: Any) -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = main, thread, unraisable

    def _unexpected(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, Exception):  # Ctrl+C at a terminal is no failure
            sys.__excepthook__(kind, error, trace)
            return
        crash = self._noted(error)
        self.happened.emit(crash)

    def _unexpected_on_thread(self, told: threading.ExceptHookArgs) -> None:
        if isinstance(told.exc_value, Exception):
            self.happened.emit(self._noted(told.exc_value))

    def _unraisable(self, told: "sys.UnraisableHookArgs") -> None:
        """While something was thrown away: nobody's work was interrupted, so the log alone hears of it."""
        if told.exc_value is not None:
            self._noted(told.exc_value)

    def _noted(self, error: BaseException) -> Crash:
        crash = Crash(kind_of(error), place_of(error.__traceback__), self._clock())
        if self._is_new(crash.kind, crash.place):
            LOG.error("unexpected", exc_info=error)
        return crash

    def _qt_said(self, kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        level = _LEVELS.get(kind)
        if level is not None and self._is_new("Qt", words):
            LOG.log(level, "Qt %s: %s", context.category, without_persons(words))

    def _is_new(self, kind: str, place: str) -> bool:
        self._counted[kind, place] += 1
        return self._counted[kind, place] <= _LOGGED_AT_MOST
