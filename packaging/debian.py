"""What a bare Debian lacks for this program, and its installation by apt.

Each package stands beside its reason. Elsewhere (Windows, macOS, other Linux) everything here does nothing: the wheels
bring what is needed, or the system's own shelf has to.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

# Qt's xcb platform plugin and what PySide6 links; Wayland sessions come with theirs.
_QT = [
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libfreetype6",
    "libgl1",
    "libglib2.0-0",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
]
_JAPANESE_FONT = ["fonts-noto-cjk"]
# pyscard has no wheel for Linux; its swig comes from the locked list.
_COMPILER = ["gcc", "libc6-dev", "libpcsclite-dev"]

VIRTUAL_DISPLAY = ["xvfb"]
RUN = [*_QT, *_JAPANESE_FONT, *_COMPILER]
TEST = [
    *RUN,
    *VIRTUAL_DISPLAY,
    "binutils",  # PyInstaller reads what libraries need
    "chromium",  # a person's browser, for the pages of the portal
    "chromium-driver",
    "dbus-daemon",  # the session bus of the keyring
    "dbus-bin",
    "gnome-keyring",  # the Secret Service that keyring speaks to
    "opensc",  # judges the soft card
    "openbox",  # without a window manager no window gets the focus
    "openssl",
    "pcscd",
    "postgresql",  # the service's tests pass on it and on SQLite alike
    "util-linux",  # unshare: a PC/SC service of the tests' own
    "vsmartcard-vpcd",
    "xdotool",
]


def _python_parts() -> list[str]:
    """Debian cuts its Python in pieces; one built by hand has them all."""
    parts = []
    if importlib.util.find_spec("ensurepip") is None:
        parts.append("python3-venv")
    if not Path(sysconfig.get_path("include"), "Python.h").exists():
        parts.append("python3-dev")
    return parts


def _installed() -> set[str]:
    """Names of installed packages and of what they provide: Debian 13 renamed some for 64-bit time."""
    form = "${db:Status-Abbrev}|${Package}|${Provides}\n"
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", form], capture_output=True, text=True, check=True
    ).stdout
    names = set()
    for line in listing.splitlines():
        status, package, provides = line.split("|")
        if status.startswith("ii"):
            names.add(package)
            names.update(part.split()[0] for part in provides.split(",") if part.strip())
    return names


def install_missing(packages: Iterable[str]) -> None:
    """Brings in by apt what is not there yet. Without root: says the one line to run, and ends."""
    if not (sys.platform == "linux" and shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    installed = _installed()
    missing = [name for name in [*_python_parts(), *packages] if name not in installed]
    if not missing:
        return
    line = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        words = f"sudo apt-get update && sudo {' '.join(line)}"
        sys.exit(f"Debian packages are missing. Run this once, then start again:\n  {words}")
    print(f"installing {len(missing)} Debian packages: {' '.join(missing)}", file=sys.stderr, flush=True)
    # Services (dbus, pcscd) are started by those who need them, not by their installation.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    patient = ["-o", "DPkg::Lock::Timeout=120"]  # another installation may be under way
    for command in (["apt-get", "update"], [*line, *patient]):
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-3000:]}")
