"""The list of a month as a file for a sheet."""

from pathlib import Path

from app.claims.month import MonthId
from app.claims.ports import ClaimBook, ReceiptRow, View
from app.claims.words import reason_words
from app.desk.claims.words import WEIGHT_WORDS, prediction_words, result_words
from app.errors import ClinicError
from app.sheets import written_for_sheets

HEADER = ("レセプト番号", "カルテ番号", "氏名", "カナ氏名", "生年月日", "診療月", "保険者番号", "保険者",
          "点数", "事前確認", "理由", "記録の誤り", "修正", "審査の結果")  # fmt: skip
_AT_ONCE = 500


class ListNotWritten(ClinicError):
    """The chosen place cannot be written."""

    code = "claims.not_written"


def save_list(path: str, month_id: MonthId, view: View, book: ClaimBook) -> None:
    """Every receipt that the list shows. Raises: ListNotWritten."""
    cells: list[tuple[str, ...]] = [HEADER]
    while rows := book.rows(month_id, view, len(cells) - 1, _AT_ONCE):
        cells += map(_cells, rows)
    try:
        Path(path).write_bytes(written_for_sheets(cells))
    except OSError as cause:
        raise ListNotWritten from cause


def _cells(row: ReceiptRow) -> tuple[str, ...]:
    return (
        row.number,
        row.chart,
        row.name,
        row.kana,
        row.birth_on.isoformat() if row.birth_on else "",
        f"{row.month:%Y-%m}" if row.month else "",
        row.payer,
        row.payer_name,
        str(row.points),
        prediction_words(row),
        reason_words(row.reason) if row.reason else "",
        WEIGHT_WORDS[row.weight] if row.weight is not None else "",
        str(row.fixed or ""),
        result_words(row),
    )
