"""One desk a home: the second start brings the first one's window to the front and ends."""

import os
import sys
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LIMIT_MS = 2_000
_TRY_AGAIN_MS = 20
_ANY_PROCESS = -1


class OneInstance(QObject):
    """raise_requested: another start of this home asks for the window.

    The lock decides, not the socket: a socket outlives a killed program, and asking it who is there takes two steps
    between which two starts could both find nobody. The lock of a dead program is free again.
    """

    raise_requested = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = server_name(home)
        self._lock = QLockFile(str(home / "desk.lock"))
        self._lock.setStaleLockTime(0)  # a desk that runs for weeks is not stale
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._asked)

    def claim(self) -> bool:
        """Whether this program is the first of its home; if not, the first one was asked to show itself.

        A home that cannot be written to has no lock: the ledger names that cause, so this start goes on.
        """
        if self._lock.tryLock(0):
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)
            return True
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            return True
        self._ask_first()
        return False

    def release(self) -> None:
        """At the end, once the ledger is closed: the next start is the first again."""
        self._server.close()
        self._lock.unlock()

    def _ask_first(self) -> None:
        """The connection itself is the message. The first one may have its lock but not listen yet."""
        _let_others_come_forward()
        limit = QDeadlineTimer(_LIMIT_MS)
        while not limit.hasExpired():
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(int(limit.remainingTime())):
                socket.disconnectFromServer()
                return
            QThread.msleep(_TRY_AGAIN_MS)

    def _asked(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self.raise_requested.emit()


def server_name(home: Path) -> str:
    """Short, since a socket's path holds about 100 bytes, and the same however the home is spelt."""
    return f"madoguchi-{sha256(os.path.normcase(home.resolve()).encode()).hexdigest()[:16]}"


def _let_others_come_forward() -> None:
    """Windows lets only the program in front hand the front on: that is the start just made."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)
