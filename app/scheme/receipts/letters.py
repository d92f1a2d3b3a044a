"""The letters of a receipt file: JIS X 0201 and X 0208, nothing of what Windows adds to them."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from app.errors import ClinicError

CLOSING = b"\x1a"
"""The byte that closes a file; many real files have none."""

_TELLING = 100
"""Lines that are asked for the encoding."""

_BOM = b"\xef\xbb\xbf"
_WINDOWS_FORMS = str.maketrans("〜‖−¢£¬", "～∥－￠￡￢")
"""One place in JIS X 0208, two letters in Unicode: what Windows reads there is what we hold; both are written."""


class Encoding(StrEnum):
    """The specification asks for Shift_JIS; UTF-8 is read and written again as it came."""

    SHIFT_JIS = "shift_jis"
    UTF_8 = "utf-8"


class LetterOutside(ClinicError):
    """A letter stands outside the character set of receipts; writing stops here, and never with a `?`.

    letter: the one letter. line: counted from 1 in the file, 0 where there is none. record, field: what it stands in.
    """

    code = "receipts.letter_outside"

    def __init__(self, letter: str, line: int, record: str, field: str) -> None:
        super().__init__(f"line {line}, {record}, {field}: {named(letter)}")
        self.letter = letter
        self.line = line
        self.record = record
        self.field = field


@dataclass(frozen=True, slots=True)
class FileForm:
    """How a file is put into bytes, so that it is written again as it was.

    line_end: "\\r\\n" or "\\n". last_end: the last record has a line end. closing: what follows it, 0x1A as a rule.
    """

    encoding: Encoding = Encoding.SHIFT_JIS
    line_end: str = "\r\n"
    last_end: bool = True
    closing: bytes = CLOSING
    bom: bool = False

    @property
    def opening(self) -> bytes:
        return _BOM if self.bom else b""

    @classmethod
    def of(cls, start: bytes) -> "FileForm":
        """From the first bytes; what the end looks like is not known yet.

        UTF-8 is what says so, or what most lines read as that hold more than ASCII: Japanese in Shift_JIS never does.
        """
        bom = start.startswith(_BOM)
        encoding = Encoding.UTF_8 if bom or _reads_as_utf8(start) else Encoding.SHIFT_JIS
        first_line, found, _ = start.partition(b"\n")
        line_end = "\n" if found and not first_line.endswith(b"\r") else "\r\n"
        return cls(encoding, line_end, closing=b"", bom=bom)

    def decoded(self, data: bytes) -> str:
        """Whole lines as text. Bytes that are no letter become lone surrogates, which `outside` finds."""
        codec = "utf-8" if self.encoding is Encoding.UTF_8 else "cp932"
        return data.decode(codec, "surrogateescape")

    def encoded(self, text: str) -> bytes:
        """Text of our letters alone (`outside` finds none)."""
        if self.encoding is Encoding.UTF_8:
            return text.encode()
        return text.encode("cp932")


def _reads_as_utf8(start: bytes) -> bool:
    """Whether most lines read as UTF-8; each counts once, so that no damaged one, however long, decides for all."""
    telling = [line for line in start.split(b"\n") if not line.isascii()][:_TELLING]
    return 2 * sum(map(_line_reads_as_utf8, telling)) > len(telling)


def _line_reads_as_utf8(line: bytes) -> bool:
    """Whether more of it is Japanese in UTF-8 than is no UTF-8 at all: a damaged letter does not change the answer."""
    text = line.decode("utf-8", "ignore")
    readable = len(text.encode())
    wide, wrong = (readable - len(text)) // 2, len(line) - readable
    return wide > wrong and max(text) >= "\u2000"


def outside(text: str) -> str | None:
    """The first letter that no receipt may hold: not in JIS X 0201 or X 0208, or a double quote; None without one."""
    if text.isascii() and text.isprintable() and '"' not in text:
        return None
    found = _foreign().search(text)
    return found[0] if found else None


def named(letter: str) -> str:
    """The letter as people can name it: 「髙」 (U+9AD9); a byte that is no letter by its value alone."""
    code = ord(letter)
    if 0xDC80 <= code <= 0xDCFF:
        return f"0x{code - 0xDC00:02X}"
    return f"「{letter}」 (U+{code:04X})" if letter.isprintable() else f"U+{code:04X}"


@cache
def _foreign() -> re.Pattern[str]:
    """Anything but a letter of the two standards, in the forms of either codec."""
    narrow = bytes(range(0x20, 0x7F)) + bytes(range(0xA1, 0xE0))
    leads = (*range(0x81, 0xA0), *range(0xE0, 0xF0))
    trails = (*range(0x40, 0x7F), *range(0x80, 0xFD))
    # Pair by pair: behind a place without a letter, one decoding of all would read across the pairs.
    wide = [bytes((lead, trail)).decode("shift_jis", "ignore") for lead in leads for trail in trails]
    letters = narrow.decode("shift_jis") + "".join(letter for letter in wide if letter > "\x7f")
    both = dict.fromkeys(letters + letters.translate(_WINDOWS_FORMS))
    both.pop('"')
    return re.compile(f"[^{re.escape(''.join(both))}]")
