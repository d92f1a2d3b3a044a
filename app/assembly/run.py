"""The program with a window: one application, one instance a home, one desk."""

import sys
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from app.assembly.desk import Desk
from app.desk.crash.care import CrashCare
from app.desk.shell.qt_words import speak_japanese
from app.desk.shell.window import MainWindow
from app.desk.theme import Theme, apply_theme, system_is_dark
from app.scheme.days import utc_now
from app.settings import Settings

_SWITCH_INTERVAL_S = 0.0005
"""Python's usual 5 ms are what the window's thread waits each time a busy lane holds the interpreter."""


def run_desk(settings: Settings, check_picture: Path | None) -> int:
    """Exit status of the program. check_picture: practice goes through one visit by itself and saves it there."""
    application = QApplication([])
    instance = None
    if not settings.practice:
        from app.desk.shell.one_instance import OneInstance

        settings.home.mkdir(parents=True, exist_ok=True)
        instance = OneInstance(settings.home)
        if not instance.claim():
            return 0
    care = _crash_care(application, settings)
    care.begin()
    window, desk = stand_up(application, settings)
    if instance is not None:
        instance.raise_requested.connect(window.raise_to_front)
    if check_picture is not None:
        from app.assembly.check_run import CheckRun

        check = CheckRun(application, desk, window, check_picture)
        check.begin()
    status = application.exec()
    if instance is not None:
        instance.release()
    care.end()
    return status


def stand_up(application: QApplication, settings: Settings) -> tuple[MainWindow, Desk]:
    """The window, painted as soon as the event loop runs, and the desk that begins right after."""
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    application.setApplicationName("Madoguchi")
    application.setApplicationDisplayName("窓口")
    speak_japanese(application)
    apply_theme(application, Theme(dark=system_is_dark()))
    preferences = _preferences(settings)
    window = MainWindow(utc_now, preferences, settings.practice)
    desk = Desk(application, settings, window, preferences)
    window.show()
    QTimer.singleShot(0, desk.begin)
    return window, desk


def _crash_care(application: QApplication, settings: Settings) -> CrashCare:
    """Practice keeps no log."""

    def write(path: Path) -> None:
        from app.assembly.report import write_report

        write_report(settings, path)

    return CrashCare(application, None if settings.practice else settings.logs, write, utc_now)


def _preferences(settings: Settings) -> QSettings:
    """In the home; practice keeps none."""
    if settings.practice:
        return QSettings("", QSettings.Format.IniFormat)
    return QSettings(str(settings.preferences_file), QSettings.Format.IniFormat)
