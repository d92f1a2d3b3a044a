"""The window in practice and with a broken link, to be looked at."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.eligibility.ports import CentralUnreachable
from tests.desk.reception.shots import STATES, reception_in_window
from tests.desk.shell.shell import FOLDER, Tray, window


def _practice() -> QWidget:
    shell = reception_in_window(STATES["valid"], window(FOLDER, practice=True))
    shell.show_tray(Tray())
    return shell


def _broken() -> QWidget:
    shell = reception_in_window(STATES["provisional"], window(FOLDER))
    shell.line_said(CentralUnreachable())
    shell.show_waiting(2)
    return shell


SHOTS: dict[str, Callable[[], QWidget]] = {"window-practice": _practice, "window-broken": _broken}
