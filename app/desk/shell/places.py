"""Where the window stood last time, and back onto a screen when that one is gone."""

from PySide6.QtCore import QByteArray, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_GEOMETRY = "window/geometry"
USUAL = QSize(1280, 800)
_LEAST_IN_SIGHT = 120
"""Pixels of the title bar that must lie on a screen, or nobody could take hold of the window."""


def keep_place(window: QWidget, settings: QSettings) -> None:
    settings.setValue(_GEOMETRY, window.saveGeometry())


def restore_place(window: QWidget, settings: QSettings) -> None:
    kept = settings.value(_GEOMETRY)
    if not (isinstance(kept, QByteArray) and window.restoreGeometry(kept)):
        window.resize(USUAL)
    if not is_in_sight(window):
        rescue(window)


def is_in_sight(window: QWidget) -> bool:
    """Whether enough of the window's upper edge lies on one of the screens that are there now."""
    edge = window.geometry()
    edge.setHeight(40)
    seen = (screen.availableGeometry().intersected(edge) for screen in QGuiApplication.screens())
    return any(part.width() >= _LEAST_IN_SIGHT and part.height() > 10 for part in seen)


def rescue(window: QWidget) -> None:
    """To the middle of the first screen, no larger than it."""
    room = QGuiApplication.primaryScreen().availableGeometry()
    window.resize(window.size().boundedTo(room.size()))
    window.move(room.center() - window.rect().center())
