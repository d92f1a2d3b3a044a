"""Which named failure each PC/SC code means."""

from smartcard import scard

from app.adapters.card_reader.jpki import CardWasReset
from app.eligibility.card import (
    CardError,
    CardMute,
    CardServiceMissing,
    CardTakenAway,
    NoCard,
    NoReader,
    ReaderInUse,
)

SERVICE_LOST = frozenset(
    {
        scard.SCARD_E_NO_SERVICE,
        scard.SCARD_E_SERVICE_STOPPED,
        scard.SCARD_E_SYSTEM_CANCELLED,
        scard.SCARD_E_INVALID_HANDLE,  # every context of a service that was stopped is dead
        scard.SCARD_E_NO_ACCESS,
        scard.SCARD_F_COMM_ERROR,  # pcsc-lite: the service's socket broke
        scard.SCARD_W_SECURITY_VIOLATION,  # pcsc-lite 2: this session is not allowed to use the service
    }
)
_NAMED: dict[int, type[CardError]] = {
    **dict.fromkeys(SERVICE_LOST, CardServiceMissing),
    scard.SCARD_E_NO_READERS_AVAILABLE: NoReader,
    scard.SCARD_E_UNKNOWN_READER: NoReader,
    scard.SCARD_E_READER_UNAVAILABLE: NoReader,
    scard.SCARD_E_INVALID_VALUE: NoReader,  # pcsc-lite: the reader was unplugged within a session
    scard.SCARD_E_NO_SMARTCARD: NoCard,
    scard.SCARD_W_REMOVED_CARD: CardTakenAway,
    scard.SCARD_E_NOT_TRANSACTED: CardTakenAway,
    scard.SCARD_E_COMM_DATA_LOST: CardTakenAway,
    scard.SCARD_E_SHARING_VIOLATION: ReaderInUse,
    scard.SCARD_W_RESET_CARD: CardWasReset,
    scard.SCARD_W_UNRESPONSIVE_CARD: CardMute,
    scard.SCARD_W_UNPOWERED_CARD: CardMute,
    scard.SCARD_W_UNSUPPORTED_CARD: CardMute,
    scard.SCARD_E_CARD_UNSUPPORTED: CardMute,
    scard.SCARD_E_PROTO_MISMATCH: CardMute,
    scard.SCARD_E_TIMEOUT: CardMute,
}


def failure(result: int) -> CardError:
    """The failure behind a PC/SC code; an unknown one keeps its number for the log."""
    return _NAMED.get(result, CardError)(f"{result & 0xFFFFFFFF:08X}")


def must_succeed(result: int) -> None:
    """Raises: CardError, named after the code."""
    if result != scard.SCARD_S_SUCCESS:
        raise failure(result)
