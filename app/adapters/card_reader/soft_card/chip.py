"""A My Number card in software: the chip's applications, its state between power up and power down, its oddities."""

import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.adapters.card_reader.soft_card.files import (
    CardObject,
    ElementaryFile,
    PrivateKey,
    SecretNumber,
    jpki_files,
)
from app.contract.soft_card import SoftCardFile

CONTACT_ATR = bytes.fromhex("3BE000FF8131FE4514")
CONTACTLESS_ATR = bytes.fromhex("3B888001000005E0B381A1007F")

_JPKI = bytes.fromhex("D392F000260100000001")
_CARD_MANAGER = bytes.fromhex("A0000001510000")
_FORBIDDEN = {
    bytes.fromhex("D3921000310001010408"): "券面事項入力補助AP",
    bytes.fromhex("D3921000310001010402"): "券面事項確認AP",
    bytes.fromhex("D3921000310001010401"): "住基AP",
    bytes.fromhex("D3921000310001010100"): "共通カードAP",
}
_SHORTEST_NAME = 5
_LOG_LENGTH = 10_000

OK = 0x9000
END_OF_FILE = 0x6282
WRONG_LENGTH = 0x6700
NO_CHANNEL, NO_SECURE_MESSAGING = 0x6881, 0x6882
NOT_A_FILE = 0x6981
NOT_ALLOWED = 0x6982
BLOCKED = 0x6984
NOT_SUITABLE = 0x6985
NO_FILE_SELECTED = 0x6986
FILE_MISSING = 0x6A82
WRONG_PARAMETERS = 0x6A86
BEHIND_THE_END = 0x6B00
NO_INSTRUCTION, NO_CLASS = 0x6D00, 0x6E00
NO_DIAGNOSIS = 0x6F00


class LeftField(Exception):
    """The card left the reader before it had answered."""


@dataclass(frozen=True, slots=True)
class Quirks:
    """What some real cards and readers do, each switched on by itself.

    fails_after_power_up: the first command answers 6F00. select_forgets_pin: SELECT of the application ends the PIN's
    effect. verified_pin_says_ok: asking for the tries answers 9000 while the PIN is in force. answers_in_parts: the
    host fetches answers (61xx). wants_exact_length: a read of 256 beyond the end answers 6Cxx.
    """

    fails_after_power_up: bool = False
    select_forgets_pin: bool = False
    verified_pin_says_ok: bool = False
    answers_in_parts: bool = False
    wants_exact_length: bool = False


