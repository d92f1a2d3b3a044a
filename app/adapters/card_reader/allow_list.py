"""What may leave for a card, and nothing else: the JPKI application, its free certificate, one PIN, one signature (R3).

The 個人番号 lies in other applications of the same chip. No command that could select them, read the certificate with
name and address, or change a PIN gets past this place, whatever the code above it asks for.
"""

import re

from app.adapters.card_reader.apdu import Transmit

JPKI_APPLICATION = bytes.fromhex("D392F000260100000001")
SHA256_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""What precedes the 32 bytes of the hash (RFC 8017 §9.2), its NULL included."""

SELECT_APPLICATION = bytes.fromhex("00A4040C0A") + JPKI_APPLICATION
TOKEN_INFO = bytes.fromhex("0006")
CERTIFICATE = bytes.fromhex("000A")
PRIVATE_KEY = bytes.fromhex("0017")
PIN = bytes.fromhex("0018")
SELECT_FILE = bytes.fromhex("00A4020C02")
ASK_TRIES = bytes.fromhex("00200080")
VERIFY = ASK_TRIES + b"\x04"
SIGN = bytes.fromhex("802A008033")

_FREE = re.compile(
    b"|".join(
        (
            re.escape(SELECT_FILE)
            + b"(?:"
            + b"|".join(map(re.escape, (TOKEN_INFO, CERTIFICATE, PRIVATE_KEY, PIN)))
            + b")",
            rb"\x00\xB0[\x00-\x7F]..",  # the first bit of P1 would name a file, and the signing certificate with it
            re.escape(ASK_TRIES),
            re.escape(SIGN + SHA256_DIGEST_INFO) + b".{32}\x00",
            rb"\x00\xC0\x00\x00.",
        )
    ),
    re.DOTALL,
)
_VERIFY = re.compile(re.escape(VERIFY) + b"[0-9]{4}", re.DOTALL)


def is_sha256_digest_info(given: bytes) -> bool:
    return len(given) == len(SHA256_DIGEST_INFO) + 32 and given.startswith(SHA256_DIGEST_INFO)


def carries_pin(command: bytes) -> bool:
    """Whether this is a VERIFY with digits, which may spend a try."""
    return _VERIFY.fullmatch(command) is not None


class CommandNotAllowed(Exception):
    """The program tried to send what it must never send: a bug, not a failure of the card."""


class AllowList:
    """A Transmit around another one, for one session with one card.

    The PIN passes once: a VERIFY whose answer was lost may have spent a try. After it the application is not selected
    again, which ends the PIN's effect on some cards.
    """

    def __init__(self, transmit: Transmit) -> None:
        self._transmit = transmit
        self.pin_sent = False

    def __call__(self, command: bytes) -> bytes:
        """Raises: CommandNotAllowed before anything is sent; CardError."""
        self._must_be_allowed(command)
        return self._transmit(command)

    def _must_be_allowed(self, command: bytes) -> None:
        if _FREE.fullmatch(command):
            return
        if not self.pin_sent and command == SELECT_APPLICATION:
            return
        if not self.pin_sent and carries_pin(command):
            self.pin_sent = True
            return
        raise CommandNotAllowed(f"instruction {command[1:2].hex() or 'none'}, {len(command)} bytes")
