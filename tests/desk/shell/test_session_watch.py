"""When the person leaves the PC, the card session ends: what Windows and a Linux desktop tell of it."""

import ctypes
import subprocess
import sys
from ctypes import wintypes

import pytest

from app.desk.shell.desktop_bus import DesktopBus
from app.desk.shell.windows_messages import WM_POWERBROADCAST, WM_WTSSESSION_CHANGE, WindowsMessages

_SCREEN_COVERED = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from app.desk.shell.desktop_bus import SCREEN_SAVERS
from app.desk.shell.session_watch import SessionWatch
application = QCoreApplication([])
watch = SessionWatch()
watch.left.connect(lambda: application.exit(0))
watch.begin(0)
path, interface = SCREEN_SAVERS[int(sys.argv[1])]
message = QDBusMessage.createSignal(path, interface, "ActiveChanged")
message.setArguments([sys.argv[2] == "covered"])
QDBusConnection.sessionBus().send(message)
QTimer.singleShot(int(sys.argv[3]), lambda: application.exit(1))
sys.exit(application.exec())
"""


@pytest.mark.parametrize(
    ("message", "parameter", "leaves"),
    [
        pytest.param(WM_WTSSESSION_CHANGE, 0x7, True, id="session locked"),
        pytest.param(WM_WTSSESSION_CHANGE, 0x8, False, id="session unlocked"),
        pytest.param(WM_WTSSESSION_CHANGE, 0x3, True, id="remote desktop takes over"),
        pytest.param(WM_WTSSESSION_CHANGE, 0x4, True, id="remote desktop ends"),
        pytest.param(WM_WTSSESSION_CHANGE, 0x2, True, id="another user"),
        pytest.param(WM_WTSSESSION_CHANGE, 0x1, False, id="back at the console"),
        pytest.param(WM_POWERBROADCAST, 0x4, True, id="sleep"),
        pytest.param(WM_POWERBROADCAST, 0x7, False, id="awake"),
        pytest.param(0x0200, 0x7, False, id="mouse moved"),
    ],
)
def test_windows_tells_that_the_person_left(message, parameter, leaves):
    heard: list[None] = []
    told = wintypes.MSG(message=message, wParam=parameter)
    passed_on = WindowsMessages(lambda: heard.append(None)).nativeEventFilter(
        b"windows_generic_MSG", ctypes.addressof(told)
    )
    assert (bool(heard), passed_on) == (leaves, (False, 0))


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is how Linux desktops tell")
@pytest.mark.parametrize("saver", range(3))
def test_a_covered_screen_is_heard_over_the_bus(saver):
    assert _on_a_bus_of_its_own(saver, "covered", limit_ms=5_000) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is how Linux desktops tell")
def test_a_screen_that_is_uncovered_again_ends_nothing():
    assert _on_a_bus_of_its_own(0, "uncovered", limit_ms=300) == 1


def test_sleep_is_heard_when_it_begins_and_not_when_it_ends(qtbot):
    bus = DesktopBus()
    with qtbot.waitSignal(bus.left):
        bus.began_or_ended(True)
    with qtbot.assertNotEmitted(bus.left):
        bus.began_or_ended(False)


def _on_a_bus_of_its_own(saver: int, said: str, limit_ms: int) -> int:
    """Exit status 0 when the leaving was heard within the limit."""
    command = ["dbus-run-session", "--", sys.executable, "-c", _SCREEN_COVERED, str(saver), said]
    run = subprocess.run([*command, str(limit_ms)], timeout=30, check=False, capture_output=True)
    return run.returncode
