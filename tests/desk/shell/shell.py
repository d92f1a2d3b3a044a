"""A window of the shell around whatever a test puts into it."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel, QWidget

from app.desk.shell.window import MainWindow
from tests.people import NOW, RECEPTIONIST

_KEPT = TemporaryDirectory(prefix="madoguchi-window-")
FOLDER = Path(_KEPT.name)
"""For windows whose place nobody asks about."""


def window(folder: Path, practice: bool = False) -> MainWindow:
    """At half past ten on 22 November, 佐藤 at the counter; screens are labels with their names."""
    preferences = QSettings(str(folder / "preferences.ini"), QSettings.Format.IniFormat)
    shell = MainWindow(lambda: NOW, preferences, practice)
    shell.show_institution("見本医院")
    shell.show_member(RECEPTIONIST)
    return shell


def with_screens(shell: MainWindow) -> list[str]:
    """The names of the screens in the order in which they were made."""
    made: list[str] = []

    def maker(name: str) -> QWidget:
        made.append(name)
        return QLabel(name)

    for name in ("reception", "patients", "settings"):
        shell.add_screen(name, partial(maker, name))
    shell.show_desk()
    return made


class Tray:
    """Two cards; done: what was laid on and taken off."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def cards(self) -> tuple["Soft", ...]:
        return (
            Soft("valid", "架空 花（有効）", "30代の女性、短い黒髪"),
            Soft("lapsed", "例示 一郎（喪失）", "30代の男性、眼鏡"),
        )

    def lay(self, case: str) -> None:
        self.done.append(case)

    def take_off(self) -> None:
        self.done.append("off")


class Soft:
    def __init__(self, case: str, label: str, photo: str) -> None:
        self.case = case
        self.label = label
        self.photo = photo
