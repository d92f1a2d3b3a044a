"""The JPKI application of a My Number card: certificate without PIN, tries left, PIN, signature. Nothing else.

Pure over a Transmit, which both transports put behind the AllowList. Source: public knowledge of open clients
(OpenSC's jpki driver and others); the specification itself is not published.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from app.adapters.card_reader.allow_list import (
    ASK_TRIES,
    CERTIFICATE,
    PIN,
    PRIVATE_KEY,
    SELECT_APPLICATION,
    SELECT_FILE,
    SIGN,
    TOKEN_INFO,
    VERIFY,
    is_sha256_digest_info,
)
from app.adapters.card_reader.apdu import OK, Response, Transmit, exchange
from app.eligibility.card import (
    CardError,
    CardKind,
    CardReading,
    CardSwapped,
    NoCertificate,
    OldResidentCard,
    OtherCard,
    Pin,
    PinBlocked,
    PinOutcomeUnknown,
    PinWrong,
    ReaderInUse,
    ReaderStatus,
)

Result = TypeVar("Result")
Errand = Callable[[Transmit], Result]
"""What is done with a card in one session."""

_KINDS = {
    "JPKIAPICCTOKEN2": CardKind.PLASTIC,
    "JPKIAPGPSETOKEN": CardKind.ANDROID,
    "JPKIAPIOSTOKEN": CardKind.IPHONE,
}
_OLD_LABEL = "JPKIAPICCTOKEN"
_LABEL_LENGTH = 32
_BLOCK = 256
_LONGEST_CERTIFICATE = 8192
_SIGNATURE_LENGTH = 256
_MOST_TRIES = 3

_FAILED_ONCE_AFTER_POWER_UP = 0x6F00
_END_OF_FILE = 0x6282
_NO_FILE_SELECTED = 0x6986
_FILE_MISSING = 0x6A82
_BLOCKED = (0x6983, 0x6984)


class CardWasReset(ReaderInUse):
    """Another program reset the card or moved its selection: all begins again from SELECT, before the PIN only."""


def read_card(transmit: Transmit, status: ReaderStatus) -> CardReading:
    """What can be read without PIN. Raises: OtherCard, OldResidentCard, NoCertificate, CardError."""
    _select_application(transmit)
    kind = _kind(transmit)
    certificate = _certificate(transmit)
    tries_left = _tries_left(transmit)
    valid_from, valid_until = _validity(certificate)
    return CardReading(status.name, status.insertion, kind, certificate, valid_from, valid_until, tries_left)


def sign_with_pin(transmit: Transmit, reading: CardReading, pin: Pin, digest_info: bytes) -> bytes:
    """The 256 bytes of an RSASSA-PKCS1-v1_5 signature over the DigestInfo (51 bytes, SHA-256).

    The first 256 bytes of the certificate hold issuer, serial number and validity: enough to know that the card is the
    one that was read, in one command instead of six, before a PIN is spent on somebody else's card.
    Raises: CardSwapped, PinWrong, PinBlocked, PinOutcomeUnknown, CardError; ValueError for any other DigestInfo.
    """
    if not is_sha256_digest_info(digest_info):
        raise ValueError("not the DigestInfo of a SHA-256 hash")
    try:
        _select_application(transmit)
        start = _first_block(transmit)
    except (OtherCard, NoCertificate) as other:
        raise CardSwapped from other
    if not reading.certificate.startswith(start):
        raise CardSwapped
    if _tries_left(transmit) == 0:
        raise PinBlocked
    _verify(transmit, pin)
    _select_file(transmit, PRIVATE_KEY)
    signed = exchange(transmit, SIGN + digest_info + b"\x00")
    if signed.status != OK or len(signed.data) != _SIGNATURE_LENGTH:
        raise _unexpected("sign", signed)
    return signed.data


def get_ready() -> None:
    """Loads what reads certificates, which takes tens of milliseconds: off the window's thread, before a card comes."""
    import cryptography.x509  # noqa: F401


