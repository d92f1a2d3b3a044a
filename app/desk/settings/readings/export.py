"""Who opened what under which consent, as a file for a sheet."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from app.consent.consent import KIND_WORDS
from app.desk.settings.readings.words import ACT_WORDS, NO_CHART, NOT_NOTED, level_words, readers_words
from app.errors import ClinicError
from app.health_records.readings import ReadersSet, Reading
from app.patients.patient import patient_number
from app.scheme.days import JAPAN
from app.sheets import written_for_sheets

HEADER = ("日時", "職員", "患者番号", "氏名", "生年月日", "情報", "内容", "同意の方法", "同意の始まり",
          "同意の期限", "取り消し")  # fmt: skip


class ReadingsNotWritten(ClinicError):
    """The chosen place cannot be written."""

    code = "readings.not_written"


def save_readings(path: str, readings: Iterable[Reading]) -> None:
    """Raises: ReadingsNotWritten."""
    try:
        Path(path).write_bytes(written_for_sheets([HEADER, *map(_cells, readings)]))
    except OSError as cause:
        raise ReadingsNotWritten from cause


def _cells(reading: Reading) -> tuple[str, ...]:
    who = _moment(reading.at), reading.staff_name
    if isinstance(reading, ReadersSet):
        return (*who, "", "", "", "", f"開ける役割：{readers_words(reading)}", "", "", "", "")
    whose, consent = reading.whose, reading.consent
    return (
        *who,
        patient_number(whose.id) if whose else "",
        whose.name if whose else NO_CHART,
        whose.birth_on.isoformat() if whose else "",
        KIND_WORDS[reading.kind],
        ACT_WORDS[reading.act],
        level_words(consent) if consent else NOT_NOTED,
        _moment(consent.given_at) if consent else "",
        _moment(consent.until) if consent else "",
        _moment(consent.withdrawn_at) if consent and consent.withdrawn_at else "",
    )


def _moment(at: datetime) -> str:
    """2026-11-22 10:32, in Japanese time."""
    return f"{at.astimezone(JAPAN):%Y-%m-%d %H:%M}"
