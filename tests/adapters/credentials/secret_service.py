"""A Secret Service of its own for tests: gnome-keyring on a private bus, with a home and a password to throw away."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# The daemon goes into the background once it serves, and ends with its bus; the shell ends with our end of the pipe.
_SERVE = """
read -r password
printf %s "$password" | gnome-keyring-daemon --unlock --components=secrets >"$HOME/daemon.out"
echo "$DBUS_SESSION_BUS_ADDRESS"
exec cat >"$HOME/nothing"
"""


@contextmanager
def secret_service(home: Path) -> Iterator[dict[str, str]]:
    """The environment in which a program meets this keyring, open and empty; all ends with the block.

    home: an existing empty folder. No display is passed on: who asks for a password gets no answer but "dismissed".
    """
    if not sys.platform.startswith("linux"):
        pytest.skip("the Secret Service is Linux's own")
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL")}
    environment = kept | {"HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    with (
        open(home / "bus.log", "wb") as log,
        subprocess.Popen(
            ["dbus-run-session", "--", "sh", "-c", _SERVE],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        ) as session,
    ):  # fmt: skip
        assert session.stdin and session.stdout
        session.stdin.write(f"{secrets.token_hex(8)}\n")
        session.stdin.flush()
        address = session.stdout.readline().strip()
        assert address, (home / "bus.log").read_text()
        yield environment | {"DBUS_SESSION_BUS_ADDRESS": address}
        session.stdin.close()