class SoftCard:
    """One card. PIN counters last as long as this object, whatever reader it lies on.

    delay_s: time that each command takes. on_command: called before each answer; may raise LeftField. commands: what
    came, the digits of PINs replaced. alarms: names of the applications that nobody may touch and that were selected.
    """

    def __init__(
        self,
        file: SoftCardFile,
        *,
        delay_s: float = 0.0,
        atr: bytes = CONTACTLESS_ATR,
        quirks: Quirks | None = None,
        on_command: Callable[[bytes], None] = lambda command: None,
    ) -> None:
        self.file = file
        self.atr = atr
        self.delay_s = delay_s
        self.on_command = on_command
        self.commands: deque[bytes] = deque(maxlen=_LOG_LENGTH)
        self.alarms: list[str] = []
        self._quirks = quirks or Quirks()
        self._files = jpki_files(file) if file.kind == "jpki" else {}
        self._applications = {_CARD_MANAGER: "card manager"}
        if self._files:
            self._applications |= {_JPKI: "JPKI", **_FORBIDDEN}
        self.power_on()

    @property
    def tries_left(self) -> int:
        """Of the 利用者証明用 PIN; 0 on a card without it."""
        pin = self._files.get(0x0018)
        return pin.tries_left if isinstance(pin, SecretNumber) else 0

    def power_on(self) -> None:
        """A cold start: nothing selected, no PIN in force. A warm reset leaves PINs in force, as measured on cards."""
        self.reset()
        for each in self._files.values():
            if isinstance(each, SecretNumber):
                each.in_force = False

    def reset(self) -> None:
        self._application = _CARD_MANAGER
        self._selected: CardObject | None = None
        self._pending = b""
        self._fresh = True

    def transmit(self, command: bytes) -> bytes:
        """Data and status word. Raises: LeftField."""
        self.commands.append(_without_digits(command))
        self.on_command(command)
        if self.delay_s:
            time.sleep(self.delay_s)
        return self.answer(command)

    def answer(self, command: bytes) -> bytes:
        fresh, self._fresh = self._fresh, False
        if fresh and self._quirks.fails_after_power_up:
            return NO_DIAGNOSIS.to_bytes(2, "big")
        data, status = self._dispatch(command)
        if self._quirks.answers_in_parts and data and status == OK and command[1] != 0xC0:
            self._pending, data, status = data, b"", 0x6100 | (len(data) & 0xFF)
        return data + status.to_bytes(2, "big")

    def _dispatch(self, command: bytes) -> tuple[bytes, int]:
        if len(command) < 4 or (len(command) > 5 and len(command) not in (5 + command[4], 6 + command[4])):
            return b"", WRONG_LENGTH
        kind, instruction, first, second = command[:4]
        data = command[5 : 5 + command[4]] if len(command) > 5 else b""
        length = (command[-1] or 256) if len(command) in (5, 6 + len(data)) else 0
        if kind not in (0x00, 0x80):
            return b"", NO_CHANNEL if kind & 3 else NO_SECURE_MESSAGING if kind & 0xC else NO_CLASS
        match kind, instruction:
            case 0x00, 0xA4:
                return b"", self._select(first, second, data)
            case 0x00, 0xB0:
                return self._read(first, second, length)
            case 0x00, 0x20:
                return b"", self._verify(first, second, data)
            case 0x80, 0x2A:
                return self._sign(first, second, data)
            case 0x00, 0xC0 if self._pending:
                pending, self._pending = self._pending, b""
                return pending, OK
        return b"", NO_INSTRUCTION

    def _select(self, first: int, second: int, data: bytes) -> int:
        if first == 0x04 and second in (0x00, 0x0C):
            return self._select_application(data)
        if first != 0x02 or second != 0x0C or len(data) != 2:
            return WRONG_PARAMETERS
        file = self._files.get(int.from_bytes(data, "big")) if self._application == _JPKI else None
        if file is None:
            return FILE_MISSING
        self._selected = file
        return OK

    def _select_application(self, name: bytes) -> int:
        """The start of a name selects too (JICSAP), so the alarm hears that as well."""
        long_enough = len(name) >= _SHORTEST_NAME
        found = next((each for each in self._applications if long_enough and each.startswith(name)), None)
        if found is None:
            return FILE_MISSING
        if found in _FORBIDDEN:
            self.alarms.append(_FORBIDDEN[found])
            print(f"ALARM: {_FORBIDDEN[found]} was selected on a soft card", file=sys.stderr, flush=True)
        self._application, self._selected = found, None
        pin = self._files.get(0x0018)
        if self._quirks.select_forgets_pin and isinstance(pin, SecretNumber):
            pin.in_force = False
        return OK

    def _referenced(self, reference: int) -> CardObject | None:
        """A short file identifier in the low five bits, or the selected file where they are empty."""
        short = reference & 0x1F
        return self._files.get(short) if short and self._application == _JPKI else self._selected

    def _read(self, first: int, second: int, length: int) -> tuple[bytes, int]:
        by_short_name = first & 0x80
        file = self._referenced(first) if by_short_name else self._selected
        if file is None:
            return b"", NO_FILE_SELECTED
        if not isinstance(file, ElementaryFile):
            return b"", NOT_A_FILE
        if not file.is_open:
            return b"", NOT_ALLOWED
        offset = second if by_short_name else (first << 8) | second
        if offset >= len(file.content):
            return b"", BEHIND_THE_END
        data = file.content[offset : offset + length]
        if len(data) == length:
            return data, OK
        return (b"", 0x6C00 | len(data)) if self._quirks.wants_exact_length else (data, END_OF_FILE)

    def _verify(self, first: int, second: int, given: bytes) -> int:
        secret = self._referenced(second)
        if first != 0 or not second & 0x80:
            return WRONG_PARAMETERS
        if not isinstance(secret, SecretNumber):
            return NO_FILE_SELECTED
        if not given:
            says_ok = self._quirks.verified_pin_says_ok and secret.in_force
            return OK if says_ok else 0x63C0 | secret.tries_left
        if secret.tries_left == 0:
            return BLOCKED
        return OK if secret.verify(given) else 0x63C0 | secret.tries_left

    def _sign(self, first: int, second: int, given: bytes) -> tuple[bytes, int]:
        if first != 0 or not second & 0x80:
            return b"", WRONG_PARAMETERS
        key = self._referenced(second)
        if not isinstance(key, PrivateKey):
            return b"", NO_FILE_SELECTED
        if not key.guard.in_force:
            return b"", NOT_ALLOWED
        signature = key.sign(given)
        return (signature, OK) if signature else (b"", NOT_SUITABLE)


def _without_digits(command: bytes) -> bytes:
    """The log keeps the shape of a VERIFY, never what was typed."""
    return command[:5] + b"0" * len(command[5:]) if command[1:2] == b"\x20" else command
