"""The face of an insurance card with the branch, as the outline pictures it: a page the size of a card."""

from datetime import date
from typing import IO

from app.central.registration.members import Member
from app.central.registration.papers.reminder import card_words
from app.central.registration.papers.sheet import SANS, Align, Sheets
from app.scheme.cover import RELATIONSHIP_WORDS
from app.scheme.days import written

_ID1_MM = (85.6, 54.0)
_LEFT, _RIGHT = 5.0, 80.6
_HOLDER_WORDS = {"1": "本人（被保険者）", "2": "家族（被扶養者）"}
_LATE_ELDERLY = "後期高齢者医療"
_SEAL = 0xA8231B
_PAPER = 0xE3F1EF


def write_card_face(file: IO[bytes], member: Member, issuer_address: str, issued_on: date) -> None:
    """issuer_address: 発行機関所在地, which the register does not hold."""
    sheets = Sheets(file, _ID1_MM, card_words(issued_on))
    sheets.box(0.5, 0.5, 84.6, 53, fill=_PAPER, corner=3)
    _title(sheets, member, issued_on)
    _person(sheets, member)
    _issuer(sheets, member, issuer_address, issued_on)
    sheets.end_page()
    sheets.save()


def _title(sheets: Sheets, member: Member, issued_on: date) -> None:
    cover = member.cover
    insured, paper = cover.insured, card_words(issued_on)
    if insured.insurer.is_late_elderly:
        sheets.fitting(f"{_LATE_ELDERLY}{paper}", _LEFT, 4, 50, 9)
        sheets.fitting(f"被保険者番号　{insured.number}", _LEFT, 10.5, 70, 9)
        return
    sheets.fitting(cover.insurer_name, _LEFT, 4, 44, 8)
    words = _HOLDER_WORDS.get(cover.relationship, RELATIONSHIP_WORDS.get(cover.relationship, ""))
    sheets.fitting(words, 51, 4, _RIGHT - 51, 8)
    sheets.fitting(paper, _LEFT, 10, 24, 10)
    sheets.fitting(f"記号 {insured.symbol}", 31, 10.3, 15, 8)
    sheets.fitting(f"番号 {insured.number}", 47, 10.3, 22, 8)
    if insured.branch:
        sheets.fitting("枝番", 70, 10.9, 5, 5)
        sheets.fitting(insured.branch, 75.5, 9.9, 5, 10)
    sheets.line(_LEFT, 15.5, _RIGHT)


def _person(sheets: Sheets, member: Member) -> None:
    details = member.details
    _line(sheets, 17.5, "氏名", details.name, 10)
    _line(sheets, 24, "生年月日", f"{written(details.birth_on)}生", 7.5)
    sheets.fitting(f"性別　{details.sex_words}", 58, 24, 20, 7.5)
    _line(sheets, 28.5, "資格取得年月日", written(member.cover.acquired_on), 7.5)
    if member.ratio_percent is not None:
        sheets.fitting(f"負担割合　{member.ratio_percent // 10}割", 58, 28.5, 20, 7.5)
    sheets.line(_LEFT, 33.5, _RIGHT)


def _issuer(sheets: Sheets, member: Member, issuer_address: str, issued_on: date) -> None:
    cover = member.cover
    _line(sheets, 35, "発行機関所在地", issuer_address or "―", 6.5)
    _line(sheets, 39, "保険者番号", cover.insured.insurer.digits, 7.5)
    _line(sheets, 43, "名称", cover.insurer_name, 7.5)
    sheets.fitting(f"{written(issued_on)}交付", _LEFT, 48, 40, 6.5)
    sheets.box(71, 42.3, 8.5, 8.5, ink=_SEAL)
    sheets.text("印", 71, 44.4, 8.5, 11, font=SANS, align=Align.CENTRE, leading=1.2)


def _line(sheets: Sheets, top_mm: float, label: str, text: str, points: float) -> None:
    sheets.fitting(label, _LEFT, top_mm + 0.6, 20, 5.5)
    sheets.fitting(text, 26, top_mm, _RIGHT - 26 if top_mm < 38 else 42, points)
