"""What Windows tells a window of its session: locked, taken by remote desktop, put to sleep."""

import sys
from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray

WM_POWERBROADCAST = 0x0218
WM_WTSSESSION_CHANGE = 0x02B1
_SUSPEND = 0x4
_CONSOLE_DISCONNECT, _REMOTE_CONNECT, _REMOTE_DISCONNECT, _LOGOFF, _LOCK = 0x2, 0x3, 0x4, 0x6, 0x7
_LEAVING = {
    WM_POWERBROADCAST: {_SUSPEND},
    WM_WTSSESSION_CHANGE: {_CONSOLE_DISCONNECT, _REMOTE_CONNECT, _REMOTE_DISCONNECT, _LOGOFF, _LOCK},
}
"""Source: the system's headers winuser.h and wtsapi32.h."""

_THIS_SESSION = 0


class WindowsMessages(QAbstractNativeEventFilter):
    """Looks at the messages of the program's windows and passes every one on."""

    def __init__(self, left: Callable[[], None]) -> None:
        super().__init__()
        self._left = left

    def nativeEventFilter(
        self, eventType: QByteArray | bytes | bytearray | memoryview, message: int, /
    ) -> tuple[bool, int]:
        if eventType == b"windows_generic_MSG":
            told = wintypes.MSG.from_address(int(message))
            if told.wParam in _LEAVING.get(told.message, ()):
                self._left()
        return False, 0


def tell_window_of_its_session(window: int) -> None:
    """Windows tells of lock and remote desktop only who asked."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.wtsapi32.WTSRegisterSessionNotification(wintypes.HWND(window), _THIS_SESSION)
