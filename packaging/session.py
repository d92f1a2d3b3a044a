"""A desktop session for programs that need one: display, window manager, session bus and an unlocked keyring.

Everything lies in a temporary folder and ends with the `with` block; nothing of the user's own session is touched.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

_READY_WITHIN_S = 15.0
SCREEN = "1440x960x24"


def has_display() -> bool:
    """Whether windows can be opened as things are; Windows and macOS are taken to have a desktop."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def virtual_display(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment with a display of its own (Xvfb), on a number that is free."""
    if not shutil.which("Xvfb"):
        sys.exit("There is no display, and Xvfb is not installed.")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
    display = subprocess.Popen(
        command, pass_fds=[writing], stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as numbers:
            number = numbers.readline().strip()
        if not number:
            sys.exit("Xvfb did not start.")
        without = {
            key: value for key, value in environment.items() if key not in ("WAYLAND_DISPLAY", "XAUTHORITY")
        }
        yield {**without, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "XDG_SESSION_TYPE": "x11"}
    finally:
        _end(display)


@contextmanager
def desktop() -> Iterator[dict[str, str]]:
    """The environment of a whole session, home folder included (Linux only; elsewhere the desktop as it is)."""
    if sys.platform != "linux":
        yield dict(os.environ)
        return
    with ExitStack() as stack:
        home = Path(tempfile.mkdtemp(prefix="desk-"))
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        log = stack.enter_context((home / "session.log").open("wb"))
        environment = stack.enter_context(virtual_display({**os.environ, **_folders(home)}))

        def start(*command: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
            if not shutil.which(command[0]):
                sys.exit(f"{command[0]} is not installed; the journeys need it.")
            process = subprocess.Popen(command, env=environment, stdin=stdin, stdout=log, stderr=log)
            stack.callback(_end, process)
            return process

        bus = f"unix:path={environment['XDG_RUNTIME_DIR']}/bus"
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus
        start("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={bus}")
        _wait("the session bus", lambda: Path(bus.removeprefix("unix:path=")).exists())

        keyring = start(
            "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets", stdin=subprocess.PIPE
        )
        assert keyring.stdin
        keyring.stdin.write(secrets.token_hex(16).encode())
        keyring.stdin.close()
        asked = [
            "dbus-send",
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus",
        ]
        asked += ["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]
        _wait(
            "the keyring",
            lambda: b"true" in subprocess.run(asked, env=environment, capture_output=True).stdout,
        )

        managed = home / "window-manager-ready"
        start("openbox", "--sm-disable", "--startup", f"touch {managed}")
        _wait("the window manager", managed.exists)
        yield environment


def _folders(home: Path) -> dict[str, str]:
    folders = {"HOME": home}
    for name in ("config", "data", "cache", "state"):
        folders[f"XDG_{name.upper()}_HOME"] = home / name
    folders["XDG_RUNTIME_DIR"] = home / "runtime"
    for folder in folders.values():
        folder.mkdir(mode=0o700, exist_ok=True)
    return {key: str(folder) for key, folder in folders.items()}


def _wait(what: str, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _READY_WITHIN_S
    while not ready():
        if time.monotonic() > deadline:
            sys.exit(f"{what} did not start within {_READY_WITHIN_S:.0f} s")
        time.sleep(0.02)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
