"""A chosen file, read off the window's thread; a long one leaves others their turn."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.appointments.columns import fitting_mapping, guessed_mapping, header_key, missing_fields
from app.appointments.file import AppointmentFile, appointments_of
from app.appointments.ports import AppointmentBook
from app.appointments.table import MOST_BYTES, AppointmentFileRefused, FileTooLarge, Table, read_table

_BREATH_S = 0.001


class FileUnreadable(AppointmentFileRefused):
    """The file is gone, or this account may not read it."""

    code = "appointments.file_unreadable"


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """mapping: field to column name, as kept for this header or as guessed. known: kept, so nobody is asked again."""

    name: str
    table: Table
    mapping: dict[str, str]
    known: bool


def open_file(path: str, book: AppointmentBook) -> OpenedFile:
    """Raises: AppointmentFileRefused."""
    file = Path(path)
    try:
        if file.stat().st_size > MOST_BYTES:
            raise FileTooLarge
        table = read_table(file.read_bytes())
    except OSError as cause:
        raise FileUnreadable from cause
    kept = book.mapping(header_key(table.header))
    mapping = fitting_mapping(kept, table.header) if kept is not None else guessed_mapping(table.header)
    return OpenedFile(file.name, table, mapping, kept is not None and not missing_fields(mapping))


def read_opened(opened: OpenedFile, mapping: Mapping[str, str], default_day: date) -> AppointmentFile:
    """Rows that are all broken are no error: the complaints say so."""
    appointments, complaints = appointments_of(opened.table, mapping, default_day, _breathe)
    return AppointmentFile(opened.table.header, dict(mapping), appointments, complaints)


def _breathe() -> None:
    """Rows are parsed by the interpreter, which the window's thread needs too: it comes first."""
    time.sleep(_BREATH_S)
