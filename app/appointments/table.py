"""A file of appointments as text: its character set, what parts its columns, its header and rows."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from app.appointments.columns import is_known_heading
from app.errors import ClinicError
from app.scheme.days import parse_day
from app.scheme.digits import folded
from app.sheets import read_from_sheets

MOST_ROWS = 10_000
"""As many as the service takes in one batch."""
MOST_BYTES = 32 * 1024 * 1024
_MOST_LINES_A_ROW = 20
"""Lines that a quoted cell may go on for; one that was never closed would swallow the rest of the file."""
_TITLE_ROWS = 10
"""Some systems print a title above the header."""
_UNREAD = "\N{REPLACEMENT CHARACTER}"
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class AppointmentFileRefused(ClinicError):
    """Nothing in this file can be read as appointments."""

    code = "appointments.file"


class FileEmpty(AppointmentFileRefused):
    """No row below the header, or nothing at all."""

    code = "appointments.file_empty"


class FileWithoutHeader(AppointmentFileRefused):
    """The first row holds values, not names of columns."""

    code = "appointments.file_no_header"


class FileTooLarge(AppointmentFileRefused):
    """More rows, or more bytes, than one batch may have."""

    code = "appointments.file_too_large"


class FileNotText(AppointmentFileRefused):
    """A workbook, a PDF or anything else that is no text in UTF-8 or Shift_JIS."""

    code = "appointments.file_not_text"


@dataclass(frozen=True, slots=True)
class TableRow:
    """line: where it begins in the file, from 1. cells: as many as the header has. whole: its quotes are closed

    and it has no more cells than the header.
    """

    line: int
    cells: tuple[str, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """header: no two alike; a column without a heading is named by its place."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(content: bytes) -> Table:
    """Rows in the file's order, blank ones left out. Comma or tab; UTF-8 or Shift_JIS (CP932), with BOM or without.

    Raises: FileEmpty, FileWithoutHeader, FileTooLarge, FileNotText.
    """
    if len(content) > MOST_BYTES:
        raise FileTooLarge
    text = _decoded(content)
    rows = _rows(text, _delimiter(text))
    header, first = _header(list(islice(rows, _TITLE_ROWS)))
    fitted: list[TableRow] = []
    for row in (*first, *rows):
        if len(fitted) == MOST_ROWS:
            raise FileTooLarge
        fitted.append(_fitted(row, len(header)))
    if not fitted:
        raise FileEmpty
    return Table(header, tuple(fitted))


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise FileEmpty
    mark = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), None)
    text = content.decode(mark[1], errors="replace") if mark else _decoded_as_likely(content)
    if _NO_TEXT.search(text) or text.count(_UNREAD) * 100 > len(text):
        raise FileNotText
    return text


def _decoded_as_likely(content: bytes) -> str:
    """A few bytes that cannot be read spoil their own rows only."""
    read = [content.decode(encoding, errors="replace") for encoding in ("utf-8", "cp932")]
    return min(read, key=lambda text: text.count(_UNREAD))


def _delimiter(text: str) -> str:
    """Whichever parts more columns in the first lines."""
    start = text[:4000]
    return "\t" if start.count("\t") > start.count(",") else ","


def _rows(text: str, delimiter: str) -> Iterator[TableRow]:
    """Row by row, so that one with an open quote costs no other."""
    lines = re.split(r"\r\n|\n|\r", text)
    at = 0
    while at < len(lines):
        taken, cells = _row_at(lines, at, delimiter)
        if any(cell.strip() for cell in cells or (lines[at],)):
            yield TableRow(at + 1, tuple(cells or ()), whole=cells is not None)
        at += taken


def _row_at(lines: list[str], at: int, delimiter: str) -> tuple[int, list[str] | None]:
    """How many lines the row takes, and its cells; None where its quotes do not close."""
    quotes = 0
    for taken in range(1, min(_MOST_LINES_A_ROW, len(lines) - at) + 1):
        quotes += lines[at + taken - 1].count('"')
        if quotes % 2 == 0:
            return taken, _cells("\n".join(lines[at : at + taken]), delimiter)
    return 1, None


def _cells(row: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader(row.splitlines(keepends=True), delimiter=delimiter), [])
    except csv.Error:
        return None


def _header(first: list[TableRow]) -> tuple[tuple[str, ...], list[TableRow]]:
    """The header and the rows below it: the first row with two headings we know, else simply the first."""
    if not first:
        raise FileEmpty
    place = next((at for at, row in enumerate(first) if sum(map(is_known_heading, row.cells)) > 1), 0)
    header = _trimmed(first[place].cells)
    if len(header) < 2 or any(map(_is_value, header)):
        raise FileWithoutHeader
    return _told_apart(header), first[place + 1 :]


def _trimmed(cells: tuple[str, ...]) -> list[str]:
    """Without the empty columns that a sheet leaves at its right."""
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _is_value(heading: str) -> bool:
    """A day or a number of some length stands in rows, not in headers."""
    digits = folded(heading).replace("-", "")
    if digits.isdigit() and len(digits) > 3:
        return True
    try:
        parse_day(heading)
    except ClinicError:
        return False
    return True


def _told_apart(names: list[str]) -> tuple[str, ...]:
    told: list[str] = []
    for place, name in enumerate(names, start=1):
        unique = name or f"（{place}列目）"
        told.append(unique if unique not in told else f"{unique}（{place}列目）")
    return tuple(told)


def _fitted(row: TableRow, columns: int) -> TableRow:
    """As many cells as the header has; what stands beyond it says that the row slipped."""
    cells = (*map(read_from_sheets, row.cells), *[""] * (columns - len(row.cells)))
    slipped = any(cell.strip() for cell in cells[columns:])
    return TableRow(row.line, cells[:columns], row.whole and not slipped)
