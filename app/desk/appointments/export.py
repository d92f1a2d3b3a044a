"""The exceptions as a file for the clinic's own system, or for a sheet."""

from collections.abc import Sequence
from pathlib import Path

from app.appointments.exceptions import ExceptionalItem
from app.appointments.file import Complaint
from app.desk.appointments.words import FOLLOW_UP_WORDS, born_of, kinds_words, name_of, what_words
from app.errors import ClinicError
from app.sheets import written_for_sheets

HEADER = ("予約日", "時刻", "患者番号", "氏名", "カナ", "生年月日", "保険者番号", "記号", "番号", "枝番",
          "確認の結果", "違い", "対応", "メモ")  # fmt: skip


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
    """For a sheet. Rows of the file that could not be read stand at the end."""
    unread = ((*[""] * 10, "読み取れない行", each.words, "", "") for each in left_out)
    return written_for_sheets([HEADER, *map(_row, exceptions), *unread])


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
