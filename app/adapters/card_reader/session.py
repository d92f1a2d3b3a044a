"""One session with one card over PC/SC: a context, a connection and a transaction of its own, powered down at the end.

Shared with a transaction, not exclusive: nobody else reaches the card meanwhile, programs that are merely connected
(Windows probes each card on insertion) do not keep us out, and our own sessions do not look like a reader in use.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from smartcard import scard

from app.adapters.card_reader.apdu import Transmit
from app.adapters.card_reader.failures import Code, code_of, failure, must_succeed
from app.eligibility.card import CardTakenAway, ReaderInUse

_PROTOCOLS = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
_HELD_FOR_A_MOMENT = (Code.SHARING_VIOLATION, Code.RESET_CARD, Code.UNPOWERED_CARD)
"""Others hold or reset the card, or it is just being powered: on a busy PC that lasts longer than one try."""
_RETRY_FOR_S = 2.0
_RETRY_EVERY_S = 0.05


@contextmanager
def card_session(reader: str, waiting: Callable[[], None]) -> Iterator[Transmit]:
    """A Transmit to the card on this reader, whose power is off when the block ends, however it ends.

    waiting: called before each attempt to connect; raises where nobody waits for it any more. Raises: CardError.
    """
    result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    must_succeed(result)
    try:
        card, protocol = _connected(context, reader, waiting)
        try:
            yield _transmit(card, protocol)
        finally:
            # The transaction ends with the power, so that nobody who waits for it finds the PIN in force.
            scard.SCardEndTransaction(card, scard.SCARD_UNPOWER_CARD)
            scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD)
    finally:
        scard.SCardReleaseContext(context)


def _connected(context: int, reader: str, waiting: Callable[[], None]) -> tuple[int, int]:
    """A connection within its transaction. Tries again for a moment where another program holds or resets the card."""
    give_up_at = time.monotonic() + _RETRY_FOR_S
    while True:
        waiting()
        result, card, protocol = scard.SCardConnect(context, reader, scard.SCARD_SHARE_SHARED, _PROTOCOLS)
        code = code_of(result)
        if code == Code.SUCCESS:
            code = code_of(scard.SCardBeginTransaction(card))
            if code == Code.SUCCESS:
                return card, protocol
            scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD)
        if code not in _HELD_FOR_A_MOMENT:
            raise failure(code)
        if time.monotonic() > give_up_at:
            raise failure(code) if code == Code.UNPOWERED_CARD else ReaderInUse(f"{code:08X}")
        time.sleep(_RETRY_EVERY_S)


def _transmit(card: int, protocol: int) -> Transmit:
    header = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1

    def transmit(command: bytes) -> bytes:
        result, answer = scard.SCardTransmit(card, header, list(command))
        must_succeed(result)
        if len(answer) < 2:  # a card pulled within a command: some drivers call that a success
            raise CardTakenAway("no status word")
        return bytes(answer)

    return transmit
