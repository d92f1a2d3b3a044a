"""What an answer said, on paper: for the chart, or for a doctor's room without a desk."""

from html import escape

from PySide6.QtGui import QTextDocument

from app.desk.forms.paper import written_document
from app.desk.reception.answer.cells import Cell
from app.desk.reception.answer.page import AnswerPage, Person


def answer_slip(page: AnswerPage, institution: str) -> QTextDocument:
    person = _person(page.person) if page.person is not None else ""
    cells = "".join(map(_row, page.cells))
    table = (
        f'<table width="100%" border="1" cellspacing="0">{person}{cells}</table>' if person + cells else ""
    )
    warnings = "".join(f"<p>！　{escape(words)}</p>" for words in page.warnings)
    return written_document(
        f'<p class="title">資格確認の結果：{escape(page.verdict)}</p>'
        f"<p>{escape(page.lead)}</p>{warnings}{table}"
        f'<p align="right">{escape(page.confirmed)}　{escape(page.way)}<br>{escape(institution)}</p>'
    )


def _person(person: Person) -> str:
    told = f"{person.kana}　{person.born}　{person.age}　{person.sex}"
    return f'<tr><td class="label" width="30%">氏名</td><td><b>{escape(person.name)}</b>　{escape(told)}</td></tr>'


def _row(cell: Cell) -> str:
    note = f"　（{escape(cell.note)}）".replace("\n", "　") if cell.note else ""
    return f'<tr><td class="label" width="30%">{escape(cell.caption)}</td><td>{escape(cell.value)}{note}</td></tr>'
