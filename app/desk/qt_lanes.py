"""Lanes of a running desk: daemon threads for life, results back on the window's thread."""

from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.desk.lanes import Ticket
from app.errors import ClinicError

Result = TypeVar("Result")


@dataclass(eq=False)
class _Errand:
    """Work on its way there and back. dropped: nobody waits for it any more."""

    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    dropped: bool = False
    result: Any = None
    error: Exception | None = None

    def drop(self) -> None:
        self.dropped = True

    def carry_out(self) -> None:
        try:
            self.result = self.work()
        except Exception as error:  # carried to the window's thread, where `failed` sorts it
            self.error = error

    def deliver(self) -> None:
        """On the window's thread. An unexpected error is never lost, even when nobody waits."""
        if self.error is None:
            if not self.dropped:
                self.done(self.result)
        elif not self.dropped:
            self.failed(self.error)
        elif not isinstance(self.error, ClinicError):
            raise self.error


class QtLane(QObject):
    """`threads` workers in order of asking; one thread keeps the order of finishing too."""

    _came_back = Signal(object)

    def __init__(self, name: str, threads: int = 1, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errands: SimpleQueue[_Errand | None] = SimpleQueue()
        self._closed = False
        self._came_back.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._threads = [
            Thread(target=self._work, name=f"{name}-{number}", daemon=True) for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def run(
        self, work: Callable[[], Result], done: Callable[[Result], None], failed: Callable[[Exception], None]
    ) -> Ticket:
        errand = _Errand(work, done, failed)
        self._errands.put(errand)
        return errand

    def close(self, limit_s: float = 3.0) -> None:
        """Drops what has not begun and waits for the rest, no longer than the limit in seconds; nobody is told."""
        self._closed = True
        while not self._errands.empty():
            self._errands.get_nowait()
        for _ in self._threads:
            self._errands.put(None)
        until = monotonic() + limit_s
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))

    def _work(self) -> None:
        while (errand := self._errands.get()) is not None:
            if not errand.dropped:
                errand.carry_out()
                if not self._closed:  # once closing gave up waiting, Qt's half of this lane may be gone
                    self._came_back.emit(errand)

    def _deliver(self, errand: _Errand) -> None:
        """What came back while the lane was being closed finds nobody: the screens are going."""
        if self._closed:
            errand.drop()
        errand.deliver()
