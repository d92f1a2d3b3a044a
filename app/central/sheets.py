"""Tables that a spreadsheet opens: no cell of text is a formula to it, whoever wrote the name or the symbol."""

import csv
import io
from collections.abc import Iterable

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def as_sheet(rows: Iterable[Iterable[object]]) -> bytes:
    """CSV in UTF-8 with its mark, as spreadsheets in Japan expect, CRLF; None is an empty cell, numbers stay numbers.

    A text that would be reckoned gets a quote (') before it.
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _guarded(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS) else cell
