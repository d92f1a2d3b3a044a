"""An insurer's file of rows: UTF-8, a header, one row a line."""

import codecs
import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.central.registration.row import COLUMNS
from app.errors import InputRefused

_NEEDED = ("insurer_number", "number")
_AT_ONCE = 1 << 20
_OTHER_FILES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a spreadsheet or another zip archive",
    b"\xd0\xcf\x11\xe0": "an older spreadsheet or Office document",
}
"""By the bytes they begin with: read as Shift_JIS they may well pass for it."""

BROKEN = {"": ""}
"""Cells of a line that does not fit the header: a column without a name."""


@dataclass(frozen=True, slots=True)
class RegistrationFile:
    """A file whose encoding and header are right. columns: in the order of the header."""

    path: Path
    columns: Sequence[str]

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises: InputRefused; names of columns are not repeated: a file without header begins with a person."""
        try:
            _must_be_text(path)
            _must_be_utf_8(path)
            with path.open(encoding="utf-8-sig", newline=None) as lines:
                header = next(csv.reader([next(lines, "")]), [])
        except OSError as cause:
            raise InputRefused("file", cause.strerror or "cannot be read") from None
        except csv.Error:
            raise InputRefused("header", "a quotation mark is not closed") from None
        columns = [name.strip().lower() for name in header]
        for place, name in enumerate(columns, start=1):
            if name not in COLUMNS:
                raise InputRefused("header", f"column {place} has a name that is not known")
            if name in columns[: place - 1]:
                raise InputRefused("header", f"column {place} is there twice")
        for name in _NEEDED:
            if name not in columns:
                raise InputRefused("header", f"{name} is missing")
        return cls(path, columns)

    def content(self) -> Iterator[bytes]:
        """The whole file, piece by piece."""
        with self.path.open("rb") as whole:
            while piece := whole.read(_AT_ONCE):
                yield piece

    def rows(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Line and cells. Each line stands for itself, so that an open quotation mark swallows no other."""
        with self.path.open(encoding="utf-8-sig", newline=None) as lines:
            next(lines, "")
            for line, text in enumerate(lines, start=2):
                if text.strip():
                    yield line, self._cells(text)

    def _cells(self, text: str) -> Mapping[str, str]:
        try:
            (cells,) = csv.reader([text.rstrip("\n")], strict=True)
        except (csv.Error, ValueError):
            return BROKEN
        return dict(zip(self.columns, cells, strict=True)) if len(cells) == len(self.columns) else BROKEN


def _must_be_text(path: Path) -> None:
    """Raises: InputRefused."""
    with path.open("rb") as content:
        beginning = content.read(max(map(len, _OTHER_FILES)))
    for mark, name in _OTHER_FILES.items():
        if beginning.startswith(mark):
            raise InputRefused("file", f"is {name}, not a CSV file: save it as CSV in UTF-8 and try again")


def _must_be_utf_8(path: Path) -> None:
    """Before any row enters. Raises: InputRefused."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as content:
        try:
            while part := content.read(_AT_ONCE):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise InputRefused(
                "file", f"is {_seems(path)}, not UTF-8: save it as UTF-8 and try again"
            ) from None


def _seems(path: Path) -> str:
    try:
        with path.open(encoding="cp932") as lines:
            for _ in lines:
                pass
    except UnicodeDecodeError:
        return "in another encoding"
    return "Shift_JIS"
