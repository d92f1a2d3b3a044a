"""Listeners to what the readers see: each on a thread of its own, so that none can delay the others or the monitor."""

import threading
from collections.abc import Callable
from queue import SimpleQueue

from app.eligibility.card import ReadersStatus

Listener = Callable[[ReadersStatus], None]
_LAST_CALL_WITHIN_S = 2.0


class ReadersWatch:
    """One listener. Gets every status in order, the present one first."""

    def __init__(self, listener: Listener, left: Callable[["ReadersWatch"], None]) -> None:
        self._listener = listener
        self._left = left
        self._stopped = False
        self._statuses: SimpleQueue[ReadersStatus | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._listen, name="card readers' listener", daemon=True)
        self._thread.start()

    def tell(self, status: ReadersStatus) -> None:
        self._statuses.put(status)

    def stop(self) -> None:
        """The listener is not called after this returns. May be called twice, and by the listener itself."""
        self._stopped = True
        self._statuses.put(None)
        self._left(self)
        if self._thread is not threading.current_thread():
            self._thread.join(_LAST_CALL_WITHIN_S)

    def _listen(self) -> None:
        while (status := self._statuses.get()) is not None and not self._stopped:
            self._listener(status)


class Watchers:
    """Those who want to know, and the last status told. status: None until the first one."""

    def __init__(self, all_left: Callable[[], None] = lambda: None) -> None:
        self._lock = threading.Lock()
        self._watches: list[ReadersWatch] = []
        self._all_left = all_left
        self.status: ReadersStatus | None = None

    def add(self, listener: Listener) -> ReadersWatch:
        watch = ReadersWatch(listener, self._remove)
        with self._lock:
            self._watches.append(watch)
            if self.status is not None:
                watch.tell(self.status)
        return watch

    def publish(self, status: ReadersStatus) -> None:
        """Tells everybody, once a change."""
        with self._lock:
            if status == self.status:
                return
            self.status = status
            for watch in self._watches:
                watch.tell(status)

    @property
    def any_left(self) -> bool:
        return bool(self._watches)

    def forget(self) -> None:
        """The next status is news to whoever comes then."""
        self.status = None

    def _remove(self, watch: ReadersWatch) -> None:
        with self._lock:
            if watch not in self._watches:
                return
            self._watches.remove(watch)
            nobody_left = not self._watches
        if nobody_left:
            self._all_left()
