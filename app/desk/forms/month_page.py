"""The manager's month on one page."""

from datetime import datetime
from html import escape

from PySide6.QtGui import QTextDocument

from app.desk.forms.paper import written_document
from app.desk.notices.month.words import INSURER_HEADINGS, figures_of, insurer_row, month_title
from app.notices.month import MonthFigures
from app.scheme.days import business_day, written


def month_page(figures: MonthFigures, institution: str, now: datetime) -> QTextDocument:
    counts = "".join(
        f'<tr><td>{escape(what)}<br><span class="small">{escape(how)}</span></td>'
        f'<td align="right"><b>{escape(number)}</b></td></tr>'
        for number, what, how in figures_of(figures)
    )
    head = "".join(f'<td class="label"><b>{words}</b></td>' for words in INSURER_HEADINGS)
    rows = "".join(_row(insurer_row(each)) for each in figures.slowest)
    return written_document(
        f'<p class="title">資格確認のまとめ　{escape(month_title(figures.month))}</p>'
        f'<table width="100%" border="1" cellspacing="0">{counts}</table>'
        '<p class="part">登録の遅い保険者</p>'
        f'<table width="100%" border="1" cellspacing="0"><tr>{head}</tr>{rows}</table>'
        f'<p align="right">{escape(written(business_day(now)))}　{escape(institution)}</p>'
    )


def _row(cells: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
