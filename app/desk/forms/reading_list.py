"""Who opened what under which consent, on paper."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from PySide6.QtGui import QTextDocument

from app.desk.forms.paper import written_document
from app.desk.patients.words import moment_long
from app.desk.settings.readings.words import HEADINGS, consent_words, moment_words, what_words, whose_words
from app.health_records.readings import ReadersSet, Reading
from app.patients.patient import patient_number


def reading_list(readings: Sequence[Reading], total: int, institution: str, now: datetime) -> QTextDocument:
    """total: of the whole list, of which paper may hold the newest only."""
    head = "".join(f'<td class="label"><b>{words}</b></td>' for words in HEADINGS)
    rows = "".join(map(_row, readings))
    told = f"{total:,}件" if len(readings) == total else f"{total:,}件のうち新しい{len(readings):,}件"
    return written_document(
        f'<p class="title">薬と健診の情報　閲覧の記録</p><p>このPCで　{escape(told)}</p>'
        f'<table width="100%" border="1" cellspacing="0"><tr>{head}</tr>{rows}</table>'
        f'<p align="right">{escape(moment_long(now))}　{escape(institution)}</p>'
    )


def _row(reading: Reading) -> str:
    whose = None if isinstance(reading, ReadersSet) else reading.whose
    number = f"<br>{patient_number(whose.id)}" if whose is not None else ""
    cells = (
        escape(moment_words(reading)),
        escape(reading.staff_name),
        f"{escape(whose_words(reading))}{number}",
        escape(what_words(reading)),
        escape(consent_words(reading)),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
