"""Files for a spreadsheet: no cell of text is a formula to the program that opens it, whoever wrote the name."""

import csv
import io
from collections.abc import Iterable

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


def written_for_sheets(rows: Iterable[Iterable[object]]) -> bytes:
    """CSV in UTF-8 with BOM and CRLF, as Excel reads it; None is an empty cell, numbers stay numbers.

    A text that would be reckoned gets a quote (') before it.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def read_from_sheets(cell: str) -> str:
    """The cell as it was before it was written for sheets."""
    return cell[len(_GUARD) :] if cell.startswith(_GUARD) and _is_reckoned(cell) else cell


def _guarded(cell: object) -> object:
    return f"{_GUARD}{cell}" if isinstance(cell, str) and _is_reckoned(cell) else cell


def _is_reckoned(cell: str) -> bool:
    """Also behind quotes of its own, so that nothing is lost on the way back."""
    return cell.lstrip(_GUARD).startswith(_FORMULA_SIGNS)
