"""What `packaging/dev.py` promises to somebody who has just cloned the sources."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import debian
import environment
import session

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="apt is Debian's")


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Debian with xvfb and a renamed glib, whose apt-get only notes how it was called."""
    calls = tmp_path / "calls"
    listing = "ii |xvfb|xserver\\nii |libglib2.0-0t64|libglib2.0-0 (= 2.84)\\nrc |gcc|\\n"
    for name, script in (("dpkg-query", f"printf '{listing}'"), ("apt-get", f'echo "$@" >> {calls}')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(debian, "_python_parts", list)
    return calls


@on_linux
def test_nothing_is_installed_where_nothing_is_missing(apt: Path) -> None:
    debian.install_missing(["xvfb", "libglib2.0-0"])
    assert not apt.exists()


@on_linux
def test_root_gets_only_the_missing_packages(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    debian.install_missing(["xvfb", "gcc"])
    update, install = apt.read_text().splitlines()
    assert update == "update"
    assert install.startswith("install -y --no-install-recommends gcc -o ")


@on_linux
def test_without_root_the_one_line_to_run_is_said(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match=r"sudo apt-get install -y --no-install-recommends gcc"):
        debian.install_missing(["xvfb", "gcc"])
    assert not apt.exists()


def test_a_changed_list_is_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("native", "run"):
        (tmp_path / f"requirements-{name}.txt").write_text("requests==2.34.2\n", encoding="ascii")
    monkeypatch.setattr(environment, "LISTS", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(environment, "_STAMP", tmp_path / "locked.json")
    assert not environment.ready("run")
    stamps = {"run": environment._fingerprint("run")}
    (tmp_path / "locked.json").write_text(json.dumps(stamps), encoding="ascii")
    assert environment.ready("run")
    environment.locked_list("run").write_text("requests==2.35.0\n", encoding="ascii")
    assert not environment.ready("run")


A_SESSION_TO_BE_ENDED = """
import signal, sys, time, session
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
with session.desktop() as environment:
    print(environment["HOME"], flush=True)
    time.sleep(60)
"""


@pytest.mark.journey
@on_linux
def test_a_desktop_session_leaves_nothing_running() -> None:
    packaging = Path(session.__file__).parent
    command = [sys.executable, "-c", A_SESSION_TO_BE_ENDED]
    with subprocess.Popen(command, cwd=packaging, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout
        home = Path(desk.stdout.readline().strip())
        assert home.is_dir()
        children = Path(f"/proc/{desk.pid}/task/{desk.pid}/children").read_text().split()
        assert len(children) == 4, "display, bus, keyring, window manager"
        desk.send_signal(signal.SIGTERM)
    assert desk.returncode == 143
    assert not home.exists()
    assert not [child for child in children if Path("/proc", child).exists()]
