"""A letter to the patient about their insurance and the share; no medical word is in it."""

from datetime import date
from html import escape

from PySide6.QtGui import QTextDocument

from app.desk.forms.paper import written_document
from app.notices.letter import letter_of
from app.notices.notice import Notice
from app.patients.patient import Patient
from app.scheme.days import written


def notice_letter(notice: Notice, patient: Patient | None, institution: str, today: date) -> QTextDocument:
    """patient: for name and address, where the ledger has them."""
    letter = letter_of(notice)
    name = patient.name if patient is not None else notice.subject.name
    address = (patient.address or "") if patient is not None else ""
    postcode = f"〒{patient.postcode}" if patient is not None and patient.postcode else ""
    said = "".join(f"<p>{escape(each)}</p>" for each in letter.paragraphs)
    asked = "".join(f"<p>・{escape(each)}</p>" for each in letter.requests)
    return written_document(
        f"<p>{escape(postcode)}<br>{escape(address)}</p><p><b>{escape(name)}　様</b></p>"
        f'<p align="right">{escape(written(today))}<br>{escape(institution)}</p>'
        f'<p class="title">{escape(letter.title)}</p>{said}'
        f'<p class="part">お願い</p>{asked}'
        '<p class="small">ご不明な点は、受付にお尋ねください。行き違いでお届けになっていましたら、ご容赦ください。</p>'
    )
