"""What a Linux desktop tells over D-Bus: sleep, a locked session, a screen that was covered."""

from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

_LOGIN = "org.freedesktop.login1"
SCREEN_SAVERS = (
    ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("/ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
)
"""Path and interface; desktops differ in where they speak of it."""

# The binding's stubs ask for bytes here, the binding itself takes text alone.
_BEGAN_OR_ENDED: Any = SLOT("began_or_ended(bool)")
_LOCKED: Any = SLOT("locked()")


class DesktopBus(QObject):
    """Signals of services that are not there never come: nothing to handle."""

    left = Signal()

    def begin(self) -> None:
        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        if system.isConnected():
            manager = f"{_LOGIN}.Manager"
            system.connect(
                _LOGIN, "/org/freedesktop/login1", manager, "PrepareForSleep", self, _BEGAN_OR_ENDED
            )
            system.connect(_LOGIN, "", f"{_LOGIN}.Session", "Lock", self, _LOCKED)
        if session.isConnected():
            for path, interface in SCREEN_SAVERS:
                session.connect("", path, interface, "ActiveChanged", self, _BEGAN_OR_ENDED)

    @Slot(bool)
    def began_or_ended(self, began: bool) -> None:
        """Both sleep and screen savers say True when they begin."""
        if began:
            self.left.emit()

    @Slot()
    def locked(self) -> None:
        self.left.emit()
