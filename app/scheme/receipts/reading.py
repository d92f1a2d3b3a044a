"""Receipt files read as a stream: one receipt after another, however long the file is."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from app.errors import ClinicError
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.letters import CLOSING, FileForm
from app.scheme.receipts.receipt import Receipt

_START = 1 << 16
_BLOCK = 1 << 18
_LONGEST = 1 << 24
_STRAYS_NAMED = 100
"""Nobody goes through more lines one by one, and it may be every line of a long file."""

_TRAILER = "GO"
_HEAD = frozenset({"IR", "RE", "HO", "KO", "SN", "JD", "MF"})


class ReceiptsUnreadable(ClinicError):
    """No receipts can be read from this file: it is empty, or holds something else. line: from 1."""

    code = "receipts.unreadable"

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


class ReceiptReader:
    """Gives the receipts of a file in order; gone through once, in memory that does not grow with the file.

    kind, head: known at once; head is what stands before the first receipt, as lines. form, trailer, stray_ends: whole
    once the last receipt was given; trailer is GO and what follows it, stray_ends are the first lines that end in
    another way than line 1, strays how many do. Nothing is judged here: a broken receipt is given like any other.
    """

    def __init__(self, source: BinaryIO | bytes, has_trailer: bool = True) -> None:
        """has_trailer: False for a part out of a file, which no GO closes: one that stands in it belongs to a receipt.

        Raises: ReceiptsUnreadable where the first record opens no receipt file.
        """
        self._has_trailer = has_trailer
        self._stream = BytesIO(source) if isinstance(source, bytes) else source
        start = self._read(_START)
        self.form = FileForm.of(start)
        self.trailer: tuple[str, ...] = ()
        self.trailer_line = 0
        self.stray_ends: list[int] = []
        self.strays = 0
        self.kind = self._kind_of(start)
        self._pieces = self._cut(start)
        _, head, is_last = next(self._pieces)
        self.head = tuple(self._without_trailer(1, head, is_last)[1:])

    def __iter__(self) -> Iterator[Receipt]:
        """Raises: ReceiptsUnreadable where what claims to be one receipt has no end."""
        kind, end, opening = self.kind, self.form.line_end, f"{self.kind.opening},"
        payer, common = f"{end}HO,", f"{end}RE,"
        dental = kind is ReceiptKind.DENTAL  # else RE opens each receipt, and none is left within
        for line, text, is_last in self._pieces:
            text = opening + text
            lines = self._without_trailer(line, text, is_last) if is_last else text.split(end)
            if text.count(payer) <= 1 and not (dental and text.count(common) > 1):
                yield Receipt(kind, line, tuple(lines))
                continue
            for part in _parted(kind, lines):
                yield Receipt(kind, line, tuple(part))
                line += len(part)

    def _read(self, size: int) -> bytes:
        """As many bytes as that, fewer only at the end: a pipe gives them piece by piece."""
        found = self._stream.read(size)
        while len(found) < size and (more := self._stream.read(size - len(found))):
            found += more
        return found

    def _kind_of(self, start: bytes) -> ReceiptKind:
        first = start.removeprefix(self.form.opening)[:3]
        kind = ReceiptKind.of_header(first[:2].decode("ascii", "replace")) if first[2:] == b"," else None
        if kind is None:
            raise ReceiptsUnreadable(1, "the first record is none of IR, UK and YK")
        return kind

    def _cut(self, start: bytes) -> Generator[tuple[int, str, bool], None, None]:
        """Line, text without its opening and whether it is the last: first the head, then each receipt."""
        end = self.form.line_end
        mark = f"{end}{self.kind.opening},"
        line, held = 0, end
        for text in self._texts(start):
            *whole, held = (held + text).split(mark)
            for piece in whole:
                yield line, piece, False
                line += piece.count(end) + 1
            if len(held) > _LONGEST:
                raise ReceiptsUnreadable(line, "a receipt without end")
        yield line, held.removesuffix(end), True

    def _without_trailer(self, line: int, text: str, is_last: bool) -> list[str]:
        lines = text.split(self.form.line_end)
        ends = is_last and self._has_trailer
        found = next((at for at, each in enumerate(lines) if ends and each[:2] == _TRAILER), None)
        if found is None:
            return lines
        self.trailer, self.trailer_line = tuple(lines[found:]), line + found
        return lines[:found]

    def _texts(self, start: bytes) -> Iterator[str]:
        """The file as text in blocks of whole lines, each line closed by the file's own line end."""
        self._lines_before = 0
        block, rest = start.removeprefix(self.form.opening), b""
        while block:
            rest += block
            cut = rest.rfind(b"\n") + 1
            if cut:
                yield self._aligned(self.form.decoded(rest[:cut]))
                rest = rest[cut:]
            elif len(rest) > _LONGEST:
                raise ReceiptsUnreadable(self._lines_before + 1, "a line without end")
            block = self._read(_BLOCK)
        closing = CLOSING if rest.endswith(CLOSING) else b""
        rest = rest.removesuffix(CLOSING)
        self.form = replace(self.form, closing=closing, last_end=not rest)
        if rest:
            yield f"{self.form.decoded(rest)}{self.form.line_end}"

    def _aligned(self, text: str) -> str:
        """Notes lines that end in another way, and gives them the end of the others."""
        end, ends = self.form.line_end, text.count("\n")
        narrow = text.count("\r\n")
        if narrow != (ends if end == "\r\n" else 0):
            for at, each in enumerate(text.split("\n")[:-1], start=self._lines_before + 1):
                if each.endswith("\r") is not (end == "\r\n"):
                    self.strays += 1
                    if self.strays <= _STRAYS_NAMED:
                        self.stray_ends.append(at)
            text = text.replace("\r\n", "\n").replace("\n", end)
        self._lines_before += ends
        return text


def _parted(kind: ReceiptKind, lines: list[str]) -> Iterator[list[str]]:
    """Receipts that run together where the opening of one is lost, so that it spoils no other.

    A payer behind somebody's treatment belongs to a new receipt, and so does a second RE; the record in front of it
    goes along where it is none we know, since that is what is left of the opening.
    """
    start, seen, before = 0, {lines[0][:3]}, kind.opening
    for at, line in enumerate(lines[1:], start=1):
        name = line[:3]
        if name == "RE,":
            begins = name in seen and before != kind.opening
        else:
            begins = name == "HO," and name in seen and before not in _HEAD
        if begins:
            cut = at if before in LAYOUTS[kind] else at - 1
            yield lines[start:cut]
            start, seen = cut, set()
        seen.add(name)
        before = line.partition(",")[0]
    yield lines[start:]
