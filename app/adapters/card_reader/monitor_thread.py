"""The thread that the monitor runs on. It loads the PC/SC library there, not where it is started."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.adapters.card_reader.insertions import Insertions
from app.adapters.card_reader.jpki import get_ready
from app.eligibility.card import ReadersStatus

if TYPE_CHECKING:
    from app.adapters.card_reader.monitor import Monitor

_CANCEL_EVERY_S = 0.05


class MonitorThread:
    """Started by being made."""

    def __init__(self, publish: Callable[[ReadersStatus], None], insertions: Insertions) -> None:
        self._publish = publish
        self._insertions = insertions
        self._ended = threading.Event()
        self._monitor: Monitor | None = None
        self._thread = threading.Thread(target=self._run, name="card readers' monitor", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Returns when the thread has ended. A cancel that comes just before the wait is lost: hence the loop."""
        self._ended.set()
        while self._thread.is_alive():
            if self._monitor is not None:
                self._monitor.cancel()
            self._thread.join(_CANCEL_EVERY_S)

    def _run(self) -> None:
        from app.adapters.card_reader.monitor import Monitor

        self._monitor = Monitor(self._tell, self._insertions, self._ended)
        self._monitor.run()

    def _tell(self, status: ReadersStatus) -> None:
        self._publish(status)
        get_ready()
