"""What a card reader can tell, and its named failures. The chip is read for its JPKI application alone (R3, R5)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Protocol

from app.errors import ClinicError


class CardKind(StrEnum):
    """From the token label of the JPKI application."""

    PLASTIC = "plastic"
    ANDROID = "android"
    IPHONE = "iphone"

    @property
    def is_phone(self) -> bool:
        """A phone's certificate proves nothing by photograph: PIN only."""
        return self is not CardKind.PLASTIC


@dataclass(frozen=True, slots=True)
class CardReading:
    """A card read without PIN. certificate: whole DER of the 利用者証明用 certificate; it holds no name or number.

    tries_left: of the PIN, 0 when blocked. insertion: counts insertions, so that a swap is never one card.
    """

    reader: str
    insertion: int
    kind: CardKind
    certificate: bytes
    valid_from: datetime
    valid_until: datetime
    tries_left: int

    def expires_soon(self, today: date) -> bool:
        """Within three months, or past."""
        return (self.valid_until.date() - today).days < 92


@dataclass(frozen=True, slots=True)
class Pin:
    """The 4 digits of 利用者証明用. Never shown in a log or a traceback."""

    digits: str

    def __post_init__(self) -> None:
        if len(self.digits) != 4 or not (self.digits.isascii() and self.digits.isdigit()):
            raise PinMalformed

    def __repr__(self) -> str:
        return "Pin(••••)"

    __str__ = __repr__


class Presence(Enum):
    """What lies on a reader."""

    EMPTY = "empty"
    CARD = "card"
    IN_USE = "in_use"  # another program holds the card for itself
    MUTE = "mute"  # a card that does not answer: upside down, or not a chip card


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """One reader at one moment. insertion grows with every card that comes or goes."""

    name: str
    presence: Presence
    insertion: int


@dataclass(frozen=True, slots=True)
class ReadersStatus:
    """Everything the monitor knows. service_running is False when the PC/SC service is away."""

    service_running: bool
    readers: tuple[ReaderStatus, ...]


class Watch(Protocol):
    def stop(self) -> None:
        """Ends the watch; the listener is not called after this returns."""


class CardReaders(Protocol):
    """The readers of this PC. Its calls block: they run on a lane, one thread a reader."""

    def watch(self, listener: Callable[[ReadersStatus], None]) -> Watch:
        """Calls the listener with the whole status at once and at each change, from a thread of its own."""

    def read(self, status: ReaderStatus) -> CardReading:
        """Reads the certificate and the tries left; leaves the card powered down.

        Raises: any CardError but those of the PIN.
        """

    def sign(self, reading: CardReading, pin: Pin, digest_info: bytes) -> bytes:
        """VERIFY once, then the signature (256 bytes) over the DigestInfo; the card is powered down in every case.

        The same card must still lie there. Raises: PinWrong, PinBlocked, CardSwapped and any CardError.
        """


class CardError(ClinicError):
    """The card or its reader did not do what was asked."""

    code = "card.failed"


class CardServiceMissing(CardError):
    """The PC/SC service does not run, or refuses this session."""

    code = "card.no_service"


class NoReader(CardError):
    code = "card.no_reader"


class NoCard(CardError):
    code = "card.no_card"


class OtherCard(CardError):
    """A card without the JPKI application: a bank card, a driving licence."""

    code = "card.other_card"


class OldResidentCard(CardError):
    """住基カード: its certificates ended in 2023."""

    code = "card.old_resident_card"


class NoCertificate(CardError):
    """The My Number card holds no 利用者証明用 certificate (never issued, or removed)."""

    code = "card.no_certificate"


class CardTakenAway(CardError):
    """The card left the reader before it had finished."""

    code = "card.taken_away"


class CardSwapped(CardError):
    """Another card lies there than the one that was read."""

    code = "card.swapped"


class ReaderInUse(CardError):
    """Another program holds the reader."""

    code = "card.reader_in_use"


class CardMute(CardError):
    """The reader sees something but no chip answers."""

    code = "card.mute"


class PinMalformed(CardError):
    code = "pin.malformed"


class PinWrong(CardError):
    """tries_left: 1 or 2."""

    code = "pin.wrong"

    def __init__(self, tries_left: int) -> None:
        super().__init__(f"{tries_left} tries left")
        self.tries_left = tries_left


class PinBlocked(CardError):
    """No tries left: only the municipal office can reset it. The photograph still serves."""

    code = "pin.blocked"


class PinOutcomeUnknown(CardError):
    """The answer to VERIFY was lost. Never sent again by itself: the try may be spent."""

    code = "pin.outcome_unknown"
