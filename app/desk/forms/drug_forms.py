"""Health information on paper: the consent form, the history, and the slip about generics."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from PySide6.QtGui import QTextDocument

from app.desk.forms.paper import written_document
from app.desk.health_records.consent import words
from app.desk.health_records.drugs.page import DrugsPage
from app.desk.health_records.state import Person
from app.desk.patients.words import birth_long, moment_long
from app.health_records.generics import Saving
from app.staff.member import Role

_HEADINGS = ("調剤日", "くすり", "量・日数", "調剤したところ", "出どころ（レセプト）・確定")


def consent_form(institution: str, readers: frozenset[Role], now: datetime) -> QTextDocument:
    """Empty: the patient fills it in, the clinic files it under its number. readers: roles that will see it."""
    facts = words.who(readers), words.HOW_LONG, words.NO_HARM
    told = "".join(f"<p>・{escape(each)}</p>" for each in facts)
    rows = "".join(
        f"<tr><td>{escape(each)}</td><td>□ {words.YES}　　□ {words.NO}</td></tr>"
        for each in (words.DRUGS, words.CHECKUPS)
    )
    return written_document(
        f'<p class="title">お薬・健診の情報についての同意書</p><p>{escape(words.ASK)}</p>{told}'
        f'<table width="100%" border="1" cellspacing="0">{rows}</table>'
        '<p class="part">日付　　　　　　年　　　月　　　日</p><p>お名前（ご署名）</p><p>&nbsp;</p>'
        "<p>代わりの方が署名するとき：お名前とご関係</p><p>&nbsp;</p>"
        '<p class="part">医療機関で記入</p><p>同意書の番号　　　　　　　　本人確認（書類名）　　　　　　　　担当者</p>'
        f'<p align="right">{escape(moment_long(now))}　{escape(institution)}</p>'
    )


def history_on_paper(page: DrugsPage, person: Person, institution: str, now: datetime) -> QTextDocument:
    """The lines as they stand on the screen; no longer under the consent's clock, so the paper says so."""
    head = "".join(f'<td class="label"><b>{each}</b></td>' for each in _HEADINGS)
    rows = "".join(_row((each.day, each.name, each.amount, each.place, each.source)) for each in page.lines)
    withheld = "".join(f"<p>！　{escape(each)}</p>" for each in page.withheld)
    return written_document(
        f'<p class="title">お薬の情報</p><p>{escape(person.name)}　{escape(birth_long(person.birth_on))}</p>'
        f"<p>{escape(page.complete)}</p>{withheld}"
        f'<table width="100%" border="1" cellspacing="0"><tr>{head}</tr>{rows}</table>'
        '<p class="small">ご本人の同意により印刷しました。使い終わったら裁断してください。</p>'
        f'<p align="right">{escape(moment_long(now))}　{escape(institution)}</p>'
    )


def generic_slip(savings: Sequence[Saving], person: Person, institution: str, now: datetime) -> QTextDocument:
    """For the patient: what each of these medicines would save, at the own share where that is known."""
    whose = "ご負担の差" if person.share_percent else "薬価の差（負担割合は提供なし）"
    head = _row(("いまのお薬", "後発品", f"1回の{whose}", "1年では"))
    rows = "".join(_row(_saving_cells(each)) for each in savings)
    return written_document(
        f'<p class="title">後発品（ジェネリック）に替えた場合のお知らせ</p><p>{escape(person.name)} 様</p>'
        f'<table width="100%" border="1" cellspacing="0">{head}{rows}</table>'
        "<p>金額は目安です。お薬の見直しは、医師・薬剤師にご相談ください。</p>"
        f'<p align="right">{escape(moment_long(now))}　{escape(institution)}</p>'
    )


def _saving_cells(saving: Saving) -> tuple[str, str, str, str]:
    once = saving.own_yen if saving.own_yen is not None else saving.yen
    a_year = saving.own_yen_a_year if saving.own_yen_a_year is not None else saving.yen_a_year
    return saving.newest.medicine.name, saving.generic, f"{once:,}円", f"{a_year:,}円"


def _row(cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td>{escape(each)}</td>' for each in cells)}</tr>"
