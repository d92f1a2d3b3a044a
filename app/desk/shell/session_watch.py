"""The person at the PC left it: sleep, a locked session, another user, remote desktop. The card session ends then.

Windows and Linux tell; a Mac tells only its own frameworks, so there the gap that sleep leaves in the clock must do
(`IdleWatch`), as it must on a Linux desktop without logind.
"""

import sys

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.desk.shell.windows_messages import WindowsMessages, tell_window_of_its_session


class SessionWatch(QObject):
    """left: may come more than once for one leaving, since a PC that sleeps also locks."""

    left = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages: WindowsMessages | None = None
        self._bus: QObject | None = None

    def begin(self, window: int) -> None:
        """window: the system's number of the main window (`winId`), which Windows tells. After the first paint."""
        if sys.platform == "win32":
            self._messages = WindowsMessages(self.left.emit)
            application = QCoreApplication.instance()
            assert application is not None
            application.installNativeEventFilter(self._messages)
            tell_window_of_its_session(window)
        elif sys.platform == "linux":
            from app.desk.shell.desktop_bus import DesktopBus

            bus = DesktopBus(self)
            bus.left.connect(self.left)
            bus.begin()
            self._bus = bus
