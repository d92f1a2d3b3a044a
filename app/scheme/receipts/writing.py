"""Receipts put back into bytes, exactly as the file's form says; a letter outside the character set stops it."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import BinaryIO

from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.letters import FileForm, LetterOutside, outside
from app.scheme.receipts.reading import ReceiptReader
from app.scheme.receipts.receipt import Receipt


class ReceiptWriter:
    """Writes one file: head, receipts, trailer, in the order they are given; `close` writes how the file ends."""

    def __init__(self, target: BinaryIO, kind: ReceiptKind, form: FileForm) -> None:
        self._target = target
        self._kind = kind
        self._form = form
        self._lines = 0

    def lines(self, lines: Sequence[str], read_from: int = 0) -> None:
        """Records as text. read_from: the line of the first in the file they came from, for the message.

        Raises: LetterOutside; nothing of these lines is written then.
        """
        if not lines:
            return
        for at, line in enumerate(lines, start=read_from or self._lines + 1):
            if (letter := outside(line)) is not None:
                raise self._located(letter, line, at)
        end = self._form.line_end
        start = self._form.opening if self._lines == 0 else b""
        text = end.join(lines)
        self._target.write(start + self._form.encoded(text if self._lines == 0 else end + text))
        self._lines += len(lines)

    def receipt(self, receipt: Receipt) -> None:
        """Raises: LetterOutside."""
        self.lines(receipt.lines, receipt.line)

    def close(self, form: FileForm | None = None) -> None:
        """Writes how the file ends. form: the reader's own, which knows the end only once it was reached."""
        form = form or self._form
        last = form.line_end if form.last_end and self._lines else ""
        self._target.write(last.encode() + form.closing)

    def _located(self, letter: str, line: str, at: int) -> LetterOutside:
        items = line.split(",")
        position = next(position for position, item in enumerate(items) if letter in item)
        layout = LAYOUTS[self._kind].get(items[0])
        item = layout.item(position) if layout else None
        record = items[0] if position else ""
        return LetterOutside(letter, at, record, item.word if item else f"{position + 1}番目")


def rewrite(source: BinaryIO | bytes, target: BinaryIO) -> ReceiptReader:
    """Reads a file and writes it again: the same bytes where it was valid. Returns the reader, gone through.

    Raises: ReceiptsUnreadable, LetterOutside.
    """
    reader = ReceiptReader(source)
    writer = ReceiptWriter(target, reader.kind, reader.form)
    writer.lines(reader.head, 1)
    for receipt in reader:
        writer.receipt(receipt)
    writer.lines(reader.trailer, reader.trailer_line)
    writer.close(reader.form)
    return reader


def written(kind: ReceiptKind, form: FileForm, records: Iterable[str]) -> bytes:
    """Whole lines as the bytes of one file, for a file made and not read. Raises: LetterOutside."""
    target = BytesIO()
    writer = ReceiptWriter(target, kind, form)
    writer.lines(tuple(records))
    writer.close()
    return target.getvalue()
