"""Lays a soft card into vpcd, the virtual reader driver of the vsmartcard project, so that the real pcscd sees it.

The protocol, with us as TCP client: each message is a length of two bytes (big-endian) and a body. A body of one byte
is a control: 0 power off, 1 power on, 2 reset, none answered, and 4, which asks for the ATR. The rest are
commands.
"""

import contextlib
import socket
import threading

from app.adapters.card_reader.soft_card.chip import LeftField, SoftCard

DEFAULT_PORT = 35963
_POWER_OFF, _POWER_ON, _RESET, _GIVE_ATR = 0, 1, 2, 4
_CONNECT_EVERY_S = 0.05
_QUICK_ACK: int | None = getattr(socket, "TCP_QUICKACK", None)


class VpcdUnreachable(Exception):
    """No vpcd listens on the port."""


class LaidCard:
    """A card on one slot of vpcd until taken off; it stays there when the service stops and comes back.

    port: 35963 is the first slot, one more the second, unless configured otherwise.
    """

    def __init__(self, card: SoftCard, port: int = DEFAULT_PORT, wait_s: float = 5.0) -> None:
        """Returns when vpcd has taken the connection. Raises: VpcdUnreachable after wait_s seconds."""
        self._card = card
        self._address = ("127.0.0.1", port)
        self._taken_off = threading.Event()
        self._lies = threading.Event()
        self._line: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name=f"soft card on port {port}", daemon=True)
        self._thread.start()
        if not self._lies.wait(wait_s):
            self.take_off()
            raise VpcdUnreachable(f"port {port}")

    def take_off(self) -> None:
        """Also in the middle of a command."""
        self._taken_off.set()
        line = self._line
        if line is not None:
            with contextlib.suppress(OSError):  # closed by the other end already
                line.shutdown(socket.SHUT_RDWR)
        if self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        while not self._taken_off.is_set():
            try:
                line = socket.create_connection(self._address)
            except OSError:
                self._taken_off.wait(_CONNECT_EVERY_S)
                continue
            with line:
                self._line = line
                self._lies.set()
                if not self._taken_off.is_set():
                    self._serve(line)
                self._line = None

    def _serve(self, line: socket.socket) -> None:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while body := _received(line):
                answer = self._answer(body)
                if answer is not None:
                    line.sendall(len(answer).to_bytes(2, "big") + answer)
        except LeftField:
            self._taken_off.set()
        except OSError:  # the service ended, or the card was taken off
            return

    def _answer(self, body: bytes) -> bytes | None:
        if len(body) > 1:
            return self._card.transmit(body)
        match body[0]:
            case 0 | 1:
                self._card.power_on()
            case 2:
                self._card.reset()
            case 4:
                return self._card.atr
        return None


def _received(line: socket.socket) -> bytes:
    """One body; empty when the other end has closed."""
    return _exactly(line, int.from_bytes(_exactly(line, 2), "big"))


def _exactly(line: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        if _QUICK_ACK is not None:
            # vpcd sends length and body apart; without the quick ACK, asked for anew each time, each costs 40 ms.
            line.setsockopt(socket.IPPROTO_TCP, _QUICK_ACK, 1)
        part = line.recv(count - len(found))
        if not part:
            return b""
        found += part
    return found
