"""Files for a spreadsheet: a row a line, no cell of which is a formula to the program that opens the file."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


def written_for_sheets(rows: Iterable[Sequence[object]]) -> bytes:
    """CSV in UTF-8 with BOM and CRLF, as Excel reads it. A cell that would be reckoned is made text by a quote (')."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_guarded(str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def read_from_sheets(cell: str) -> str:
    """The cell as it was before it was written for sheets."""
    return cell[len(_GUARD) :] if cell.startswith(_GUARD) and _is_reckoned(cell) else cell


def _guarded(cell: str) -> str:
    return f"{_GUARD}{cell}" if _is_reckoned(cell) else cell


def _is_reckoned(cell: str) -> bool:
    """Also behind quotes of its own, so that nothing is lost on the way back."""
    return cell.lstrip(_GUARD).startswith(_FORMULA_SIGNS)
