"""Another program on the same PC, with a context of its own: what it can do to a card while we work."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from smartcard import scard

PROTOCOLS = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1


class OtherProgram:
    """Connected until the block ends; used by one thread."""

    def __init__(self, reader: str, mode: int = scard.SCARD_SHARE_SHARED) -> None:
        self._reader = reader
        self._mode = mode

    def __enter__(self) -> Self:
        _, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        result, self.card, _ = scard.SCardConnect(self._context, self._reader, self._mode, PROTOCOLS)
        assert result == scard.SCARD_S_SUCCESS, f"{result:08X}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        scard.SCardDisconnect(self.card, scard.SCARD_LEAVE_CARD)
        scard.SCardReleaseContext(self._context)

    def begin(self) -> None:
        assert scard.SCardBeginTransaction(self.card) == scard.SCARD_S_SUCCESS

    def end(self) -> None:
        scard.SCardEndTransaction(self.card, scard.SCARD_LEAVE_CARD)

    def reconnect(self) -> None:
        result, _ = scard.SCardReconnect(self.card, self._mode, PROTOCOLS, scard.SCARD_LEAVE_CARD)
        assert result == scard.SCARD_S_SUCCESS, f"{result:08X}"

    def transmit(self, command: bytes) -> tuple[int, bytes]:
        result, answer = scard.SCardTransmit(self.card, scard.SCARD_PCI_T1, list(command))
        return result, bytes(answer)


@contextmanager
def holding(
    reader: str, hold: Callable[[OtherProgram], None], mode: int = scard.SCARD_SHARE_SHARED
) -> Iterator[Callable[[], None]]:
    """The other program on a thread of its own, holding the card until the yielded function is called."""
    holds, let_go = threading.Event(), threading.Event()

    def run() -> None:
        with OtherProgram(reader, mode) as program:
            hold(program)
            holds.set()
            let_go.wait()

    thread = threading.Thread(target=run)
    thread.start()
    assert holds.wait(5)
    try:
        yield let_go.set
    finally:
        let_go.set()
        thread.join()
