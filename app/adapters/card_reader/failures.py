"""Which named failure each PC/SC code means."""

from enum import IntEnum

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


class Code(IntEnum):
    """Return values of PC/SC. Written out: pyscard's names differ by platform, and so does the sign of its values."""

    SUCCESS = 0
    CANCELLED = 0x80100002
    INVALID_HANDLE = 0x80100003
    UNKNOWN_READER = 0x80100009
    TIMEOUT = 0x8010000A
    SHARING_VIOLATION = 0x8010000B
    NO_SMARTCARD = 0x8010000C
    PROTO_MISMATCH = 0x8010000F
    INVALID_VALUE = 0x80100011
    SYSTEM_CANCELLED = 0x80100012
    COMM_ERROR = 0x80100013
    NOT_TRANSACTED = 0x80100016
    READER_UNAVAILABLE = 0x80100017
    CARD_UNSUPPORTED = 0x8010001C
    NO_SERVICE = 0x8010001D
    SERVICE_STOPPED = 0x8010001E
    NO_ACCESS = 0x80100027
    NO_READERS_AVAILABLE = 0x8010002E
    COMM_DATA_LOST = 0x8010002F
    UNSUPPORTED_CARD = 0x80100065
    UNRESPONSIVE_CARD = 0x80100066
    UNPOWERED_CARD = 0x80100067
    RESET_CARD = 0x80100068
    REMOVED_CARD = 0x80100069
    SECURITY_VIOLATION = 0x8010006A
    WINDOWS_INVALID_HANDLE = 6
    WINDOWS_BROKEN_PIPE = 109
    WINDOWS_RPC_UNAVAILABLE = 1722


_NAMED: dict[int, type[CardError]] = {
    Code.NO_SERVICE: CardServiceMissing,
    Code.SERVICE_STOPPED: CardServiceMissing,
    Code.SYSTEM_CANCELLED: CardServiceMissing,
    Code.INVALID_HANDLE: CardServiceMissing,  # every context of a service that was stopped is dead
    Code.COMM_ERROR: CardServiceMissing,  # pcsc-lite: the service's socket broke
    Code.NO_ACCESS: CardServiceMissing,
    Code.SECURITY_VIOLATION: CardServiceMissing,  # pcsc-lite 2: this session is not allowed to use the service
    Code.WINDOWS_INVALID_HANDLE: CardServiceMissing,
    Code.WINDOWS_BROKEN_PIPE: CardServiceMissing,  # a remote session without smart cards
    Code.WINDOWS_RPC_UNAVAILABLE: CardServiceMissing,
    Code.NO_READERS_AVAILABLE: NoReader,
    Code.UNKNOWN_READER: NoReader,
    Code.READER_UNAVAILABLE: NoReader,
    Code.INVALID_VALUE: NoReader,  # pcsc-lite: the reader was unplugged within a session
    Code.NO_SMARTCARD: NoCard,
    Code.REMOVED_CARD: CardTakenAway,
    Code.NOT_TRANSACTED: CardTakenAway,
    Code.COMM_DATA_LOST: CardTakenAway,
    Code.SHARING_VIOLATION: ReaderInUse,
    Code.RESET_CARD: CardWasReset,
    Code.UNRESPONSIVE_CARD: CardMute,
    Code.UNPOWERED_CARD: CardMute,
    Code.UNSUPPORTED_CARD: CardMute,
    Code.CARD_UNSUPPORTED: CardMute,
    Code.PROTO_MISMATCH: CardMute,
    Code.TIMEOUT: CardMute,
}


def code_of(result: int) -> int:
    """A result of pyscard as PC/SC means it, whatever its sign."""
    return result & 0xFFFFFFFF


def failure(code: int) -> CardError:
    """The failure behind a PC/SC code; an unknown one keeps its number for the log."""
    return _NAMED.get(code, CardError)(f"{code:08X}")


def must_succeed(result: int) -> None:
    """Raises: CardError, named after the code."""
    if code_of(result) != Code.SUCCESS:
        raise failure(code_of(result))
