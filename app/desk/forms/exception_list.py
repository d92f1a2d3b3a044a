"""The exceptions of a batch on paper: to be ticked off while calling, or at the counter next morning."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from PySide6.QtGui import QTextDocument

from app.appointments.appointment import Batch
from app.appointments.exceptions import ExceptionalItem
from app.appointments.file import Complaint
from app.desk.appointments.words import (
    born_of,
    follow_up_words,
    kinds_words,
    moment_words,
    name_of,
    visit_words,
    what_words,
)
from app.desk.forms.paper import written_document

_HEADINGS = ("予約", "氏名・生年月日", "結果", "違い", "対応")


def exception_list(
    batch: Batch,
    exceptions: Sequence[ExceptionalItem],
    left_out: Sequence[Complaint],
    institution: str,
    now: datetime,
) -> QTextDocument:
    head = "".join(f'<td class="label"><b>{words}</b></td>' for words in _HEADINGS)
    rows = "".join(map(_row, exceptions))
    unread = "".join(f"<p>！　{escape(each.words)}</p>" for each in left_out)
    told = f"{batch.file_name}　全{batch.total}件 中 確認が必要 {len(exceptions)}件"
    return written_document(
        f'<p class="title">一括確認：確認が必要な方</p><p>{escape(told)}</p>'
        f'<table width="100%" border="1" cellspacing="0"><tr>{head}</tr>{rows}</table>{unread}'
        f'<p align="right">{escape(moment_words(now, now))}　{escape(institution)}</p>'
    )


def _row(exceptional: ExceptionalItem) -> str:
    appointment = exceptional.item.appointment
    chart = f"<br>カルテ {escape(appointment.chart_number)}" if appointment.chart_number else ""
    cells = (
        escape(visit_words(appointment)),
        f"<b>{escape(name_of(exceptional))}</b><br>{escape(born_of(exceptional))}{chart}",
        escape(kinds_words(exceptional)),
        escape(what_words(exceptional)),
        escape(follow_up_words(exceptional)) or "□",
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
