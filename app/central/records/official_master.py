"""The official medicine master of the review agencies (医薬品マスター): 35 columns, CP932, no header."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from app.errors import InputRefused
from app.scheme.medicines import MedicineEntry, is_medicine_code
from app.scheme.receipts.days import day_of
from app.scheme.receipts.medicines import MedicineForm

_COLUMNS = 35
_KIND, _CODE, _NAME, _UNIT, _PRICE_KIND, _PRICE, _GENERIC, _FORM = 1, 2, 4, 9, 10, 11, 16, 27
_CHANGED_ON, _ENDED_ON, _PRICE_LIST_CODE = 29, 30, 31
_NEVER = "99999999"
_IN_YEN = "1"
_FORMS = {
    "1": MedicineForm.INTERNAL,
    "3": MedicineForm.OTHER,
    "4": MedicineForm.INJECTION,
    "6": MedicineForm.EXTERNAL,
    "8": MedicineForm.OTHER,
}
"""剤形: 内用, その他, 注射, 外用, 歯科."""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """field: the column's name in words."""

    line: int
    field: str
    reason: str


def read_master(path: Path, valid_from: date | None) -> Iterator[MedicineEntry | RefusedLine]:
    """Line by line, none lost. valid_from: of the prices; None takes each line's own day of change (変更年月日).

    Raises: InputRefused for a file that cannot be read as a whole.
    """
    try:
        with path.open(encoding="cp932", newline="") as file:
            for line, cells in enumerate(csv.reader(file), start=1):
                if cells:
                    yield _entry(line, cells, valid_from)
    except UnicodeDecodeError:
        raise InputRefused("file", "is not in Shift_JIS (CP932)") from None
    except csv.Error:
        raise InputRefused("file", "a quotation mark is not closed") from None
    except OSError as cause:
        raise InputRefused("file", cause.strerror or "cannot be read") from None


def _entry(line: int, cells: list[str], valid_from: date | None) -> MedicineEntry | RefusedLine:
    if len(cells) < _COLUMNS:
        return RefusedLine(line, "columns", f"{len(cells)} of {_COLUMNS}")
    cells = [each.strip() for each in cells]
    code, listed = cells[_CODE], cells[_PRICE_LIST_CODE]
    since = valid_from or day_of(cells[_CHANGED_ON])
    price = _price(cells[_PRICE])
    problems = (
        ("kind", cells[_KIND] == "Y", "is not Y"),
        (
            "code",
            len(code) == 9 and code.isascii() and code.isdigit() and code[0] == "6",
            "is not 9 digits from 6",
        ),
        ("name", bool(cells[_NAME]), "is empty"),
        ("price kind", cells[_PRICE_KIND] == _IN_YEN, "is not 1 (yen a unit)"),
        ("price", price is not None, "is no amount"),
        ("form", cells[_FORM] in _FORMS, "is not known"),
        ("price list code", not listed or is_medicine_code(listed), "does not have its 12 letters"),
        ("day of change", since is not None, "is no day, and --from was not given"),
        ("day of end", cells[_ENDED_ON] in ("", "0", _NEVER) or bool(day_of(cells[_ENDED_ON])), "is no day"),
    )
    for field, holds, reason in problems:
        if not holds:
            return RefusedLine(line, field, reason)
    if price is None or since is None:
        raise AssertionError("refused above")
    return MedicineEntry(
        receipt_code=code,
        code=listed,
        name=cells[_NAME],
        ingredient="",
        unit=cells[_UNIT],
        form=_FORMS[cells[_FORM]],
        is_generic=cells[_GENERIC] == "1",
        price=price,
        valid_from=since,
        ended_on=day_of(cells[_ENDED_ON]),
    )


def _price(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and found >= 0 else None
