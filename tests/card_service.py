"""A PC/SC service of the tests' own: the real pcscd with the virtual reader vpcd, beside any that already runs.

pcscd knows one place for its socket, /run/pcscd. It therefore starts in a mount namespace where a temporary folder
lies over that place, and clients are led to the folder by PCSCLITE_CSOCK_NAME, which libpcsclite reads at every new
context. Children of the test (the desk, opensc-tool) inherit the variable. Where namespaces are forbidden (a locked
down container) it takes the ordinary place. vpcd listens on two free ports; the card is who connects to one of them.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest

_DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"
_READY_WITHIN_S = 10.0
_ORDINARY = Path("/run/pcscd")
_LAY_OVER = f'mkdir -p {_ORDINARY} && mount --bind "$1" {_ORDINARY} && shift && exec "$@"'


class CardService:
    """Starts, stops and restarts one pcscd with one virtual reader of two slots."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.ports = _two_free_ports()
        name = "Clinic Reader"
        self.readers = (f"{name} 00 00", f"{name} 00 01")
        (folder / "readers").mkdir()
        self._run = folder / "run"
        self._run.mkdir()
        self._namespace = ["unshare", "--mount"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
        self._namespace += ["sh", "-ec", _LAY_OVER, "sh", str(self._run)]
        if subprocess.run([*self._namespace, "true"], capture_output=True, check=False).returncode != 0:
            self._namespace, self._run = [], _ORDINARY
        (folder / "readers" / "vpcd").write_text(
            f'FRIENDLYNAME "{name}"\nDEVICENAME /dev/null:{self.ports[0]:#06x}\n'
            f"LIBPATH {_DRIVER}\nCHANNELID {self.ports[0]:#06x}\n",
            encoding="ascii",
        )

    @property
    def environment(self) -> dict[str, str]:
        """What a client needs in its environment to reach this service; already set in the test's own."""
        return {_SOCKET_VARIABLE: str(self._run / "pcscd.comm")}

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Returns once the readers are listed; does nothing where it already runs."""
        if self.running:
            return
        pcscd = shutil.which("pcscd", path="/usr/sbin:/usr/bin:" + os.environ.get("PATH", ""))
        assert pcscd, "pcscd went away"
        command = [*self._namespace, pcscd, "--foreground", "--error"]
        command += ["--config", str(self._folder / "readers")]
        with (self._folder / "pcscd.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + _READY_WITHIN_S
        while not set(self.readers) <= _listed_readers():
            if not self.running or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(
                    "pcscd did not start: " + (self._folder / "pcscd.log").read_text(errors="replace")
                )
            time.sleep(0.01)

    def stop(self) -> None:
        """What a client sees when the service dies; the socket is gone when this returns."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:  # a card that never answers keeps pcscd busy
            self._process.kill()
            self._process.wait()
        self._process = None
        for left in self._run.iterdir():
            left.unlink()

    def restart(self) -> None:
        self.stop()
        self.start()


def _listed_readers() -> set[str]:
    from smartcard import scard

    result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    if result != scard.SCARD_S_SUCCESS:
        return set()
    try:
        result, names = scard.SCardListReaders(context, [])
        return set(names) if result == scard.SCARD_S_SUCCESS else set()
    finally:
        scard.SCardReleaseContext(context)


def _two_free_ports() -> tuple[int, int]:
    """vpcd takes a port and the next one, on every address.

    Below the ports that the system hands out by itself, and each test process in a range of its own: between our look
    and vpcd's taking nobody comes.
    """
    for port in islice(_PORTS, 50):
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("", port))
                second.bind(("", port + 1))
            except OSError:
                continue
            return port, port + 1
    raise RuntimeError("no two neighbouring ports are free")


def _ports_of_this_process() -> Iterator[int]:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw99").removeprefix("gw"))
    return iter(range(20_000 + worker * 100, 20_100 + worker * 100, 2))


_PORTS = cycle(list(_ports_of_this_process()))


@pytest.fixture(scope="session")
def _card_service_of_the_run() -> Iterator[CardService]:
    if not (_DRIVER.exists() and shutil.which("unshare")):
        pytest.skip("needs pcscd and vsmartcard-vpcd (Linux; `packaging/dev.py test` installs them)")
    folder = Path(tempfile.mkdtemp(prefix="cards-"))  # short: a socket's path ends at 107 characters
    service = CardService(folder)
    before = os.environ.get(_SOCKET_VARIABLE)
    os.environ.update(service.environment)
    try:
        yield service
    finally:
        service.stop()
        os.environ.pop(_SOCKET_VARIABLE)
        if before is not None:
            os.environ[_SOCKET_VARIABLE] = before
        shutil.rmtree(folder)


@pytest.fixture
def card_service(_card_service_of_the_run: CardService) -> CardService:
    """A fresh service with empty readers: an old one sees only at its next poll that a card has gone, and pcscd 1.9
    overlooks a card laid on within 0.4 s after one was pulled within a command."""
    _card_service_of_the_run.restart()
    return _card_service_of_the_run
