"""A panel as it lies in the window: the rail and the top bar take their room at 150 %."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

_RAIL, _BAR, _PAPER = 138, 66, 16


def framed(build: Callable[[], QWidget]) -> Callable[[], QWidget]:
    def built() -> QWidget:
        screen = QWidget()
        screen.setProperty("type", "screen")
        screen.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        around = QVBoxLayout(screen)
        around.setContentsMargins(_RAIL + _PAPER, _BAR + _PAPER, _PAPER, _PAPER)
        around.addWidget(build())
        return screen

    return built
