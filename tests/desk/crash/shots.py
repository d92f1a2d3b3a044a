"""The crash window, to be looked at."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget

from app.desk.advice import advice_of
from app.desk.crash.presenter import Crash, CrashState
from app.desk.crash.window import CrashWindow

_STATE = CrashState(
    Crash(
        "AttributeError",
        "desk/reception/answer/panel.py:188 show_state",
        datetime(2026, 11, 22, 1, 32, tzinfo=UTC),
    ),
    count=3,
)


def _crashed(**changes: object) -> QWidget:
    window = CrashWindow()
    window.show_state(CrashState(_STATE.crash, _STATE.count, **changes))  # type: ignore[arg-type]
    return window


SHOTS: dict[str, Callable[[], QWidget]] = {
    "crash": _crashed,
    "crash-report-saved": lambda: _crashed(saved="madoguchi-report.zip"),
    "crash-report-not-saved": lambda: _crashed(trouble=advice_of("report.not_written")),
}
