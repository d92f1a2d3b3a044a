"""The receipts of a month that need a look, on paper."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from PySide6.QtGui import QTextDocument

from app.claims.month import MonthFile
from app.claims.ports import MonthSummary, ReceiptRow
from app.claims.words import reason_words
from app.desk.appointments.words import moment_words
from app.desk.claims.month.looking import MOST_ON_PAPER
from app.desk.claims.words import payer_words, prediction_words, result_words, title_words
from app.desk.forms.paper import written_document

_HEADINGS = ("番号", "氏名・カルテ", "保険者", "点数", "事前確認", "理由", "済")


def precheck_list(
    month: MonthFile, summary: MonthSummary, rows: Sequence[ReceiptRow], institution: str, now: datetime
) -> QTextDocument:
    head = "".join(f'<td class="label"><b>{words}</b></td>' for words in _HEADINGS)
    table = "".join(map(_row, rows))
    told = f"{title_words(month)}　レセプト {month.receipts:,}　{month.points:,}点　{_how_many(rows)}"
    moved = f"　予測と違う結果 {summary.unlike}" if summary.unlike else ""
    return written_document(
        f'<p class="title">レセプトの事前確認</p><p>{escape(told + moved)}</p>'
        f'<table width="100%" border="1" cellspacing="0"><tr>{head}</tr>{table}</table>'
        f'<p align="right">{escape(moment_words(now, now))}　{escape(institution)}</p>'
    )


def _how_many(rows: Sequence[ReceiptRow]) -> str:
    """What paper is not for is said to be elsewhere."""
    if len(rows) < MOST_ON_PAPER:
        return f"このうち {len(rows):,}"
    return f"はじめの {len(rows):,} だけ（すべては CSV に）"


def _row(row: ReceiptRow) -> str:
    chart = f"<br>カルテ {escape(row.chart)}" if row.chart else ""
    cells = (
        escape(row.number),
        f"<b>{escape(row.name)}</b>{chart}",
        escape(payer_words(row)),
        f"{row.points:,}",
        escape(prediction_words(row)),
        escape(reason_words(row.reason) if row.reason else ""),
        escape(result_words(row)) or "□",
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
