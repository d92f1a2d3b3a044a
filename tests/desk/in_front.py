"""A screen of its own in front of somebody, at the size it has in the window."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

Screen = TypeVar("Screen", bound=QWidget)


def in_front(qtbot: QtBot, screen: Screen, width: int = 1188, height: int = 756) -> Screen:
    qtbot.addWidget(screen)
    screen.resize(width, height)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    return screen
