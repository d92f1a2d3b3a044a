"""A failure that nobody expected is said and logged, and the desk goes on."""

import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, qWarning

from app.desk.crash.care import CrashCare
from app.desk.crash.presenter import Crash, CrashPresenter, CrashState
from app.desk.crash.window import CrashWindow
from app.errors import ClinicError
from tests.desk.found import one
from tests.desk.views import Shown

AT = datetime(2026, 11, 22, 1, 32, tzinfo=UTC)
CRASH = Crash("KeyError", "desk/reception/panel.py:88 show_state", AT)


class NowhereToWrite(ClinicError):
    code = "report.not_written"


@pytest.fixture
def care(qapp, tmp_path):
    kept = CrashCare(qapp, tmp_path / "logs", lambda path: None, lambda: AT)
    kept.begin()
    yield kept
    kept.end()
    for window in _windows(qapp):
        window.close()
        window.deleteLater()


def _windows(qapp) -> list[CrashWindow]:
    return [each for each in qapp.topLevelWidgets() if isinstance(each, CrashWindow) and each.isVisible()]


def _log(tmp_path: Path) -> str:
    return (tmp_path / "logs" / "desk.log").read_text("utf-8")


def _fail() -> None:
    raise KeyError("架空　花")


def test_a_failing_screen_brings_the_crash_window_and_the_desk_goes_on(qtbot, qapp, tmp_path, care):
    QTimer.singleShot(0, _fail)
    qtbot.waitUntil(lambda: bool(_windows(qapp)))
    went_on: list[bool] = []
    QTimer.singleShot(0, lambda: went_on.append(True))
    qtbot.waitUntil(lambda: bool(went_on))
    assert "KeyError" in _log(tmp_path)
    assert "架空" not in _log(tmp_path)


def test_a_failing_thread_is_heard_too(qtbot, qapp, tmp_path, care):
    thread = threading.Thread(target=_fail, name="reader")
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(_windows(qapp)))
    assert "KeyError" in _log(tmp_path)


def test_what_fails_in_each_painting_fills_neither_the_screen_nor_the_log(qtbot, qapp, tmp_path, care):
    for _ in range(40):
        QTimer.singleShot(0, _fail)
    last: list[bool] = []
    QTimer.singleShot(0, lambda: last.append(True))
    qtbot.waitUntil(lambda: bool(last) and bool(_windows(qapp)))
    assert len(_windows(qapp)) == 1
    assert _log(tmp_path).count("unexpected") == 10


def test_the_crash_window_takes_no_key_from_who_types(qtbot):
    """Systems obey the attribute; the offscreen platform of these tests does not."""
    window = CrashWindow()
    qtbot.addWidget(window)
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert not window.isModal()


def test_what_qt_complains_about_is_logged(qtbot, tmp_path, care):
    qWarning("QFont: cannot open /home/sato/font.ttf")
    assert "Qt default: QFont: cannot open …" in _log(tmp_path)


def test_afterwards_python_reports_as_before(qapp, tmp_path):
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    kept = CrashCare(qapp, None, lambda path: None, lambda: AT)
    kept.begin()
    assert sys.excepthook != before[0]
    kept.end()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_a_home_without_room_for_a_log_does_not_keep_the_desk_from_opening(qapp, tmp_path):
    (tmp_path / "logs").write_text("a file where a folder should be")
    kept = CrashCare(qapp, tmp_path / "logs", lambda path: None, lambda: AT)
    kept.begin()
    kept.end()


def test_more_failures_are_counted_behind_the_first():
    view: Shown[CrashState] = Shown()
    presenter = CrashPresenter(view, lambda path: None)
    for place in ("first", "second", "third"):
        presenter.happened(Crash("KeyError", place, AT))
    assert view.last.crash is not None
    assert (view.last.crash.place, view.last.count) == ("first", 3)


def test_the_report_is_saved_where_somebody_chose():
    written: list[Path] = []
    view: Shown[CrashState] = Shown()
    presenter = CrashPresenter(view, written.append)
    presenter.happened(CRASH)
    presenter.report_requested("reports/today.zip")
    assert (written, view.last.saved, view.last.trouble) == ([Path("reports/today.zip")], "today.zip", None)


def test_a_report_that_cannot_be_written_is_said():
    def refuse(path: Path) -> None:
        raise NowhereToWrite

    view: Shown[CrashState] = Shown()
    presenter = CrashPresenter(view, refuse)
    presenter.happened(CRASH)
    presenter.report_requested("today.zip")
    assert view.last.trouble is not None
    assert (view.last.trouble.what, view.last.saved) == ("報告を保存できませんでした。", "")


def test_going_on_closes_the_window_until_something_else_is_wrong(qtbot):
    window = CrashWindow()
    qtbot.addWidget(window)
    presenter = CrashPresenter(window, lambda path: None)
    window.closed.connect(presenter.closed)
    presenter.happened(CRASH)
    assert window.isVisible()
    window.reject()
    assert not window.isVisible()
    presenter.happened(CRASH)
    assert window.isVisible()


def test_the_window_names_time_kind_and_place(qtbot):
    window = CrashWindow()
    qtbot.addWidget(window)
    window.show_state(CrashState(CRASH, count=3))
    facts = one(window, type(window._facts), "facts").text()
    assert facts == "10:32:00　KeyError　desk/reception/panel.py:88 show_state　ほか2件"
