"""The exceptions as a file for the clinic's own system, or for a sheet."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from app.appointments.exceptions import ExceptionalItem
from app.appointments.file import Complaint
from app.desk.appointments.words import FOLLOW_UP_WORDS, born_of, kinds_words, name_of, what_words
from app.errors import ClinicError

HEADER = ("予約日", "時刻", "患者番号", "氏名", "カナ", "生年月日", "保険者番号", "記号", "番号", "枝番",
          "確認の結果", "違い", "対応", "メモ")  # fmt: skip
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class ExceptionsNotWritten(ClinicError):
    """The chosen place cannot be written."""

    code = "appointments.not_written"


def save_exceptions(path: str, exceptions: Sequence[ExceptionalItem], left_out: Sequence[Complaint]) -> None:
    """Raises: ExceptionsNotWritten."""
    try:
        Path(path).write_bytes(exceptions_csv(exceptions, left_out))
    except OSError as cause:
        raise ExceptionsNotWritten from cause


def exceptions_csv(exceptions: Sequence[ExceptionalItem], left_out: Sequence[Complaint]) -> bytes:
    """UTF-8 with BOM, as Excel reads it. Rows of the file that could not be read stand at the end."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    for each in exceptions:
        writer.writerow(map(_plain, _row(each)))
    for complaint in left_out:
        writer.writerow(["", "", "", "", "", "", "", "", "", "", "読み取れない行", complaint.words, "", ""])
    return text.getvalue().encode("utf-8-sig")


def _row(exceptional: ExceptionalItem) -> tuple[str, ...]:
    item, appointment = exceptional.item, exceptional.item.appointment
    insured = appointment.insured
    return (
        appointment.on.isoformat(),
        appointment.at,
        appointment.chart_number,
        name_of(exceptional),
        appointment.kana,
        born_of(exceptional),
        insured.insurer.digits,
        insured.symbol,
        insured.number,
        insured.branch or "",
        kinds_words(exceptional),
        what_words(exceptional),
        FOLLOW_UP_WORDS[item.follow_up],
        item.note,
    )


def _plain(cell: str) -> str:
    """No cell is a formula to the sheet that opens the file."""
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