def _select_application(transmit: Transmit) -> None:
    response = exchange(transmit, SELECT_APPLICATION)
    if response.status == _FAILED_ONCE_AFTER_POWER_UP:
        response = exchange(transmit, SELECT_APPLICATION)
    if response.status != OK:
        raise OtherCard(f"select {response.status:04X}")


def _select_file(transmit: Transmit, identifier: bytes) -> None:
    response = exchange(transmit, SELECT_FILE + identifier)
    if response.status == _FILE_MISSING:
        raise NoCertificate(f"file {identifier.hex()}")
    if response.status != OK:
        raise _unexpected("select file", response)


def _read(transmit: Transmit, offset: int, length: int) -> Response:
    """length: 1–256; fewer bytes come at the end of the file."""
    response = exchange(transmit, b"\x00\xb0" + offset.to_bytes(2, "big") + bytes([length % _BLOCK]))
    if response.status not in (OK, _END_OF_FILE):
        raise _unexpected("read", response)
    return response


def _kind(transmit: Transmit) -> CardKind:
    try:
        _select_file(transmit, TOKEN_INFO)
    except NoCertificate as missing:
        raise OtherCard("no token information") from missing
    label = _read(transmit, 0, _LABEL_LENGTH).data.decode("ascii", "replace").strip(" \0")
    if label == _OLD_LABEL:
        raise OldResidentCard
    if label not in _KINDS:
        raise OtherCard("unknown token label")
    return _KINDS[label]


def _first_block(transmit: Transmit) -> bytes:
    """The start of the certificate, cut at its end where it is that short. Raises: NoCertificate."""
    _select_file(transmit, CERTIFICATE)
    start = _read(transmit, 0, _BLOCK).data
    return start[: _der_length(start)]


def _certificate(transmit: Transmit) -> bytes:
    """The file is larger than the certificate and filled up behind it: the DER header says where it ends."""
    found = _first_block(transmit)
    length = _der_length(found)
    while len(found) < length:
        response = _read(transmit, len(found), min(_BLOCK, length - len(found)))
        found += response.data
        if response.status == _END_OF_FILE or not response.data:
            break
    if len(found) != length:
        raise NoCertificate("cut short")
    return found


def _der_length(start: bytes) -> int:
    """Of the whole object, header included. Every such certificate is a SEQUENCE with a length of two bytes."""
    length = 4 + int.from_bytes(start[2:4], "big")
    if start[:2] != b"\x30\x82" or length > _LONGEST_CERTIFICATE:
        raise NoCertificate("no certificate in the file")
    return length


def _tries_left(transmit: Transmit) -> int:
    """Spends nothing."""
    _select_file(transmit, PIN)
    response = exchange(transmit, ASK_TRIES)
    if response.status & 0xFFF0 == 0x63C0:
        return response.status & 0xF
    if response.status in _BLOCKED:
        return 0
    if (
        response.status == OK
    ):  # some cards answer so where the PIN is still in force, which also resets the counter
        return _MOST_TRIES
    raise _unexpected("tries", response)


def _verify(transmit: Transmit, pin: Pin) -> None:
    """Sends the PIN, once. Raises: PinWrong, PinBlocked; PinOutcomeUnknown where the answer is lost or says nothing."""
    try:
        response = exchange(transmit, VERIFY + pin.digits.encode("ascii"))
    except CardError as lost:
        raise PinOutcomeUnknown from lost
    if response.status == OK:
        return
    if response.status in (*_BLOCKED, 0x63C0):
        raise PinBlocked
    if response.status & 0xFFF0 == 0x63C0:
        raise PinWrong(response.status & 0xF)
    raise PinOutcomeUnknown(f"{response.status:04X}")


def _unexpected(step: str, response: Response) -> CardError:
    if response.status == _NO_FILE_SELECTED:
        return CardWasReset(step)
    return CardError(f"{step} {response.status:04X}")


def _validity(certificate: bytes) -> tuple[datetime, datetime]:
    from cryptography import x509

    try:
        parsed = x509.load_der_x509_certificate(certificate)
    except ValueError as malformed:
        raise NoCertificate("not a certificate") from malformed
    return parsed.not_valid_before_utc, parsed.not_valid_after_utc
